// SPDX-License-Identifier: MIT
/*
 * Objects of the kernel on the program's stack, by the rules of rkverify/object.c: made where there
 * is room for them, used by functions of their own at the place where they were made, ended once
 * where they hold something, and touched by nothing else.
 */
#include <string.h>
#include "world.h"

enum lasting { ITERATOR, RCU, NEXT };

static const struct type {
	const char *name;
	u8 bytes;
	bool typed;
	u8 lasts; /* how long elements do */
} types[] = {
#define KTHING(type, name, slots, typed, most, lasts) {name, 8 * slots, typed, lasts},
#include "rk/kthing.def"
#undef KTHING
};

static bool is_new(u8 kind)
{
	return kind == RK_ARG_DYNPTR_NEW || kind == RK_ARG_ITER_NEW || kind == RK_ARG_IRQ_NEW;
}

static u8 made_as(u8 kind)
{
	switch (kind) {
	case RK_ARG_DYNPTR_NEW:
	case RK_ARG_DYNPTR:
	case RK_ARG_DYNPTR_OR_NULL:
	case RK_ARG_DYNPTR_END: return RK_ARG_DYNPTR_NEW;
	case RK_ARG_ITER_NEW:
	case RK_ARG_ITER:
	case RK_ARG_ITER_END: return RK_ARG_ITER_NEW;
	case RK_ARG_IRQ_NEW:
	case RK_ARG_IRQ_END: return RK_ARG_IRQ_NEW;
	default: return RK_ARG_NONE;
	}
}

/* By what its functions are called, without the verb; those of dynptrs have no common name. */
static const struct type *type_of(const struct rk_helper_row *row)
{
	size_t n = (size_t)(strrchr(row->name, '_') - row->name);

	for (u32 t = 1; t < RK_ARRAY_SIZE(types); t++)
		if (strlen(types[t].name) == n && !strncmp(types[t].name, row->name, n))
			return &types[t];
	return &types[0];
}

static struct world_thing *thing_over(struct world *w, u64 address, u64 size)
{
	for (u32 i = 0; i < w->n_things; i++)
		if (address < w->things[i].at + w->things[i].bytes &&
			w->things[i].at < address + size)
			return &w->things[i];
	return NULL;
}

static struct world_thing *thing_at(struct world *w, u64 address)
{
	struct world_thing *t = thing_over(w, address, 1);

	return t && t->at == address ? t : NULL;
}

static bool same_type(const struct world_thing *t, const struct rk_helper_row *row, u8 kind)
{
	return t->kind == made_as(kind) && type_of(t->row) == type_of(row);
}

static bool is_held(const struct world *w, const struct world_thing *t)
{
	return world_held(w, HOLD_THING, t->at) != WORLD_NONE;
}

static void forget(struct world *w, struct world_thing *t)
{
	*t = w->things[--w->n_things];
}

static void overwrite(struct world *w, u64 address, u64 size)
{
	struct world_thing *t;

	while ((t = thing_over(w, address, size)))
		forget(w, t);
}

/* ---- arguments ---- */

static bool check_new(struct world *w, const struct rk_helper_row *row, u8 kind, u64 at)
{
	u32 bytes = type_of(row)->bytes;
	const struct world_thing *t;

	if (at % 8 || world_region_of(w, at) != WORLD_NONE || !world_owns(w, at, bytes, true))
		return world_fault(w, "makes an object of the kernel where the stack has no room");
	t = thing_over(w, at, bytes);
	if (t && (is_held(w, t) || t->kind != RK_ARG_DYNPTR_NEW))
		return world_fault(w, "makes an object of the kernel where a live one is");
	if (w->n_things == WORLD_THINGS) {
		w->diverged = true;
		return false;
	}
	return true;
}

static bool later_flags(const struct world *w, u32 held)
{
	for (u32 i = held + 1; i < w->n_held; i++)
		for (u32 k = 0; w->held[i].kind == HOLD_THING && k < w->n_things; k++)
			if (w->things[k].at == w->held[i].at && w->things[k].kind == RK_ARG_IRQ_NEW)
				return true;
	return false;
}

static bool check_end(struct world *w, const struct world_thing *t, u8 kind)
{
	u32 i = world_held(w, HOLD_THING, t->at);

	if (i == WORLD_NONE)
		return world_fault(w, "ends an object of the kernel that holds nothing");
	return kind != RK_ARG_IRQ_END || !later_flags(w, i) ||
	       world_fault(w, "lets interrupts in while later ones are to come first");
}

/* The memory is a map's: what a dynptr names must last longer than any frame. */
static bool check_memory(struct world *w, u64 at, u64 size)
{
	u32 i = world_region_of(w, at);

	if (i == WORLD_NONE || w->about[i].asked != RK_ASKED_MAP)
		return world_fault(w, "lends out memory that is no map's");
	return world_owns(w, at, size, true) ||
	       world_fault(w, "lends out more memory than there is");
}

bool world_thing_arg(
	struct world *w, const struct rk_helper_row *row, u32 k, const u64 a[5], bool *is)
{
	u8 kind = row->args[k];
	const struct world_thing *t = thing_at(w, a[k]);

	*is = made_as(kind) != RK_ARG_NONE || kind == RK_ARG_DYNPTR_MEM;
	if (!*is)
		return true;
	if (kind == RK_ARG_DYNPTR_MEM)
		return check_memory(w, a[k], a[k + 1]);
	if (is_new(kind))
		return check_new(w, row, kind, a[k]);
	if (kind == RK_ARG_DYNPTR_OR_NULL && !a[k])
		return true;
	if (!t || !same_type(t, row, kind))
		return world_fault(
			w, "uses an object of the kernel that was not made there, or ended");
	return made_as(kind) == kind || kind == RK_ARG_ITER || kind == RK_ARG_DYNPTR ||
	       kind == RK_ARG_DYNPTR_OR_NULL || check_end(w, t, kind);
}

/* ---- effects ---- */

static struct world_thing *used(struct world *w, const struct rk_helper_row *row, const u64 a[5])
{
	for (u32 k = 0; k < 5; k++)
		if (!is_new(row->args[k]) && made_as(row->args[k]) != RK_ARG_NONE)
			return thing_at(w, a[k]);
	return NULL;
}

static bool make(struct world *w, const struct rk_helper_row *row, u32 k, const u64 a[5])
{
	u32 bytes = type_of(row)->bytes;
	const struct world_thing *of = used(w, row, a);
	struct world_thing t = {.at = a[k], .bytes = bytes, .row = row, .kind = row->args[k]};

	t.id = of ? of->id : ++w->n_ids;
	t.sized = of ? of->sized : row->maps || row->args[0] == RK_ARG_DYNPTR_MEM;
	t.size = of ? of->size : a[1];
	overwrite(w, t.at, bytes);
	w->things[w->n_things++] = t;
	world_wrote(w, t.at, bytes, true);
	return (t.kind == RK_ARG_DYNPTR_NEW && !row->maps) || world_hold(w, HOLD_THING, t.at);
}

/* What was lent out of it, and copies of it, end as well. */
static bool end(struct world *w, u64 at)
{
	u32 id = thing_at(w, at)->id;

	if (!world_give_back(w, HOLD_THING, at, "ends an object of the kernel that holds nothing"))
		return false;
	for (u32 i = w->n_things; i--;)
		if (w->things[i].id == id)
			forget(w, &w->things[i]);
	for (u32 i = w->n_regions; i-- > w->n_fixed;)
		if (w->about[i].owner == id)
			world_release(w, i);
	world_objects_ended(w, id);
	return true;
}

/* To what its first argument names: those functions have more arguments than others. */
static bool writes(const struct rk_helper_row *row)
{
	return row->ret == RK_RET_ERR && row->args[0] == RK_ARG_DYNPTR &&
	       row->args[3] != RK_ARG_NONE;
}

static void packets_move(struct world *w)
{
	world_packet_moved(w);
	for (u32 i = w->n_regions; i-- > w->n_fixed;)
		if (w->about[i].packet)
			world_release(w, i);
}

/* What is written to a packet is read when the memory that it was in is gone. */
bool world_thing_stays(struct world *w, const struct rk_helper_row *row, const u64 a[5], u32 k)
{
	u32 i = world_region_of(w, a[k]);
	const struct world_thing *t = writes(row) ? thing_at(w, a[0]) : NULL;
	bool moves = t && !t->sized && w->p->hook.id != RK_HOOK_XDP;

	return i == WORLD_NONE || !w->about[i].packet ||
	       !(moves || world_packet_moves(w, row->id)) ||
	       world_fault(w, "gives a helper memory of the packet that it may move");
}

static bool effect(struct world *w, const struct rk_helper_row *row, u32 k, const u64 a[5])
{
	if (is_new(row->args[k]))
		return make(w, row, k, a);
	switch (row->args[k]) {
	case RK_ARG_DYNPTR_END:
	case RK_ARG_ITER_END:
	case RK_ARG_IRQ_END: return end(w, a[k]);
	case RK_ARG_DYNPTR:
		if (!k && writes(row) && !thing_at(w, a[0])->sized)
			packets_move(w);
		return true;
	default: return true;
	}
}

bool world_thing_effects(struct world *w, const struct rk_helper_row *row, const u64 a[5])
{
	for (u32 k = 0; k < 5; k++)
		if (!effect(w, row, k, a))
			return false;
	return true;
}

static u64 lend(struct world *w, u64 size, bool write, const struct world_thing *t)
{
	u8 *at = world_lend(w, size, RK_ASKED_RECORD, 0, write);

	u32 i;

	if (!at)
		return 0;
	i = world_region_of(w, (u64)(uintptr_t)at);
	w->about[i].owner = t->id;
	w->about[i].packet = t->kind == RK_ARG_DYNPTR_NEW && !t->sized;
	return (u64)(uintptr_t)at;
}

/*
 * Part of a dynptr's memory: of the constant size, where there is as much. It is memory of its own:
 * that two parts may be the same bytes is not played.
 */
u64 world_thing_slice(struct world *w, const struct rk_helper_row *row, const u64 a[5])
{
	const struct world_thing *t = used(w, row, a);
	u32 k = 0;

	while (k < 4 && row->args[k] != RK_ARG_CONST_SIZE0)
		k++;
	if (!t || !a[k] || (t->sized && (a[1] > t->size || a[k] > t->size - a[1])))
		return 0;
	return lend(w, a[k], row->ret == RK_RET_SLICE_OR_NULL, t);
}

/* The next element, which ends with its iterator but where RCU keeps it. */
u64 world_thing_next(struct world *w, const struct rk_helper_row *row, const u64 a[5], u64 v)
{
	const struct world_thing *t = used(w, row, a);
	const struct type *type = type_of(row);

	if (!t)
		return 0;
	if (!type->typed)
		return lend(w, 4, false, t);
	if (type->lasts == NEXT)
		world_objects_ended(w, t->id);
	return world_object_new(
		w, v >> 1, row->btf, 0, OBJECT_LENT, type->lasts == RCU ? WORLD_RCU : t->id);
}

/* ---- accesses ---- */

bool world_thing_access(struct world *w, u64 address, u64 size, bool write)
{
	for (u32 i = 0; i < w->n_things; i++) {
		const struct world_thing *t = &w->things[i];

		if (address >= t->at + t->bytes || t->at >= address + size)
			continue;
		if (!write)
			return world_fault(w, "reads an object of the kernel on the stack");
		if (is_held(w, t))
			return world_fault(w, "writes to an object of the kernel on the stack");
	}
	if (write)
		overwrite(w, address, size);
	return true;
}

void world_things_forget(struct world *w)
{
	for (u32 i = w->n_things; i--;)
		if (!world_owns(w, w->things[i].at, w->things[i].bytes, false))
			forget(w, &w->things[i]);
}
