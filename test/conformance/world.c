// SPDX-License-Identifier: MIT
/* Building a world and running a program in it; see world.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "world.h"

enum { GUARD = 64 };

u64 world_next(struct world *w)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return w->random * 0x2545f4914f6cdd1du;
}

u32 world_below(struct world *w, u32 n)
{
	return (u32)((world_next(w) >> 32) % n);
}

bool world_complain(struct world *w, u32 insn, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (w->wrong[0])
		return false;
	n = snprintf(w->wrong, sizeof(w->wrong), "insn %u: ", insn);
	va_start(ap, fmt);
	vsnprintf(w->wrong + n, sizeof(w->wrong) - (size_t)n, fmt, ap);
	va_end(ap);
	return false;
}

/* Numbers near which programs go wrong, and any others. */
static u64 number(struct world *w)
{
	static const s64 edges[] = {0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256,
		511, 512, 4095, 4096, 65535, INT32_MAX, INT32_MIN, UINT32_MAX, INT64_MAX, INT64_MIN,
		-1, -2, -8, -128, -4095};
	u64 v = world_next(w);

	switch (world_below(w, 6)) {
	case 0:
	case 1: return (u64)edges[world_below(w, RK_ARRAY_SIZE(edges))];
	case 2: return (u64)edges[world_below(w, RK_ARRAY_SIZE(edges))] | v << 32;
	case 3: return v & 0xff;
	case 4: return (u64)(u32)v;
	default: return v;
	}
}

static void scatter(struct world *w, u8 *at, u32 size)
{
	for (u32 i = 0; i < size; i += 8) {
		u64 v = number(w);

		memcpy(at + i, &v, size - i < 8 ? size - i : 8);
	}
}

static u8 *memory(struct world *w, u32 size)
{
	return (u8 *)rk_alloc(w->arena, size + 2 * GUARD) + GUARD;
}

static void region(struct world *w, u8 *at, u64 size, bool write)
{
	if (w->n_regions < WORLD_REGIONS)
		w->regions[w->n_regions++] =
			(struct rk_interp_region){(u64)(uintptr_t)at, size, write};
}

static u64 no_extent(const struct rk_map *m)
{
	return 0;
}

static const struct rk_map_ops no_ops = {.extent = no_extent};

static void make_map(struct world *w, struct world_map *m, const struct rk_map_def *def)
{
	u32 cells = def->use == RK_MAP_USER ? WORLD_CELLS : 1;

	m->def = def;
	m->inner = WORLD_NONE;
	m->handle.ops = &no_ops;
	m->handle.stride = 8;
	if (def->inner && w->n_maps < 2 * w->p->obj->n_maps) {
		m->inner = w->n_maps++;
		make_map(w, &w->maps[m->inner], def->inner);
	}
	for (u32 i = 0; i < cells; i++) {
		m->cell[i] = (struct world_cell){
			memory(w, def->value_size), def->value_size, def->use == RK_MAP_RODATA};
		region(w, m->cell[i].at, def->value_size, !m->cell[i].constant);
		if (def->init)
			memcpy(m->cell[i].at, def->init, def->value_size);
	}
}

static void make_maps(struct world *w)
{
	u32 n = w->p->obj ? w->p->obj->n_maps : 0;

	w->maps = rk_alloc_array(w->arena, 2 * n + 1, sizeof(*w->maps));
	w->env = rk_alloc(w->arena, sizeof(*w->env) + n * sizeof(w->env->maps[0]));
	w->env->prog = w;
	w->env->n_maps = w->n_maps = n;
	for (u32 i = 0; i < n; i++) {
		make_map(w, &w->maps[i], &w->p->obj->maps[i]);
		w->env->maps[i] = (struct rk_env_map){&w->maps[i].handle, w->maps[i].cell[0].at};
	}
}

static u32 context_bytes(const struct world *w)
{
	const struct rk_hook_row *h = rk_hook_row(w->p->hook.id);

	return h && h->ctx_size && h->ctx_size <= WORLD_CONTEXT ? h->ctx_size : WORLD_CONTEXT;
}

void world_make(struct world *w, struct rk_arena *a, const struct rk_prog *p,
	const struct rk_result *r, u64 seed)
{
	*w = (struct world){.p = p, .r = r, .arena = a, .random = seed | 1};
	w->stack = rk_alloc(a, RK_INTERP_STACK);
	w->context = memory(w, WORLD_CONTEXT);
	w->kernel = memory(w, WORLD_KERNEL);
	region(w, w->context, context_bytes(w), true);
	region(w, w->kernel, WORLD_KERNEL, false);
	make_maps(w);
	if (p->hook.id == RK_HOOK_ITER && !strcmp(p->hook.device, "bpf_map_elem")) {
		w->element = memory(w, 2 * WORLD_ELEMENT);
		region(w, w->element, WORLD_ELEMENT, false);
		region(w, w->element + WORLD_ELEMENT, WORLD_ELEMENT, true);
	}
	w->slices = w->n_regions;
	for (u32 i = 0; i < WORLD_SLICES; i++)
		region(w, NULL, 0, false);
	for (u32 i = 0; i < WORLD_RECORDS; i++)
		w->record[i] = NULL;
	w->n_fixed = w->n_regions;
	w->hooks = (struct rk_interp_hooks){.data = w, .step = world_step, .helper = world_helper};
	w->in = (struct rk_interp){.insns = p->insns,
		.n_insns = p->n_insns,
		.regions = w->regions,
		.env = w->env,
		.stack = w->stack,
		.frame_bytes = RK_FRAME_BYTES,
		.fuel = WORLD_FUEL,
		.hooks = &w->hooks,
		.result = &w->result};
}

static u64 kernel_address(struct world *w)
{
	return (u64)(uintptr_t)w->kernel + (world_below(w, WORLD_KERNEL / 16) * 8);
}

/* Where contexts of packets have addresses of them. */
static const struct {
	bool xdp, address;
	u16 offset;
} packet_fields[] = {
#define SKB false
#define XDP true
#define NUMBER false
#define DATA true
#define DATA_END true
#define DATA_META true
#define SOCK false
#define PACKET_FIELD(context, name, offset, bytes, width, readers, writers, what)                  \
	{context, what, offset},
#include "rk/packet.def"
#undef SKB
#undef XDP
#undef NUMBER
#undef DATA
#undef DATA_END
#undef DATA_META
#undef SOCK
};

/* Packets of this world have no bytes: they begin where they end. */
static void empty_packet(struct world *w)
{
	const struct rk_hook_row *h = rk_hook_row(w->p->hook.id);
	u32 at = world_below(w, 1 << 20);

	if (!h || h->ctx_kind != RK_CTX_PACKET)
		return;
	for (u32 i = 0; i < RK_ARRAY_SIZE(packet_fields); i++)
		if (packet_fields[i].address &&
			packet_fields[i].xdp == (w->p->hook.id == RK_HOOK_XDP))
			memcpy(w->context + packet_fields[i].offset, &at, sizeof(at));
}

/* Arguments and kernel memory: addresses of kernel memory among the numbers. */
static void refill(struct world *w)
{
	u32 cells = 0;

	scatter(w, w->context, WORLD_CONTEXT);
	scatter(w, w->kernel, WORLD_KERNEL);
	for (u32 i = 0; i < WORLD_KERNEL / 16; i++) {
		u64 v = kernel_address(w);

		memcpy(w->kernel + 8 * world_below(w, WORLD_KERNEL / 8), &v, 8);
		if (i < 12 && rk_hook_row(w->p->hook.id) &&
			rk_hook_row(w->p->hook.id)->ctx_kind != RK_CTX_STRUCT)
			memcpy(w->context + 8 * world_below(w, 12), &v, 8);
	}
	empty_packet(w);
	/* Key and value follow the iterator's own data and the map; the last call has neither. */
	for (u32 i = 0; w->element && i < 2; i++) {
		u64 v = (u64)(uintptr_t)w->element + WORLD_ELEMENT * i;

		scatter(w, w->element + WORLD_ELEMENT * i, 64);
		v = world_below(w, 4) ? v : 0;
		memcpy(w->context + 16 + 8 * i, &v, 8);
	}
	for (u32 i = 0; i < w->n_maps; i++)
		for (cells = 0; cells < WORLD_CELLS && w->maps[i].cell[cells].at; cells++)
			if (!w->maps[i].cell[cells].constant)
				scatter(w, w->maps[i].cell[cells].at, w->maps[i].cell[cells].size);
}

/* A run that only went where this world has nothing to offer proves nothing, and breaks nothing. */
static bool harmless(const struct world *w, const struct rk_interp_result *r)
{
	const struct rk_fact *f = &w->r->facts[r->insn];
	u32 kind = w->p->insns[r->insn].kind;

	return w->abandoned || (r->fault == RK_FAULT_READ && f->region == RK_REGION_KERNEL) ||
	       r->fault == RK_FAULT_FUEL || r->fault == RK_FAULT_HELPER ||
	       (r->fault == RK_FAULT_INSN && (kind == RK_INSN_LDDW || kind == RK_INSN_MAY_GOTO ||
						     kind == RK_INSN_PACKET));
}

static bool faulted(struct world *w, const struct rk_interp_result *r)
{
	return world_complain(w, r->insn, "fault '%s' at %llx, %u bytes", rk_fault_name(r->fault),
		(unsigned long long)r->address, r->size);
}

bool world_callback(struct world *w, u32 slot, u64 a1, u64 a2, u64 *r0)
{
	struct rk_interp_result result = {0};
	struct rk_interp before = w->in;
	u32 last = w->last, records = w->n_regions - w->n_fixed;
	s32 held = w->held;
	int err;

	if (w->depth + 1 >= RK_MAX_FRAMES || w->n_regions == WORLD_REGIONS)
		return world_complain(w, last, "calls nest too deep");
	region(w, w->stack, RK_FRAME_BYTES * (w->depth + 1), true);
	w->depth++;
	w->set[w->depth] = 1 << 1 | 1 << 2 | 1 << 10;
	memset(w->written[w->depth], 0, RK_FRAME_BYTES);
	w->last = WORLD_NONE;
	w->in.entry = slot;
	w->in.stack = w->stack + RK_FRAME_BYTES * w->depth;
	w->in.result = &result;
	w->in.n_regions = w->n_regions;
	err = rk_interp_run(&w->in, a1, a2, r0);
	w->executed += result.executed;
	if (err && !w->wrong[0] && !harmless(w, &result))
		faulted(w, &result);
	w->abandoned |= err != 0;
	if (!err && (w->n_regions - w->n_fixed != records + 1 || w->held != held))
		world_complain(w, last, "a callback leaves a record");
	w->depth--;
	w->last = last;
	w->in = before;
	w->n_regions = w->in.n_regions;
	return !err;
}

bool world_run(struct world *w)
{
	u64 r0, total;
	int err;

	refill(w);
	memset(w->written, 0, sizeof(w->written));
	w->n_regions = w->in.n_regions = w->n_fixed;
	for (u32 i = 0; i < WORLD_SLICES; i++)
		w->regions[w->slices + i].size = 0;
	w->held = 0;
	w->set[0] = 1 << 1 | 1 << 10;
	w->depth = 0;
	w->abandoned = false;
	w->last = WORLD_NONE;
	w->executed = w->cost = 0;
	w->wrong[0] = 0;
	err = rk_interp_run(&w->in, (u64)(uintptr_t)w->context, 0, &r0);
	total = w->result.executed + w->executed + w->cost;
	if (w->wrong[0])
		return false;
	if (err && !harmless(w, &w->result))
		return faulted(w, &w->result);
	if (total > w->r->worst_insns)
		return world_complain(w, w->result.insn, "%llu instructions, worst case %llu",
			(unsigned long long)total, (unsigned long long)w->r->worst_insns);
	if (!err && (w->n_regions != w->n_fixed || w->held))
		return world_complain(w, w->result.insn, "a record is still reserved");
	return true;
}

static bool in_stack(const struct world *w, u64 address, u64 size)
{
	u64 at = address - (u64)(uintptr_t)w->stack;

	return at < RK_FRAME_BYTES * (w->depth + 1) && size <= RK_FRAME_BYTES - at % RK_FRAME_BYTES;
}

bool world_owns(const struct world *w, u64 address, u64 size, bool write)
{
	for (u32 i = 0; i < w->n_regions; i++) {
		u64 at = address - w->regions[i].base;

		if (at < w->regions[i].size && size <= w->regions[i].size - at &&
			w->regions[i].base != (u64)(uintptr_t)w->kernel)
			return !write || w->regions[i].write;
	}
	return in_stack(w, address, size);
}

void world_mark(struct world *w, u64 address, u64 size)
{
	if (in_stack(w, address, size))
		memset((u8 *)w->written + (address - (u64)(uintptr_t)w->stack), 1, size);
}

bool world_marked(const struct world *w, u64 address, u64 size)
{
	return !in_stack(w, address, size) ||
	       !memchr((const u8 *)w->written + (address - (u64)(uintptr_t)w->stack), 0, size);
}
