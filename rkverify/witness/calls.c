// SPDX-License-Identifier: MIT
/*
 * Helpers of a world: arguments are held against their row, outputs are of unknown content, results
 * are anything that the row's result kind allows.
 */
#include <string.h>
#include "world.h"

struct call {
	struct world *w;
	const struct rk_helper_row *row;
	u64 a[5];
	struct world_map *map;
};

static bool bad(struct call *c, const char *what)
{
	return world_fault(c->w, what);
}

static bool readable(struct call *c, u32 k, u64 size)
{
	if (!size)
		return true;
	if (!world_owns(c->w, c->a[k], size, false))
		return bad(c, "tells a helper to read memory that is not the program's");
	return world_was_written(c->w, c->a[k], size) ||
	       bad(c, "tells a helper to read stack bytes that were never written");
}

static bool writable(struct call *c, u32 k, u64 size)
{
	if (!size)
		return true;
	if (!world_owns(c->w, c->a[k], size, true))
		return bad(c, "tells a helper to write memory that it may not");
	return world_iter_write(c->w, c->a[k], size) && world_may_overwrite(c->w, c->a[k], size);
}

static bool changes(u32 helper)
{
	switch (helper) {
	case 2:  /* map_update_elem */
	case 3:  /* map_delete_elem */
	case 87: /* map_push_elem */
	case 88: /* map_pop_elem */
	case 0x10008: /* timeseries_push */ return true;
	default: return false;
	}
}

static bool is_map(struct call *c, u32 k)
{
	for (u32 i = 0; i < c->w->n_maps; i++)
		if (c->a[k] == (u64)(uintptr_t)&c->w->maps[i].handle)
			c->map = &c->w->maps[i];
	if (!c->map)
		return bad(c, "gives a helper something that is no map");
	if (!(c->row->maps & RK_MAPBIT(c->map->def->type)))
		return bad(c, "gives a helper a map of a type that it does not serve");
	return !(c->map->def->flags & RK_MAP_F_RDONLY_PROG && changes(c->w->helper)) ||
	       bad(c, "makes a helper change a map that is read-only");
}

static u32 record_of(const struct world *w, u64 address)
{
	for (u32 i = w->n_fixed; i < w->n_regions; i++)
		if (w->regions[i].base == address)
			return i;
	return WORLD_NONE;
}

static bool in_kernel(const struct call *c, u64 address)
{
	u32 i = world_region_of(c->w, address);

	return i != WORLD_NONE && c->w->about[i].asked == RK_ASKED_KERNEL &&
	       !((address - c->w->regions[i].base) % WORLD_OBJECT);
}

static bool check(struct call *c, u32 k)
{
	u64 size = k < 4 ? c->a[k + 1] : 0, v = c->a[k];

	switch (c->row->args[k]) {
	case RK_ARG_MAP: return is_map(c, k);
	case RK_ARG_MAP_KEY: return readable(c, k, c->map->def->key_size);
	case RK_ARG_MAP_VALUE_OR_NULL: return !v || readable(c, k, c->map->def->value_size);
	case RK_ARG_MAP_VALUE: return readable(c, k, c->map->def->value_size);
	case RK_ARG_MAP_VALUE_OUT: return writable(c, k, c->map->def->value_size);
	case RK_ARG_MEM: return readable(c, k, size);
	case RK_ARG_MEM_OR_NULL: return (!v && !size) || readable(c, k, size);
	case RK_ARG_MEM_OUT: return writable(c, k, size);
	case RK_ARG_MEM_OUT_U64: return writable(c, k, 8);
	case RK_ARG_SIZE: return v || bad(c, "gives a helper a size of 0");
	case RK_ARG_CTX:
		return v == (u64)(uintptr_t)c->w->context ||
		       bad(c, "gives a helper something that is not the context");
	case RK_ARG_RECORD:
		return record_of(c->w, v) != WORLD_NONE ||
		       bad(c, "releases something that is no record it holds");
	case RK_ARG_TASK:
	case RK_ARG_SEQ_FILE:
	case RK_ARG_PATH:
	case RK_ARG_SOCK:
		return in_kernel(c, v) ||
		       bad(c, "makes a helper follow an address that the kernel did not give");
	default: return true;
	}
}

static void outputs(struct call *c)
{
	for (u32 k = 0; k < 5; k++)
		switch (c->row->args[k]) {
		case RK_ARG_MAP_VALUE_OUT:
			world_wrote(c->w, c->a[k], c->map->def->value_size, true);
			break;
		case RK_ARG_MEM_OUT:
			if (c->a[k + 1])
				world_wrote(c->w, c->a[k], c->a[k + 1], true);
			break;
		case RK_ARG_MEM_OUT_U64: world_wrote(c->w, c->a[k], 8, true); break;
		case RK_ARG_RECORD: world_release(c->w, record_of(c->w, c->a[k])); break;
		default: break;
		}
}

static u64 answer(struct call *c)
{
	return world_ask(c->w, RK_ASKED_RESULT, c->w->helper, 0, 8);
}

static u64 value(struct call *c)
{
	const struct world_map *m = c->map;
	const struct rk_map_row *row = rk_map_row(m->def->type);
	u64 pick;
	u32 key;

	if (m->def->key_size == 4 && row && row->flags & RK_MAPF_INLINE) {
		world_fill(c->w, c->a[1], 4);
		memcpy(&key, (void *)(uintptr_t)c->a[1], 4);
		return key < m->def->max_entries
			       ? (u64)(uintptr_t)m->cell[m->def->use ? 0 : key % WORLD_CELLS]
			       : 0;
	}
	pick = answer(c);
	if (m->inner != WORLD_NONE)
		return pick & 1 ? (u64)(uintptr_t)&c->w->maps[m->inner].handle : 0;
	return pick & 1 ? (u64)(uintptr_t)m->cell[(pick >> 1) % WORLD_CELLS] : 0;
}

/* A number as it stands where it is in [lo, hi], else one from there. */
static u64 between(u64 v, s64 lo, s64 hi)
{
	u64 width = (u64)hi - (u64)lo + 1;

	return (s64)v >= lo && (s64)v <= hi ? v : (u64)lo + v % width;
}

static u64 room(const struct call *c)
{
	for (u32 k = 0; k < 4; k++)
		if (c->row->args[k] == RK_ARG_MEM_OUT)
			return c->a[k + 1];
	return 0;
}

static u64 result(struct call *c)
{
	u64 v, address;

	if (c->row->ret == RK_RET_VOID)
		return 0;
	if (c->row->ret == RK_RET_VALUE_OR_NULL)
		return value(c);
	v = answer(c);
	address = world_kernel(c->w, v >> 1);
	switch (c->row->ret) {
	case RK_RET_ERR: return between(v, -4095, INT32_MAX);
	case RK_RET_SIZE: return between(v, -4095, (s64)room(c));
	case RK_RET_RECORD_OR_NULL: return v & 1 ? (u64)(uintptr_t)world_record(c->w, c->a[1]) : 0;
	case RK_RET_KPTR:
	case RK_RET_PERCPU: return address;
	case RK_RET_KPTR_OR_NULL:
	case RK_RET_PERCPU_OR_NULL: return v & 1 ? address : 0;
	default: return v;
	}
}

static u64 call(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, struct rk_env *env)
{
	struct world *w = (struct world *)env->prog;
	struct call c = {.w = w, .row = rk_helper_row(w->helper), .a = {a1, a2, a3, a4, a5}};
	u64 r;

	for (u32 k = 0; k < 5; k++)
		if (!check(&c, k))
			return 0;
	r = result(&c);
	outputs(&c);
	return r;
}

/* Helpers that call back are not played. */
rk_helper_fn world_helper(void *data, u32 id)
{
	struct world *w = data;
	const struct rk_helper_row *row = rk_helper_row(id);

	for (u32 k = 0; row && k < 5; k++)
		if (row->args[k] == RK_ARG_FUNC)
			return NULL;
	w->helper = id;
	return row ? call : NULL;
}
