/* SPDX-License-Identifier: MIT */
/* Programs as values: look-ups on them, and programs made from bare bytecode. */
#include "insn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct rk_loc rk_prog_loc(const struct rk_prog *p, u32 insn)
{
	struct rk_loc loc = {.insn = (s32)insn};
	const struct rk_line *l;

	if (insn >= p->n_insns || p->insns[insn].line >= p->n_lines)
		return loc;
	l = &p->lines[p->insns[insn].line];
	loc.file = l->file;
	loc.line = l->line;
	loc.column = l->column;
	return loc;
}

const char *rk_prog_poison(const struct rk_prog *p, u32 insn)
{
	for (u32 i = 0; i < p->n_poisons; i++)
		if (p->poisons[i].insn == insn)
			return p->poisons[i].text;
	return NULL;
}

static u8 *read_stream(struct rk_arena *a, FILE *f, size_t *size)
{
	size_t capacity = 64 << 10, n = 0, got;
	u8 *bytes = rk_alloc(a, capacity), *bigger;

	while ((got = fread(bytes + n, 1, capacity - n, f))) {
		n += got;
		if (n < capacity)
			continue;
		bigger = rk_alloc_array(a, 2, capacity);
		memcpy(bigger, bytes, n);
		bytes = bigger;
		capacity *= 2;
	}
	*size = n;
	return ferror(f) ? NULL : bytes;
}

u8 *rk_read_file(struct rk_arena *a, const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	u8 *bytes;

	if (!f)
		return NULL;
	bytes = read_stream(a, f, size);
	fclose(f);
	return bytes;
}

/* A function begins at 0, at each callee and at each function whose address is taken. */
static u32 mark_starts(const struct rk_insn *insns, u32 n, u8 *starts)
{
	u32 count = 1;

	starts[0] = 1;
	for (u32 i = 0; i < n; i++) {
		const struct rk_insn *insn = &insns[i];

		if (insn->kind != RK_INSN_CALL_SUB && insn->ref_kind != RK_REF_FUNC)
			continue;
		count += !starts[insn->target];
		starts[insn->target] |= insn->ref_kind == RK_REF_FUNC ? 3 : 1;
	}
	return count;
}

static u32 func_at(const struct rk_prog *p, u32 start)
{
	u32 lo = 0, hi = p->n_funcs;

	while (hi - lo > 1) {
		u32 mid = lo + (hi - lo) / 2;

		if (p->funcs[mid].start <= start)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static void split_funcs(struct rk_prog *p, struct rk_arena *a)
{
	u8 *starts = rk_alloc(a, p->n_insns);
	u32 n = 0;

	p->n_funcs = mark_starts(p->insns, p->n_insns, starts);
	p->funcs = rk_alloc_array(a, p->n_funcs, sizeof(*p->funcs));
	for (u32 i = 0; i < p->n_insns; i++) {
		if (!starts[i])
			continue;
		if (n)
			p->funcs[n - 1].end = i;
		p->funcs[n] = (struct rk_func){.start = i,
			.end = p->n_insns,
			.callback = starts[i] & 2,
			.name = n ? rk_format(a, "sub_%u", i) : p->name};
		n++;
	}
	for (u32 i = 0; i < p->n_insns; i++)
		if (p->insns[i].ref_kind == RK_REF_FUNC)
			p->insns[i].ref = func_at(p, (u32)p->insns[i].target);
}

int rk_prog_from_bytes(
	struct rk_prog *p, struct rk_arena *a, const u8 *bytes, u32 n_slots, const char **why)
{
	u32 bad;

	*p = (struct rk_prog){.name = "program", .section = ""};
	if (!n_slots || n_slots > RK_MAX_INSNS) {
		*why = n_slots ? "more instructions than the profile allows"
			       : "program without instructions";
		return RK_EINPUT;
	}
	p->insns = rk_alloc_array(a, n_slots, sizeof(*p->insns));
	p->n_insns = n_slots;
	if (rk_insn_decode(bytes, n_slots, p->insns, &bad, why))
		return RK_EINPUT;
	split_funcs(p, a);
	for (u32 i = 0; i < p->n_funcs; i++) {
		rk_func_bind(p->insns, p->funcs[i].start, p->funcs[i].end);
		if ((*why = rk_func_check(p->insns, p->funcs[i].start, p->funcs[i].end, &bad)))
			return RK_EINPUT;
	}
	return RK_OK;
}
