/* SPDX-License-Identifier: MIT */
/*
 * Programs: made of a manifest and maps, run with a re-entry guard and statistics. One allocation
 * holds the program, one environment, one line of statistics, one guard and one stack area per CPU;
 * maps are in the pool.
 */
#include "map.h"
#include "pool.h"
#include "program.h"
#include "text.h"

#ifdef RK_PROFILE_CLOUD
enum { MAX_STACK = 512 << 10 };
#else
enum { MAX_STACK = 8 << 10 };
#endif

static size_t round64(size_t n)
{
	return (n + 63) & ~(size_t)63;
}

static void log_budget(const struct rk_rt *rt, const char *name, u64 need)
{
	char buf[256];
	struct rk_text t;

	rk_text_init(&t, buf, sizeof(buf));
	rk_text_str(&t, "program '");
	rk_text_str(&t, name);
	rk_text_str(&t, "': maps need ");
	rk_text_u64(&t, need);
	rk_text_str(&t, " bytes; the program's budget is ");
	rk_text_u64(&t, rt->budget);
#ifndef RK_PROFILE_CLOUD
	rk_text_str(&t, ", the map pool has ");
	rk_text_u64(&t, rt->pool.size - rt->pool.used);
	rk_text_str(&t, " of ");
	rk_text_u64(&t, rt->pool.size);
	rk_text_str(&t, " free");
#endif
	rk_text_str(&t, "\n");
	rk_plat_log(buf, t.len);
}

static int check_data(const struct rkb_map *def, size_t data_size, const char **why)
{
	*why = "initial value lies outside the data section or does not fit its map";
	if (!def->data_size)
		return def->data_off ? RK_EINPUT : RK_OK;
	if (def->data_off > data_size || def->data_size > data_size - def->data_off)
		return RK_EINPUT;
	if (def->type != RK_MAP_ARRAY || def->max_entries != 1 || def->data_size > def->value_size)
		return RK_EINPUT;
	return RK_OK;
}

/* Storage that all maps of the program take, shared ones included. */
static int check_maps(
	const struct rk_rt *rt, const struct rk_program_spec *spec, u64 *need, const char **why)
{
	*need = 0;
	for (u32 i = 0; i < spec->n_maps; i++) {
		u64 bytes;
		int err = rk_map_check(rt, &spec->maps[i], &bytes, why);

		if (!err)
			err = check_data(&spec->maps[i], spec->data_size, why);
		if (err)
			return err;
		*need += rk_pool_charge(sizeof(struct rk_map)) + rk_pool_charge(bytes);
	}
	return RK_OK;
}

static int check(struct rk_rt *rt, const struct rk_program_spec *spec, u64 *need, const char **why)
{
	int err;

	*why = "program has too many maps";
	if (spec->n_maps > RK_MAX_MAPS)
		return RK_EINPUT;
	*why = "program needs more BPF stack than the profile allows";
	if (spec->manifest->bpf_stack > MAX_STACK)
		return RK_ESTACK;
	err = check_maps(rt, spec, need, why);
	if (err)
		return err;
	if (*need > rt->budget) {
		*why = "maps need more than the program's budget";
		log_budget(rt, spec->name, *need);
		return RK_EBUDGET;
	}
	*why = NULL;
	return RK_OK;
}

int rk_program_check(struct rk_rt *rt, const struct rk_program_spec *spec, const char **why)
{
	u64 need;

	return check(rt, spec, &need, why);
}

/* Bytes of the one allocation, and where its parts begin. */
struct layout {
	size_t envs, stats, busy, env0, env_step, stack0, stack_step, total;
};

static struct layout layout_of(u32 cpus, u32 n_maps, u32 bpf_stack)
{
	struct layout l;

	l.envs = round64(sizeof(struct rk_program));
	l.stats = l.envs + round64(cpus * sizeof(struct rk_env *));
	l.busy = l.stats + (size_t)cpus * sizeof(struct rk_stats);
	l.env0 = l.busy + (size_t)cpus * 64;
	l.env_step = round64(sizeof(struct rk_env) + n_maps * sizeof(struct rk_env_map));
	l.stack0 = l.env0 + cpus * l.env_step;
	l.stack_step = round64(bpf_stack);
	l.total = l.stack0 + cpus * l.stack_step;
	return l;
}
RK_STATIC_ASSERT(sizeof(struct rk_stats) == 64, "a cache line per CPU");

static void set_envs(struct rk_program *p)
{
	for (u32 c = 0; c < p->rt->n_cpus; c++) {
		for (u32 i = 0; i < p->n_maps; i++) {
			p->env[c]->maps[i].map = p->maps[i];
			p->env[c]->maps[i].base = rk_map_base(p->maps[i], c);
		}
	}
}

/* The shorter of the period and the limit of its own; 0: none. */
static u64 limit_of(const struct rkb_manifest *m)
{
	bool own = m->run_limit_ns && (!m->period_ns || m->run_limit_ns < m->period_ns);

	return own ? m->run_limit_ns : m->period_ns;
}

/* Where each overrun counts, and of periods, each run is timed. */
static bool is_sampled(const struct rkb_manifest *m)
{
	return !m->period_ns && m->fail_action == RKB_FAIL_DETACH;
}

static struct rk_program *program_alloc(struct rk_rt *rt, const struct rk_program_spec *spec)
{
	struct layout l = layout_of(rt->n_cpus, spec->n_maps, spec->manifest->bpf_stack);
	u8 *mem = rk_plat_alloc(l.total);
	struct rk_program *p = (void *)mem;

	if (!p)
		return NULL;
	p->rt = rt;
	p->manifest = *spec->manifest;
	p->self_bytes = l.total;
	p->env = (void *)(mem + l.envs);
	p->stats = (void *)(mem + l.stats);
	p->busy = mem + l.busy;
	for (u32 i = 0; i + 1 < RK_MAX_NAME && spec->name[i]; i++)
		p->name[i] = spec->name[i];
	if (spec->keynum)
		__builtin_memcpy(p->keynum, spec->keynum, RKB_KEYNUM);
	for (u32 c = 0; c < rt->n_cpus; c++) {
		p->env[c] = (void *)(mem + l.env0 + c * l.env_step);
		p->env[c]->prog = p;
		p->env[c]->stack = l.stack_step ? mem + l.stack0 + c * l.stack_step : NULL;
		p->env[c]->cpu = c;
		p->env[c]->n_maps = spec->n_maps;
		p->env[c]->reserved = rk_plat_now_ns() + c; /* state of get_prandom_u32 */
	}
	p->limit_ns = limit_of(spec->manifest);
	p->sampled = is_sampled(spec->manifest);
	return p;
}

static bool same_bytes(const void *a, const void *b, size_t n)
{
	return !__builtin_memcmp(a, b, n);
}

static bool same_layout(const struct rk_map *m, const struct rkb_map *def)
{
	return m->attr.type == def->type && m->attr.key_size == def->key_size &&
	       m->attr.value_size == def->value_size && m->attr.max_entries == def->max_entries &&
	       m->attr.flags == def->flags &&
	       same_bytes(m->layout_hash, def->layout_hash, sizeof(m->layout_hash));
}

/* Names end at a NUL or at their last byte. */
static bool name_is(const char *a, const char *b)
{
	for (u32 i = 0; i + 1 < RK_MAX_NAME; i++) {
		if (a[i] != b[i])
			return false;
		if (!a[i])
			return true;
	}
	return true;
}

static struct rk_map *global_find(const struct rk_rt *rt, const u8 *keynum, const char *name)
{
	for (struct rk_map *m = rt->globals; m; m = m->next_global)
		if (same_bytes(m->keynum, keynum, RKB_KEYNUM) && name_is(m->attr.name, name))
			return m;
	return NULL;
}

static int map_get(struct rk_program *p, const struct rkb_map *def, const u8 *data,
	struct rk_map **out, const char **why)
{
	bool global = def->scope == RKB_SCOPE_GLOBAL;
	struct rk_map *m = global ? global_find(p->rt, p->keynum, def->name) : NULL;

	if (m && !same_layout(m, def)) {
		*why = "a global map of this name exists with another type, size or layout";
		return RK_ELAYOUT;
	}
	if (m) {
		m->refs++;
		*out = m;
		return RK_OK;
	}
	*why = "the map pool has no room for the program's maps";
	m = rk_map_new(p->rt, def);
	if (!m)
		return RK_EBUDGET;
	if (def->data_size)
		__builtin_memcpy(m->mem, data + def->data_off, def->data_size);
	if (global) {
		__builtin_memcpy(m->keynum, p->keynum, RKB_KEYNUM);
		m->next_global = p->rt->globals;
		p->rt->globals = m;
	}
	*out = m;
	return RK_OK;
}

static void map_put(struct rk_rt *rt, struct rk_map *m)
{
	if (--m->refs)
		return;
	for (struct rk_map **at = &rt->globals; *at; at = &(*at)->next_global) {
		if (*at != m)
			continue;
		*at = m->next_global;
		break;
	}
	rk_map_free(rt, m);
}

int rk_program_new(struct rk_rt *rt, const struct rk_program_spec *spec, struct rk_program **out,
	const char **why)
{
	struct rk_program *p;
	u64 need;
	int err = check(rt, spec, &need, why);

	if (err)
		return err;
	*why = "no memory for the program";
	p = program_alloc(rt, spec);
	if (!p)
		return RK_ENOMEM;
	for (u32 i = 0; i < spec->n_maps; i++) {
		err = map_get(p, &spec->maps[i], spec->data, &p->maps[i], why);
		if (err == RK_EBUDGET)
			log_budget(rt, p->name, need);
		if (err) {
			rk_program_free(p);
			return err;
		}
		p->n_maps++;
		p->map_bytes += rk_map_charge(p->maps[i]);
	}
	set_envs(p);
	*why = NULL;
	*out = p;
	return RK_OK;
}

static u64 native(struct rk_program *p, void *ctx, struct rk_env *env)
{
	return ((rk_entry_fn)(void *)(p->exec.code + p->manifest.entry))(ctx, env);
}

/* The calling convention leaves the bits above a narrow argument undefined. */
static u64 native_args(struct rk_program *p, void *ctx, struct rk_env *env)
{
	u64 *args = ctx; /* the hook has RKB_ARGS of them */

	for (u32 left = p->narrow; left; left &= left - 1) {
		u32 i = (u32)__builtin_ctz(left);
		u32 shift = 64 - (p->manifest.args[i] & (u32)~RKB_ARG_SIGNED) * 8;
		u64 high = args[i] << shift;

		args[i] = p->manifest.args[i] & RKB_ARG_SIGNED ? (u64)((s64)high >> shift)
							       : high >> shift;
	}
	return native(p, ctx, env);
}

static u32 narrow_args(const struct rkb_manifest *m)
{
	u32 narrow = 0;

	for (u32 i = 0; i < m->n_args; i++)
		if ((m->args[i] & (u32)~RKB_ARG_SIGNED) < sizeof(u64))
			narrow |= 1u << i;
	return narrow;
}

int rk_program_install(struct rk_program *p)
{
	int err = rk_plat_exec_seal(&p->exec);

	p->narrow = narrow_args(&p->manifest);
	if (!err)
		p->run = p->narrow ? native_args : native;
	return err;
}

void rk_program_free(struct rk_program *p)
{
	if (!p)
		return;
	if (p->exec.code)
		rk_plat_exec_free(&p->exec);
	for (u32 i = 0; i < p->n_maps; i++)
		map_put(p->rt, p->maps[i]);
	rk_plat_free(p, p->self_bytes);
}

int rk_rt_create(struct rk_rt *rt, const struct rkb_manifest *m, const char *name,
	const struct rkb_map *maps, u32 n_maps, const u8 *data, size_t data_size,
	struct rk_program **out, const char **why)
{
	const struct rk_program_spec spec = {m, name, NULL, maps, n_maps, data, data_size};

	return rk_program_new(rt, &spec, out, why);
}

void rk_rt_unload(struct rk_program *p)
{
	rk_program_free(p);
}

static bool agree(const struct rk_map *a, const struct rk_map *b)
{
	return a->attr.type == b->attr.type && a->attr.key_size == b->attr.key_size &&
	       a->attr.value_size == b->attr.value_size &&
	       a->attr.max_entries == b->attr.max_entries && a->attr.flags == b->attr.flags &&
	       same_bytes(a->layout_hash, b->layout_hash, sizeof(a->layout_hash));
}

static struct rk_map *map_named(const struct rk_program *p, const char *name)
{
	for (u32 i = 0; i < p->n_maps; i++)
		if (name_is(p->maps[i]->attr.name, name))
			return p->maps[i];
	return NULL;
}

static bool keeps(const struct rk_map *m)
{
	return !m->has_init && !(m->attr.flags & RK_MAP_F_RDONLY_PROG) &&
	       m->scope == RKB_SCOPE_PROGRAM;
}

int rk_program_adopt(struct rk_program *p, struct rk_program *old, bool reset, const char **why)
{
	*why = "maps are kept only between programs of the same key and name";
	if (!same_bytes(p->keynum, old->keynum, RKB_KEYNUM) || !name_is(p->name, old->name))
		return reset ? RK_OK : RK_ELAYOUT;
	*why = "a map of the running program differs in type, size, flags or layout";
	for (u32 i = 0; i < p->n_maps; i++) {
		struct rk_map *m = map_named(old, p->maps[i]->attr.name);

		if (m && keeps(p->maps[i]) && !agree(p->maps[i], m) && !reset)
			return RK_ELAYOUT;
	}
	for (u32 i = 0; i < p->n_maps; i++) {
		struct rk_map *m = map_named(old, p->maps[i]->attr.name);

		if (!m || !keeps(p->maps[i]) || !agree(p->maps[i], m))
			continue;
		m->refs++;
		map_put(p->rt, p->maps[i]);
		p->maps[i] = m;
	}
	set_envs(p);
	*why = NULL;
	return RK_OK;
}
