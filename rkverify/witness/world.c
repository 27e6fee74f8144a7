// SPDX-License-Identifier: MIT
/* The memory of a world and its answers; see world.h. */
#include <stdio.h>
#include <string.h>
#include "block.h"
#include "world.h"

enum { CONSTANT = 0xffff, MOST_BYTES = 4 << 20 };

u64 world_random(struct world *w)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 7;
	w->random ^= w->random << 17;
	return w->random * 0x2545f4914f6cdd1du;
}

bool world_fault(struct world *w, const char *what)
{
	if (!w->fault) {
		w->fault = what;
		w->fault_insn = w->last;
	}
	return false;
}

static bool same_question(const struct rk_answer *x, const struct rk_answer *y)
{
	return x->insn == y->insn && x->asked == y->asked && x->object == y->object &&
	       x->offset == y->offset && x->size == y->size;
}

/* The next answer: a given one, else one made up and recorded. */
u64 world_ask(struct world *w, u8 asked, u32 object, s64 offset, u8 size)
{
	struct rk_witness *t = w->witness;
	struct rk_answer q = {
		.insn = w->last, .asked = asked, .object = object, .offset = offset, .size = size};
	struct rk_answer *a;

	if (w->asked == t->cap || (w->strict && w->asked >= w->given)) {
		w->diverged = true;
		return 0;
	}
	a = &t->answers[w->asked];
	if (w->asked < w->given) {
		w->diverged |= w->strict && !same_question(a, &q);
		q.value = a->value;
	} else {
		q.value = world_random(w);
	}
	*a = q;
	w->asked++;
	return q.value;
}

/* ---- memory ---- */

static bool within(u64 address, u64 size, const struct rk_interp_region *r)
{
	u64 at = address - r->base;

	return at < r->size && size <= r->size - at;
}

u32 world_region_of(const struct world *w, u64 address)
{
	for (u32 i = 0; i < w->n_regions; i++)
		if (within(address, 1, &w->regions[i]))
			return i;
	return WORLD_NONE;
}

static bool in_stack(const struct world *w, u64 address, u64 size)
{
	u64 at = address - (u64)(uintptr_t)w->stack;

	return at < (u64)RK_FRAME_BYTES * (w->depth + 1) &&
	       size <= RK_FRAME_BYTES - at % RK_FRAME_BYTES;
}

bool world_owns(const struct world *w, u64 address, u64 size, bool write)
{
	u32 i = world_region_of(w, address);

	if (i == WORLD_NONE)
		return in_stack(w, address, size);
	return within(address, size, &w->regions[i]) && w->about[i].asked != RK_ASKED_KERNEL &&
	       (!write || w->regions[i].write);
}

/* Addresses are answers, too: of kernel memory where the low bits say so. */
static u64 perhaps_kernel(struct world *w, u64 v)
{
	return v & 1 ? world_object_any(w, v >> 1) : v;
}

static u64 content(struct world *w, const struct world_region *about, u64 address, s64 off, u8 size)
{
	bool typed = w->hook && w->hook->ctx_kind == RK_CTX_BTF_ARGS;
	u64 v = world_ask(w, about->asked, about->object, off, size);
	bool is = false;

	if (about->asked == RK_ASKED_CONTEXT && w->packet)
		return world_packet_field(w, off, v);
	if (size == 8 && (about->def || about->type))
		return world_field_load(w, address, v, &is);
	if (size != 8 ||
		(about->asked != RK_ASKED_KERNEL && (about->asked != RK_ASKED_CONTEXT || !typed)))
		return v;
	if (about->asked == RK_ASKED_CONTEXT && off % 8 == 0)
		v = world_context_object(w, off, v, &is);
	if (about->asked == RK_ASKED_KERNEL)
		v = world_member_object(w, address, v, &is);
	return is ? v : perhaps_kernel(w, v);
}

static void fill_stack(struct world *w, u64 address, u64 size)
{
	u64 at = address - (u64)(uintptr_t)w->stack;
	static const struct world_region about = {.asked = RK_ASKED_STACK};
	u64 v;

	for (u64 i = 0; i < size; i++)
		if (w->known[at + i] == w->run)
			return;
	v = content(w, &about, address, (s64)(at % RK_FRAME_BYTES) - RK_FRAME_BYTES, (u8)size);
	memcpy(w->stack + at, &v, size);
	for (u64 i = 0; i < size; i++)
		w->known[at + i] = w->run;
}

void world_fill(struct world *w, u64 address, u64 size)
{
	u32 i = world_region_of(w, address);
	u64 at, v;
	u16 *known;

	if (size > 8 || (i == WORLD_NONE && !in_stack(w, address, size)))
		return;
	if (i == WORLD_NONE) {
		fill_stack(w, address, size);
		return;
	}
	if (!within(address, size, &w->regions[i]))
		return;
	at = address - w->regions[i].base;
	known = w->about[i].known + at;
	for (u64 k = 0; k < size; k++)
		if (known[k] == CONSTANT ||
			(known[k] == w->run &&
				!(w->witness->changing && w->about[i].asked == RK_ASKED_MAP)))
			return;
	v = content(w, &w->about[i], address, (s64)at, (u8)size);
	memcpy((void *)(uintptr_t)address, &v, size);
	for (u64 k = 0; k < size; k++)
		known[k] = w->run;
}

const struct rk_map_def *world_value_at(const struct world *w, u64 address, s64 *off)
{
	for (u32 i = 0; i < w->n_maps; i++)
		for (u32 k = 0; k < WORLD_CELLS; k++) {
			const struct world_map *m = &w->maps[i];

			*off = (s64)(address - (u64)(uintptr_t)m->cell[k]);
			if (m->cell[k] && *off >= 0 && *off < m->def->value_size)
				return m->def;
		}
	return NULL;
}

/* ---- addresses saved on the stack ---- */

bool world_is_broken(const struct world *w, u64 address, u64 size)
{
	u64 at = address - (u64)(uintptr_t)w->stack;

	for (u64 i = 0; in_stack(w, address, size) && i < size; i++)
		if (w->broken[at + i] == w->run)
			return true;
	return false;
}

bool world_may_overwrite(struct world *w, u64 address, u64 size)
{
	u64 at = address - (u64)(uintptr_t)w->stack;
	bool hit = false;

	for (u64 i = 0; in_stack(w, address, size) && i < size; i++)
		hit |= w->saved[at + i] == w->run;
	if (hit && w->last == w->target)
		return world_fault(w, "overwrites an address that is saved on the stack");
	for (u64 i = at & ~(u64)7; hit && i < ((at + size + 7) & ~(u64)7); i++) {
		w->broken[i] = w->saved[i] == w->run && (i < at || i >= at + size) ? w->run : 0;
		w->saved[i] = 0;
	}
	return true;
}

void world_saved(struct world *w, u64 address, u64 value, bool null)
{
	u64 at = address - (u64)(uintptr_t)w->stack;
	bool is = null || world_owns(w, value, 1, false) || in_stack(w, value - 8, 8);

	for (u64 i = 0; in_stack(w, address, 8) && i < 8; i++) {
		w->saved[at + i] = is ? w->run : 0;
		w->broken[at + i] = 0;
	}
}

static void note(u16 *at, u64 size, u16 value)
{
	for (u64 i = 0; i < size; i++)
		if (at[i] != CONSTANT)
			at[i] = value;
}

void world_wrote(struct world *w, u64 address, u64 size, bool forget)
{
	u32 i = world_region_of(w, address);
	u64 at = address - (u64)(uintptr_t)w->stack;

	if (i != WORLD_NONE) {
		note(w->about[i].known + (address - w->regions[i].base), size, forget ? 0 : w->run);
		return;
	}
	note(w->known + at, size, forget ? 0 : w->run);
	note(w->written + at, size, w->run);
}

/* At Linux's hooks padding counts: what shares its word with a byte that was written. */
static bool was_written(const struct world *w, u64 at)
{
	u64 first = at, n = 1;

	if (rk_hook_is_linux(w->p->hook.id)) {
		first = at & ~7ull;
		n = 8;
	}
	for (u64 i = 0; i < n; i++)
		if (w->written[first + i] == w->run)
			return true;
	return false;
}

bool world_was_written(const struct world *w, u64 address, u64 size)
{
	u64 at = address - (u64)(uintptr_t)w->stack;

	for (u64 i = 0; in_stack(w, address, size) && i < size; i++)
		if (!was_written(w, at + i))
			return false;
	return true;
}

/* ---- building ---- */

void world_end(struct world *w)
{
	if (w->block)
		rk_block_free(w->block, WORLD_BYTES);
	if (w->low)
		rk_block_free(w->low, WORLD_LOW_BYTES);
	w->block = w->low = NULL;
}

/* Between guards that nobody owns; NULL where the block is full. */
static u8 *memory(struct world *w, u64 size)
{
	u64 at = w->used + WORLD_GUARD;

	if (size > WORLD_BYTES || at + size + WORLD_GUARD > WORLD_BYTES)
		return NULL;
	w->used = (at + size + 15) & ~(u64)15;
	return w->block + at;
}

/* Memory of the program, part of what the search may fill. */
static u8 *add(struct world *w, u64 size, u8 asked, u32 object, bool write)
{
	u32 i = w->n_regions;
	u8 *at;

	at = i == WORLD_REGIONS ? NULL : memory(w, size);
	if (!at)
		return NULL;
	w->regions[i] = (struct rk_interp_region){(u64)(uintptr_t)at, size, write};
	w->about[i] =
		(struct world_region){.known = rk_alloc_array(w->arena, size + 1, sizeof(u16)),
			.object = object,
			.asked = asked};
	w->n_regions++;
	return at;
}

/* Memory is made once and lent again in later runs. */
u8 *world_lend(struct world *w, u64 size, u8 asked, u32 object, bool write)
{
	u32 i = w->n_regions;

	if (i == WORLD_REGIONS || i - w->n_fixed == WORLD_RECORDS || size > WORLD_GUARD)
		return NULL;
	if (!w->regions[i].base) {
		if (!add(w, WORLD_GUARD, RK_ASKED_RECORD, 0, true))
			return NULL;
	} else {
		memset(w->about[i].known, 0, WORLD_GUARD * sizeof(u16));
		w->n_regions++;
	}
	w->regions[i].size = size;
	w->regions[i].write = write;
	w->about[i].asked = asked;
	w->about[i].object = object;
	w->about[i].owner = 0;
	w->about[i].type = 0;
	w->about[i].packet = w->about[i].listed = false;
	w->about[i].sock = 0;
	w->in.n_regions = w->n_regions;
	return (u8 *)(uintptr_t)w->regions[i].base;
}

/* The last record takes the place: their memory changes hands, and none is lost. */
void world_release(struct world *w, u32 region)
{
	struct rk_interp_region r = w->regions[region];
	struct world_region about = w->about[region];

	w->n_regions--;
	w->regions[region] = w->regions[w->n_regions];
	w->about[region] = w->about[w->n_regions];
	w->regions[w->n_regions] = r;
	w->about[w->n_regions] = about;
	w->in.n_regions = w->n_regions;
}

static u64 no_extent(const struct rk_map *m)
{
	return 0;
}

static const struct rk_map_ops no_ops = {.extent = no_extent};

static bool make_map(struct world *w, struct world_map *m, const struct rk_map_def *def, u32 object)
{
	u32 cells = def->use == RK_MAP_USER ? WORLD_CELLS : 1;

	m->def = def;
	m->inner = WORLD_NONE;
	m->handle.ops = &no_ops;
	m->handle.stride = 8;
	if (def->inner && w->n_maps < 2 * w->p->obj->n_maps) {
		m->inner = w->n_maps++;
		if (!make_map(w, &w->maps[m->inner], def->inner, object))
			return false;
	}
	for (u32 i = 0; i < cells; i++) {
		bool constant = def->use == RK_MAP_RODATA;

		m->cell[i] = add(w, def->value_size, RK_ASKED_MAP, object,
			!constant && !(def->flags & RK_MAP_F_RDONLY_PROG));
		if (!m->cell[i])
			return false;
		w->about[w->n_regions - 1].def = def;
		if (constant)
			memset(w->about[w->n_regions - 1].known, 0xff, def->value_size * 2u);
		if (def->init)
			memcpy(m->cell[i], def->init, def->value_size);
	}
	return true;
}

static bool make_maps(struct world *w)
{
	u32 n = w->p->obj ? w->p->obj->n_maps : 0;
	u64 bytes = 0;

	for (u32 i = 0; i < n; i++)
		bytes += (u64)w->p->obj->maps[i].value_size * WORLD_CELLS;
	if (bytes > MOST_BYTES)
		return false;
	w->maps = rk_alloc_array(w->arena, 2 * n + 1, sizeof(*w->maps));
	w->env = rk_alloc(w->arena, sizeof(*w->env) + n * sizeof(w->env->maps[0]));
	w->env->prog = w;
	w->env->n_maps = w->n_maps = n;
	for (u32 i = 0; i < n; i++) {
		if (!make_map(w, &w->maps[i], &w->p->obj->maps[i], i))
			return false;
		w->env->maps[i] = (struct rk_env_map){&w->maps[i].handle, w->maps[i].cell[0]};
	}
	return true;
}

static u32 context_bytes(const struct world *w)
{
	if (!w->hook)
		return 0;
	if (w->hook->ctx_kind == RK_CTX_RAW_ARGS || w->hook->ctx_kind == RK_CTX_BTF_ARGS)
		return w->p->n_raw_args ? w->p->n_raw_args * 8u : 12 * 8;
	if (w->hook->ctx_kind == RK_CTX_OPAQUE)
		return rk_kernel_sample_bytes(w->p->obj ? w->p->obj->target : NULL);
	return w->hook->ctx_size ? w->hook->ctx_size : WORLD_CONTEXT;
}

bool world_make(struct world *w, struct rk_arena *a, const struct rk_prog *p)
{
	memset(w, 0, sizeof(*w));
	w->p = p;
	w->arena = a;
	w->hook = rk_hook_row(p->hook.id);
	w->random = 0x9e3779b97f4a7c15u;
	w->target = WORLD_NONE;
	w->block = rk_block_make(WORLD_BYTES);
	if (!w->block)
		return false;
	w->stack = memory(w, RK_INTERP_STACK);
	w->context = add(w, context_bytes(w), RK_ASKED_CONTEXT, 0,
		w->hook && (w->hook->fields || w->hook->ctx_kind == RK_CTX_PACKET));
	w->kernel = add(w, (u64)WORLD_OBJECTS * WORLD_OBJECT, RK_ASKED_KERNEL, 0,
		w->hook && w->hook->ctx_kind == RK_CTX_PACKET);
	if (!make_maps(w) || !world_packet_make(w))
		return false;
	w->n_fixed = w->n_regions;
	w->hooks = (struct rk_interp_hooks){.data = w,
		.step = world_step,
		.helper = world_helper,
		.callback = world_callback,
		.ends = world_throws,
		.goes_on = world_goes_on,
		.packet = world_packet_load,
		.variable = world_variable};
	w->in = (struct rk_interp){.insns = p->insns,
		.n_insns = p->n_insns,
		.regions = w->regions,
		.env = w->env,
		.stack = w->stack,
		.frame_bytes = RK_FRAME_BYTES,
		.fuel = WORLD_FUEL,
		.hooks = &w->hooks,
		.result = &w->result};
	return true;
}

static void next_run(struct world *w)
{
	if (++w->run < CONSTANT)
		return;
	w->run = 1;
	memset(w->known, 0, sizeof(w->known));
	memset(w->written, 0, sizeof(w->written));
	memset(w->saved, 0, sizeof(w->saved));
	memset(w->broken, 0, sizeof(w->broken));
	for (u32 i = 0; i < w->n_fixed; i++)
		for (u64 k = 0; k < w->regions[i].size; k++)
			if (w->about[i].known[k] != CONSTANT)
				w->about[i].known[k] = 0;
}

static const char *fault_text(const struct world *w)
{
	switch (w->result.fault) {
	case RK_FAULT_READ: return "reads memory that is not the program's";
	case RK_FAULT_WRITE: return "writes memory that it may not";
	case RK_FAULT_ALIGN: return "makes an atomic operation at an address that is not aligned";
	default: return NULL;
	}
}

bool world_run(struct world *w)
{
	u64 r0;

	world_packet_begin(w, true);
	next_run(w);
	world_packet_begin(w, false);
	w->n_regions = w->in.n_regions = w->n_fixed;
	w->set[0] = 1 << 1 | 1 << 10;
	w->nulls[0] = 0;
	w->depth = w->asked = w->passed = w->n_held = w->n_things = w->n_ids = 0;
	w->n_backs = 0;
	w->begins = w->settled = false;
	memset(w->objects, 0, sizeof(w->objects));
	w->lacking = 0;
	w->started = w->left = w->arrived = w->diverged = false;
	w->last = 0;
	w->fault = NULL;
	rk_interp_run(&w->in, (u64)(uintptr_t)w->context, 0, &r0);
	if (!w->fault && !w->diverged) {
		w->fault = fault_text(w);
		w->fault_insn = w->result.insn;
	}
	if (w->diverged)
		w->fault = NULL;
	return w->fault != NULL;
}
