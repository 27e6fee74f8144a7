/* SPDX-License-Identifier: MIT */
/* Instructions as text, in the syntax of llvm-objdump; slots are absolute. */
#include "prog.h"

#include <inttypes.h>
#include <stdio.h>
#include "rk/tables.h"

static const char *const alu_symbols[16] = {
#define ALU(name, code, mnemonic, sym) [(code) >> 4] = sym,
#include "rk/insn.def"
};

static const char *const cond_symbols[16] = {
#define COND(name, code, mnemonic, sym, sgn) [(code) >> 4] = sym,
#include "rk/insn.def"
};

static const char *const atomic_names[16] = {
#define ATOMIC(name, imm, mnemonic) [(imm) >> 4] = mnemonic,
#include "rk/insn.def"
};

static const char *text_of(const char *const table[16], u8 op)
{
	return op < 16 && table[op] ? table[op] : "?";
}

/* The second operand: a register of the operation's width, or the immediate. */
static void operand(char buf[24], const struct rk_insn *i)
{
	if (i->flags & RK_INSN_SRC_REG)
		snprintf(buf, 24, "%c%u", i->size == 4 ? 'w' : 'r', i->src);
	else
		snprintf(buf, 24, "%" PRId64, i->imm);
}

static void memory(char buf[40], const struct rk_insn *i, u8 base)
{
	snprintf(buf, 40, "*(%c%u *)(r%u %c %d)", i->flags & RK_INSN_SIGNED ? 's' : 'u',
		i->size * 8u, base, i->off < 0 ? '-' : '+', i->off < 0 ? -i->off : i->off);
}

static int format_alu(char *buf, size_t size, const struct rk_insn *i)
{
	char w = i->size == 4 ? 'w' : 'r', b[24];

	if (i->op == RK_ALU_NEG)
		return snprintf(buf, size, "%c%u = -%c%u", w, i->dst, w, i->dst);
	operand(b, i);
	return snprintf(buf, size, "%c%u %s%s %s", w, i->dst, i->flags & RK_INSN_SIGNED ? "s" : "",
		text_of(alu_symbols, i->op), b);
}

static int format_end(char *buf, size_t size, const struct rk_insn *i)
{
	static const char *const names[] = {"le", "be", "bswap"};

	return snprintf(buf, size, "r%u = %s%" PRId64 " r%u", i->dst,
		i->op <= RK_END_BSWAP ? names[i->op] : "?", i->imm, i->dst);
}

static int format_lddw(char *buf, size_t size, const struct rk_insn *i, const struct rk_obj *obj)
{
	const char *map = obj && i->ref < obj->n_maps ? obj->maps[i->ref].name : "?";

	switch (i->ref_kind) {
	case RK_REF_MAP: return snprintf(buf, size, "r%u = map %s ll", i->dst, map);
	case RK_REF_MAP_VALUE:
		return snprintf(buf, size, "r%u = map %s[0] + %" PRId64 " ll", i->dst, map, i->imm);
	case RK_REF_FUNC: return snprintf(buf, size, "r%u = func @%d ll", i->dst, i->target);
	case RK_REF_KSYM: return snprintf(buf, size, "r%u = ksym #%u ll", i->dst, i->ref);
	}
	return snprintf(buf, size, "r%u = 0x%" PRIx64 " ll", i->dst, (u64)i->imm);
}

static int format_atomic(char *buf, size_t size, const struct rk_insn *i)
{
	char m[40], w = i->size == 4 ? 'w' : 'r';
	const char *name = text_of(atomic_names, i->op);

	memory(m, i, i->dst);
	if (i->op == RK_ATOMIC_CMPXCHG)
		return snprintf(buf, size, "%c0 = cmpxchg(%s, %c0, %c%u)", w, m + 1, w, w, i->src);
	if (i->op == RK_ATOMIC_XCHG)
		return snprintf(buf, size, "%c%u = xchg(%s, %c%u)", w, i->src, m + 1, w, i->src);
	if (i->flags & RK_INSN_FETCH)
		return snprintf(buf, size, "%c%u = atomic_fetch_%s(%s, %c%u)", w, i->src, name,
			m + 1, w, i->src);
	return snprintf(buf, size, "lock %s %s %c%u", m, name, w, i->src);
}

static int format_cond(char *buf, size_t size, const struct rk_insn *i)
{
	char b[24];

	operand(b, i);
	return snprintf(buf, size, "if %c%u %s %s goto @%d", i->size == 4 ? 'w' : 'r', i->dst,
		text_of(cond_symbols, i->op), b, i->target);
}

static int format_call(char *buf, size_t size, const struct rk_insn *i)
{
	const struct rk_helper_row *row = rk_helper_row(i->ref);

	if (i->ref == RK_POISON)
		return snprintf(buf, size, "call poison");
	return snprintf(buf, size, "call %s#%u", row ? row->name : "helper", i->ref);
}

static int format_packet(char *buf, size_t size, const struct rk_insn *i)
{
	if (i->flags & RK_INSN_SRC_REG)
		return snprintf(buf, size, "r0 = packet%u[r%u + %" PRId64 "] or goto @%d",
			i->size * 8u, i->src, i->imm, i->target);
	return snprintf(buf, size, "r0 = packet%u[%" PRId64 "] or goto @%d", i->size * 8u, i->imm,
		i->target);
}

int rk_insn_format(char *buf, size_t size, const struct rk_insn *i, const struct rk_obj *obj)
{
	char m[40];

	memory(m, i, i->kind == RK_INSN_LDX ? i->src : i->dst);
	switch (i->kind) {
	case RK_INSN_ALU: return format_alu(buf, size, i);
	case RK_INSN_MOVSX:
		return snprintf(buf, size, "%c%u = (s%u)%c%u", i->size == 4 ? 'w' : 'r', i->dst,
			i->msize * 8u, i->size == 4 ? 'w' : 'r', i->src);
	case RK_INSN_END: return format_end(buf, size, i);
	case RK_INSN_LDDW: return format_lddw(buf, size, i, obj);
	case RK_INSN_PAD: return snprintf(buf, size, "pad");
	case RK_INSN_LDX: return snprintf(buf, size, "r%u = %s", i->dst, m);
	case RK_INSN_ST: return snprintf(buf, size, "%s = %" PRId64, m, i->imm);
	case RK_INSN_STX: return snprintf(buf, size, "%s = r%u", m, i->src);
	case RK_INSN_ATOMIC: return format_atomic(buf, size, i);
	case RK_INSN_JA: return snprintf(buf, size, "goto @%d", i->target);
	case RK_INSN_COND: return format_cond(buf, size, i);
	case RK_INSN_CALL: return format_call(buf, size, i);
	case RK_INSN_CALL_SUB: return snprintf(buf, size, "call @%d", i->target);
	case RK_INSN_CALLX: return snprintf(buf, size, "callx r%u", i->dst);
	case RK_INSN_EXIT: return snprintf(buf, size, "exit");
	case RK_INSN_PACKET: return format_packet(buf, size, i);
	case RK_INSN_MAY_GOTO: return snprintf(buf, size, "may_goto @%d", i->target);
	}
	return snprintf(buf, size, "?");
}

static void dump_insn(FILE *f, const struct rk_prog *p, u32 slot)
{
	struct rk_loc loc = rk_prog_loc(p, slot);
	char text[192];

	if (p->insns[slot].kind == RK_INSN_PAD)
		return;
	rk_insn_format(text, sizeof(text), &p->insns[slot], p->obj);
	if (loc.line)
		fprintf(f, "%6u: %-48s ; %s:%u:%u\n", slot, text, loc.file, loc.line, loc.column);
	else
		fprintf(f, "%6u: %s\n", slot, text);
}

void rk_prog_dump(FILE *f, const struct rk_prog *p)
{
	fprintf(f, "program %s section %s insns %u\n", p->name, p->section, p->n_insns);
	for (u32 i = 0; i < p->n_funcs; i++) {
		const struct rk_func *fn = &p->funcs[i];

		fprintf(f, "func %s%s%s\n", fn->name, fn->global ? " global" : "",
			fn->callback ? " callback" : "");
		for (u32 slot = fn->start; slot < fn->end; slot++)
			dump_insn(f, p, slot);
	}
}
