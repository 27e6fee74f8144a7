/* SPDX-License-Identifier: MIT */
/* Helper calls of interpreted programs: arguments are held against the row of helper.def first. */
#include "interp_state.h"

static bool bad_arg(struct rk_interp_run *s, int arg)
{
	return rk_interp_fail(s, RK_FAULT_ARG, s->r[1 + arg], (u64)arg + 1);
}

static const struct rk_map_attr *map_arg(const struct rk_interp_run *s, u64 value)
{
	const struct rk_env *env = s->in->env;

	for (u32 i = 0; env && i < env->n_maps; i++)
		if ((u64)(uintptr_t)env->maps[i].map == value)
			return rk_map_attr(env->maps[i].map);
	return NULL;
}

static bool is_record(const struct rk_interp_run *s, u64 value)
{
	for (u32 i = 0; i < s->n_records; i++)
		if (s->records[i].base == value)
			return true;
	return false;
}

static bool is_string(const struct rk_interp_run *s, u64 address)
{
	while (rk_interp_may(s, address, 1, false))
		if (!*(const char *)(uintptr_t)address++)
			return true;
	return false;
}

/* One argument; *map is the map argument once it was met. */
static bool check(struct rk_interp_run *s, const struct rk_helper_row *row, int arg,
	const struct rk_map_attr **map)
{
	u64 v = s->r[1 + arg], size = arg < 4 ? s->r[2 + arg] : 0;

	switch (row->args[arg]) {
	case RK_ARG_MAP:
		*map = map_arg(s, v);
		return (*map && row->maps & RK_MAPBIT((*map)->type)) || bad_arg(s, arg);
	case RK_ARG_MAP_KEY: return rk_interp_access(s, v, (*map)->key_size, false);
	case RK_ARG_MAP_VALUE_OR_NULL:
		if (!v)
			return true;
		/* fall through */
	case RK_ARG_MAP_VALUE: return rk_interp_access(s, v, (*map)->value_size, false);
	case RK_ARG_MAP_VALUE_OUT: return rk_interp_access(s, v, (*map)->value_size, true);
	case RK_ARG_MEM: return !size || rk_interp_access(s, v, size, false);
	case RK_ARG_MEM_OR_NULL: return !v || !size || rk_interp_access(s, v, size, false);
	case RK_ARG_MEM_OUT: return !size || rk_interp_access(s, v, size, true);
	case RK_ARG_MEM_OUT_U64:
		return rk_interp_access(s, v, 8, true) &&
		       (!(v % 8) || rk_interp_fail(s, RK_FAULT_ALIGN, v, 8));
	case RK_ARG_SIZE: return v || bad_arg(s, arg);
	case RK_ARG_RECORD: return is_record(s, v) || bad_arg(s, arg);
	case RK_ARG_CONST_STR: return is_string(s, v) || bad_arg(s, arg);
	default: return true;
	}
}

static bool check_all(struct rk_interp_run *s, const struct rk_helper_row *row)
{
	const struct rk_map_attr *map = NULL;

	for (int i = 0; i < 5; i++)
		if (!check(s, row, i, &map))
			return false;
	return true;
}

static void record_drop(struct rk_interp_run *s, u64 base)
{
	for (u32 i = 0; i < s->n_records; i++) {
		if (s->records[i].base != base)
			continue;
		s->records[i] = s->records[--s->n_records];
		return;
	}
}

/* The call's effect on records held: after it, so that r1 and r2 are still the arguments. */
static bool records(struct rk_interp_run *s, const struct rk_helper_row *row, u64 r0)
{
	if (row->args[0] == RK_ARG_RECORD)
		record_drop(s, s->r[1]);
	if (row->ret != RK_RET_RECORD_OR_NULL || !r0)
		return true;
	if (s->n_records == RK_INTERP_RECORDS)
		return rk_interp_fail(s, RK_FAULT_LEAK, r0, s->r[2]);
	s->records[s->n_records++] = (struct rk_interp_region){r0, s->r[2], true};
	return true;
}

bool rk_interp_call(struct rk_interp_run *s, u32 id)
{
	const struct rk_interp_hooks *hooks = s->in->hooks;
	bool own = !(hooks && hooks->helper);
	const struct rk_helper_row *row = own ? rk_helper_row(id) : NULL;
	rk_helper_fn fn = own ? rk_helper_fn_of(id) : hooks->helper(hooks->data, id);
	u64 *r = s->r;

	if (!fn || (own && (!row || !s->in->env)))
		return rk_interp_fail(s, RK_FAULT_HELPER, id, 0);
	if (own && !check_all(s, row))
		return false;
	r[0] = fn(r[1], r[2], r[3], r[4], r[5], s->in->env);
	return !own || records(s, row, r[0]);
}
