// SPDX-License-Identifier: MIT
/*
 * Helpers of a world: arguments are held against their row, outputs are filled with anything,
 * results are anything that the row's result kind allows.
 */
#include <inttypes.h>
#include <string.h>
#include "world.h"

enum { LOOP = 181, NEAR = 4096, ALLOCATED = 4096 /* bytes, of any type */ };

struct call {
	struct world *w;
	const struct rk_helper_row *row;
	u64 a[5];
	struct world_map *map;
	u64 bytes;
};

static bool bad(struct call *c, u32 k)
{
	return world_complain(
		c->w, c->w->last, "bpf_%s: argument %u is %" PRIx64, c->row->name, k + 1, c->a[k]);
}

/*
 * At typed hooks helpers read trusted objects, too. This world has none: the run ends there, but
 * for an address that is about the program's own memory.
 */
static bool in_object(struct call *c, u64 address)
{
	const struct rk_hook_row *h = rk_hook_row(c->w->p->hook.id);

	if (!h || h->ctx_kind != RK_CTX_BTF_ARGS)
		return false;
	if (address - (u64)(uintptr_t)c->w->kernel < WORLD_KERNEL)
		return true;
	for (u32 i = 0; i < c->w->n_regions; i++) {
		const struct rk_interp_region *r = &c->w->regions[i];

		if (r->size && address - r->base + NEAR < r->size + 2 * NEAR)
			return false;
	}
	return address - (u64)(uintptr_t)c->w->stack + NEAR > RK_INTERP_STACK + 2 * NEAR;
}

static bool readable(struct call *c, u32 k, u64 size)
{
	c->bytes += size;
	if (!size)
		return true;
	if (world_owns(c->w, c->a[k], size, false) &&
		(c->w->r->facts[c->w->last].flags & RK_FACT_UNINIT ||
			world_marked(c->w, c->a[k], size)))
		return true;
	c->w->abandoned |= in_object(c, c->a[k]);
	return c->w->abandoned || bad(c, k);
}

static bool writable(struct call *c, u32 k, u64 size)
{
	c->bytes += size;
	return !size || world_owns(c->w, c->a[k], size, true) || bad(c, k);
}

static bool is_map(struct call *c, u32 k)
{
	for (u32 i = 0; i < c->w->n_maps; i++)
		if (c->a[k] == (u64)(uintptr_t)&c->w->maps[i].handle)
			c->map = &c->w->maps[i];
	return (c->map && rk_helper_maps(c->row) & RK_MAPBIT(c->map->def->type)) || bad(c, k);
}

static u32 record_of(const struct world *w, u64 address)
{
	for (u32 i = w->n_fixed; i < w->n_regions; i++)
		if (w->regions[i].base == address)
			return i;
	return WORLD_NONE;
}

static bool check(struct call *c, u32 k)
{
	u64 size = k < 4 ? c->a[k + 1] : 0, v = c->a[k];

	switch (c->row->args[k]) {
	case RK_ARG_MAP: return is_map(c, k);
	case RK_ARG_MAP_KEY: return readable(c, k, c->map->def->key_size);
	case RK_ARG_MAP_VALUE_OR_NULL: return !v || readable(c, k, c->map->def->value_size);
	case RK_ARG_MAP_VALUE: return readable(c, k, c->map->def->value_size);
	case RK_ARG_MAP_VALUE_OUT:
		return rk_map_fills_value(c->map->def->type)
			       ? writable(c, k, c->map->def->value_size)
			       : readable(c, k, c->map->def->value_size);
	case RK_ARG_MEM: return readable(c, k, size);
	case RK_ARG_MEM_OR_NULL: return (!v && !size) || readable(c, k, size);
	case RK_ARG_MEM_OUT: return writable(c, k, size);
	case RK_ARG_MEM_OUT_U64: return (!(v % 8) && writable(c, k, 8)) || bad(c, k);
	case RK_ARG_SIZE: return v || bad(c, k);
	case RK_ARG_CTX: return v == (u64)(uintptr_t)c->w->context || bad(c, k);
	case RK_ARG_ALLOC_END:
	case RK_ARG_RECORD: return record_of(c->w, v) != WORLD_NONE || bad(c, k);
	default: return true;
	}
}

static void fill(struct call *c, u64 at, u64 size)
{
	for (u64 i = 0; i < size; i++)
		((u8 *)(uintptr_t)at)[i] = (u8)world_next(c->w);
	world_mark(c->w, at, size);
}

/* A record that is given back takes what was lent out of it along. */
static void end_slices(struct world *w, u64 lender)
{
	w->held--;
	for (u32 i = 0; i < WORLD_SLICES; i++)
		if (w->lender[i] == lender)
			w->regions[w->slices + i].size = 0;
}

static u64 lend(struct world *w, u64 lender, u64 size, bool write)
{
	u32 i = w->n_lent++ % WORLD_SLICES;
	u8 *at = (u8 *)rk_alloc(w->arena, size + 128) + 64;

	w->lender[i] = lender;
	w->regions[w->slices + i] = (struct rk_interp_region){(u64)(uintptr_t)at, size, write};
	return (u64)(uintptr_t)at;
}

/* Memory of a dynptr, as many bytes as were asked for. */
static u64 slice(struct call *c)
{
	u64 size = c->row->args[2] == RK_ARG_SLICE_BUFFER ? c->a[3] : c->a[2];

	if (!(world_next(c->w) & 3) || size > 1 << 16)
		return 0;
	return lend(c->w, c->a[0], size, c->row->ret == RK_RET_SLICE_OR_NULL);
}

static void outputs(struct call *c)
{
	for (u32 k = 0; k < 5; k++)
		switch (c->row->args[k]) {
		case RK_ARG_MAP_VALUE_OUT:
			if (rk_map_fills_value(c->map->def->type))
				fill(c, c->a[k], c->map->def->value_size);
			break;
		case RK_ARG_MEM_OUT: fill(c, c->a[k], c->a[k + 1]); break;
		case RK_ARG_MEM_OUT_U64: fill(c, c->a[k], 8); break;
		case RK_ARG_ALLOC_END:
		case RK_ARG_RECORD: {
			u32 i = record_of(c->w, c->a[k]);

			c->w->regions[i] = c->w->regions[--c->w->n_regions];
			c->w->in.n_regions = c->w->n_regions;
			break;
		}
		case RK_ARG_DYNPTR_NEW: c->w->held += c->map != NULL; break;
		case RK_ARG_DYNPTR_END: end_slices(c->w, c->a[k]); break;
		default: break;
		}
}

static u64 value(struct call *c)
{
	const struct world_map *m = c->map;
	u64 pick = world_next(c->w);
	u32 key = 0;

	if (m->inner != WORLD_NONE)
		return pick & 3 ? (u64)(uintptr_t)&c->w->maps[m->inner].handle : 0;
	if (m->def->key_size == 4 && c->row->args[1] == RK_ARG_MAP_KEY)
		memcpy(&key, (void *)(uintptr_t)c->a[1], 4);
	if (m->def->type == RK_MAP_ARRAY || m->def->type == RK_MAP_PERCPU_ARRAY)
		return key < m->def->max_entries
			       ? (u64)(uintptr_t)m->cell[m->def->use ? 0 : key % WORLD_CELLS].at
			       : 0;
	return pick & 3 ? (u64)(uintptr_t)m->cell[(pick >> 8) % WORLD_CELLS].at : 0;
}

/* Memory that must be given back: a record, or what the program allocates. */
static u64 record(struct call *c, u64 size)
{
	struct world *w = c->w;
	u32 n = w->n_regions - w->n_fixed;
	u8 *at;

	if (!(world_next(w) & 3) || n == WORLD_RECORDS || w->n_regions == WORLD_REGIONS ||
		size > 1 << 16)
		return 0;
	at = (u8 *)rk_alloc(w->arena, size + 128) + 64;
	w->regions[w->n_regions++] = (struct rk_interp_region){(u64)(uintptr_t)at, size, true};
	w->in.n_regions = w->n_regions;
	return (u64)(uintptr_t)at;
}

static u64 error_or_count(struct world *w)
{
	switch (world_below(w, 4)) {
	case 0: return 0;
	case 1: return (u64) - (s64)world_below(w, 4096);
	case 2: return world_below(w, INT32_MAX);
	default: return world_below(w, 64);
	}
}

/* As an error, or the bytes used of what the helper wrote. */
static u64 error_or_size(struct call *c)
{
	u64 size = 0;

	for (u32 k = 0; k < 4; k++)
		if (c->row->args[k] == RK_ARG_MEM_OUT)
			size = c->a[k + 1];
	return world_next(c->w) & 1 ? (u64) - (s64)world_below(c->w, 4096)
				    : world_below(c->w, (u32)size + 1);
}

static u64 result(struct call *c)
{
	struct world *w = c->w;
	bool null = !(world_next(w) & 3);
	u64 address = (u64)(uintptr_t)w->kernel + world_below(w, WORLD_KERNEL / 16) * 8;

	switch (c->row->ret) {
	case RK_RET_ERR: return error_or_count(w);
	case RK_RET_SIZE: return error_or_size(c);
	case RK_RET_VALUE_OR_NULL: return value(c);
	case RK_RET_RECORD_OR_NULL: return record(c, c->a[1]);
	case RK_RET_ALLOC_OR_NULL: return record(c, ALLOCATED);
	case RK_RET_SLICE_OR_NULL:
	case RK_RET_SLICE_RO_OR_NULL: return slice(c);
	case RK_RET_COOKIE: return lend(w, 0, 8, true);
	case RK_RET_KPTR:
	case RK_RET_PERCPU: return address;
	case RK_RET_KPTR_OR_NULL:
	case RK_RET_PERCPU_OR_NULL: return null ? 0 : address;
	default: return world_next(w) >> world_below(w, 64);
	}
}

/* bpf_loop: the only helper that calls back here. */
static u64 loop(u64 n, u64 slot, u64 ctx, u64 flags, u64 unused, struct rk_env *env)
{
	struct world *w = (struct world *)env->prog;
	u64 r0 = 0, i = 0;

	w->cost += rk_helper_cost(rk_helper_row(w->helper), 0, 0, 0);
	if ((u32)n > 1 << 23)
		return (u64)-7;
	if (flags)
		return (u64)-22;
	while (i < (u32)n && !r0 && w->executed < WORLD_FUEL) {
		if (!world_callback(w, (u32)slot, i++, ctx, &r0))
			return 0;
		if (r0 > 1)
			world_complain(w, w->last, "a callback returns %" PRIx64, r0);
	}
	w->abandoned |= w->executed >= WORLD_FUEL;
	return i;
}

static u64 call(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, struct rk_env *env)
{
	struct world *w = (struct world *)env->prog;
	struct call c = {.w = w, .row = rk_helper_row(w->helper), .a = {a1, a2, a3, a4, a5}};
	u64 r;

	for (u32 k = 0; k < 5; k++)
		if (!check(&c, k))
			return 0;
	if (w->abandoned)
		return 0; /* an argument is in an object that this world has not */
	r = result(&c);
	outputs(&c);
	w->cost += rk_helper_cost(c.row,
		c.map ? rk_map_steps(c.map->def->type, c.map->def->max_entries) : 0,
		c.map ? c.map->def->key_size : 0, c.bytes);
	return r;
}

rk_helper_fn world_helper(void *data, u32 id)
{
	struct world *w = data;
	const struct rk_helper_row *row = rk_helper_row(id);

	bool calls_back = false;

	for (u32 k = 0; row && k < 5; k++)
		calls_back |= row->args[k] == RK_ARG_FUNC;
	w->helper = id;
	if (calls_back)
		return id == LOOP ? loop : NULL;
	return row ? call : NULL;
}
