/* SPDX-License-Identifier: MIT */
/*
 * Decode BPF instructions (RFC 9669). Strict: a field without meaning must be zero, as in Linux, so
 * that an encoding has one reading now and in later versions of the instruction set.
 */
#include "insn.h"
#include "rk/tables.h"

enum { CLASS_LD, CLASS_LDX, CLASS_ST, CLASS_STX, CLASS_ALU, CLASS_JMP, CLASS_JMP32, CLASS_ALU64 };
enum {
	MODE_IMM = 0x00,
	MODE_ABS = 0x20,
	MODE_IND = 0x40,
	MODE_MEM = 0x60,
	MODE_MEMSX = 0x80,
	MODE_ATOMIC = 0xc0
};
enum { CODE_CALL = 0x80, CODE_EXIT = 0x90, CODE_MAY_GOTO = 0xe0 };
enum { SRC_X = 0x08 };
enum { PSEUDO_CALL = 1, PSEUDO_KFUNC = 2, PSEUDO_FUNC = 4 };
enum { ATOMIC_FETCH = 0x01, ATOMIC_LOAD_ACQ = 0x100, ATOMIC_STORE_REL = 0x110 };
enum { FRAME = 10 };

/* The fields of one slot. */
struct raw {
	u8 code, dst, src;
	s16 off;
	s32 imm;
};

static const char reserved[] = "a field that must be zero is not";
static const char unknown[] = "unknown opcode";
const char rk_insn_writes_frame[] = "r10 is read-only";

static u32 le32(const u8 *p)
{
	return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

static struct raw split(const u8 *p)
{
	return (struct raw){
		.code = p[0],
		.dst = p[1] & 15,
		.src = p[1] >> 4,
		.off = (s16)(p[2] | p[3] << 8),
		.imm = (s32)le32(p + 4),
	};
}

static u8 size_of(u8 code)
{
	switch (code & 0x18) {
#define SIZE(name, bits, bytes)                                                                    \
	case bits: return bytes;
#include "rk/insn.def"
	}
	return 0;
}

static bool is_alu(u8 code)
{
	switch (code & 0xf0) {
#define ALU(name, bits, mnemonic, sym) case bits:
#include "rk/insn.def"
		return true;
	}
	return false;
}

static bool is_cond(u8 code)
{
	switch (code & 0xf0) {
#define COND(name, bits, mnemonic, sym, sgn) case bits:
#include "rk/insn.def"
		return true;
	}
	return false;
}

static bool is_atomic(s32 op)
{
	switch (op) {
#define ATOMIC(name, bits, mnemonic) case bits:
#include "rk/insn.def"
		return true;
	}
	return false;
}

static const char *decode_end(struct raw r, bool wide, struct rk_insn *out)
{
	bool big = r.code & SRC_X;

	out->kind = RK_INSN_END;
	if (r.src || r.off || (wide && big))
		return reserved;
	if (r.imm != 16 && r.imm != 32 && r.imm != 64)
		return "byte order of a width that is not 16, 32 or 64";
	out->op = wide ? RK_END_BSWAP : big ? RK_END_BE : RK_END_LE;
	out->size = 8;
	out->imm = r.imm;
	return NULL;
}

static const char *decode_mov(struct raw r, bool wide, struct rk_insn *out)
{
	if (!(r.code & SRC_X))
		return r.src || r.off ? reserved : NULL;
	if (r.off == 1 && wide)
		return "addr_space_cast is not supported: there are no arenas";
	if (r.imm)
		return reserved;
	if (!r.off)
		return NULL;
	if (r.off != 8 && r.off != 16 && !(wide && r.off == 32))
		return reserved;
	out->kind = RK_INSN_MOVSX;
	out->msize = (u8)(r.off / 8);
	return NULL;
}

static const char *decode_binary(struct raw r, struct rk_insn *out)
{
	bool divides = out->op == RK_ALU_DIV || out->op == RK_ALU_MOD;

	if (r.code & SRC_X ? r.imm : r.src)
		return reserved;
	if (r.off == 1 && divides)
		out->flags |= RK_INSN_SIGNED;
	else if (r.off)
		return reserved;
	return NULL;
}

static const char *decode_alu(struct raw r, struct rk_insn *out)
{
	bool wide = (r.code & 7) == CLASS_ALU64;

	if (!is_alu(r.code))
		return unknown;
	if (r.dst == FRAME)
		return rk_insn_writes_frame;
	out->kind = RK_INSN_ALU;
	out->op = r.code >> 4;
	out->size = wide ? 8 : 4;
	out->imm = r.imm;
	if (out->op == RK_ALU_END)
		return decode_end(r, wide, out);
	if (r.code & SRC_X)
		out->flags |= RK_INSN_SRC_REG;
	if (out->op == RK_ALU_NEG)
		return r.code & SRC_X || r.src || r.off || r.imm ? reserved : NULL;
	return out->op == RK_ALU_MOV ? decode_mov(r, wide, out) : decode_binary(r, out);
}

static const char *decode_call(struct raw r, u32 slot, struct rk_insn *out)
{
	if (r.code & SRC_X) {
		out->kind = RK_INSN_CALLX;
		return r.src || r.off || r.imm ? reserved : NULL;
	}
	if (r.src == PSEUDO_KFUNC)
		return "calls of kernel functions (kfuncs) are not supported";
	if (r.dst || r.off || r.src > PSEUDO_KFUNC)
		return reserved;
	if (r.src == PSEUDO_CALL) {
		out->kind = RK_INSN_CALL_SUB;
		out->target = (s32)((u32)slot + 1 + (u32)r.imm);
		return NULL;
	}
	out->kind = RK_INSN_CALL;
	/* Kernel functions are known by their names alone, never by our numbers. */
	out->ref = (u32)r.imm < RK_KFUNCS ? (u32)r.imm : ~0u;
	return NULL;
}

static const char *decode_ja(struct raw r, u32 slot, struct rk_insn *out)
{
	bool far = (r.code & 7) == CLASS_JMP32;

	out->kind = RK_INSN_JA;
	if (r.code & SRC_X || r.dst || r.src || (far ? r.off : r.imm))
		return reserved;
	out->target = (s32)((u32)slot + 1 + (u32)(far ? r.imm : r.off));
	return NULL;
}

static const char *decode_jump(struct raw r, u32 slot, struct rk_insn *out)
{
	u8 code = r.code & 0xf0;
	bool narrow = (r.code & 7) == CLASS_JMP32;

	if (code == CODE_CALL && !narrow)
		return decode_call(r, slot, out);
	if (code == CODE_EXIT && !narrow) {
		out->kind = RK_INSN_EXIT;
		return r.code & SRC_X || r.dst || r.src || r.off || r.imm ? reserved : NULL;
	}
	if (code == CODE_MAY_GOTO && !narrow) {
		out->kind = RK_INSN_MAY_GOTO;
		out->target = (s32)((u32)slot + 1 + (u32)r.off);
		return r.code & SRC_X || r.dst || r.src || r.imm ? reserved : NULL;
	}
	if (!is_cond(r.code))
		return unknown;
	if (!code)
		return decode_ja(r, slot, out);
	if (r.code & SRC_X ? r.imm : r.src)
		return reserved;
	out->kind = RK_INSN_COND;
	out->op = code >> 4;
	out->size = narrow ? 4 : 8;
	out->flags = r.code & SRC_X ? RK_INSN_SRC_REG : 0;
	out->imm = r.imm;
	out->target = (s32)((u32)slot + 1 + (u32)r.off);
	return NULL;
}

static const char *decode_load(struct raw r, struct rk_insn *out)
{
	u8 mode = r.code & 0xe0;

	out->kind = RK_INSN_LDX;
	out->size = size_of(r.code);
	if (mode == MODE_MEMSX && out->size != 8)
		out->flags = RK_INSN_SIGNED;
	else if (mode != MODE_MEM)
		return unknown;
	if (r.dst == FRAME)
		return rk_insn_writes_frame;
	return r.imm ? reserved : NULL;
}

static const char *decode_atomic(struct raw r, struct rk_insn *out)
{
	s32 op = r.imm & ~ATOMIC_FETCH;
	bool fetch = r.imm & ATOMIC_FETCH;

	out->kind = RK_INSN_ATOMIC;
	if (r.imm == ATOMIC_LOAD_ACQ || r.imm == ATOMIC_STORE_REL)
		return "load-acquire and store-release are not supported";
	if (out->size < 4)
		return "atomic operations are 4 or 8 bytes wide";
	out->op = (u8)(op >> 4);
	if (!is_atomic(op) ||
		(!fetch && (out->op == RK_ATOMIC_XCHG || out->op == RK_ATOMIC_CMPXCHG)))
		return "unknown atomic operation";
	if (fetch && r.src == FRAME)
		return rk_insn_writes_frame;
	out->flags = fetch ? RK_INSN_FETCH : 0;
	return NULL;
}

static const char *decode_store(struct raw r, struct rk_insn *out)
{
	u8 mode = r.code & 0xe0;

	out->size = size_of(r.code);
	if ((r.code & 7) == CLASS_ST) {
		out->kind = RK_INSN_ST;
		out->imm = r.imm;
		return mode != MODE_MEM ? unknown : r.src ? reserved : NULL;
	}
	if (mode == MODE_ATOMIC)
		return decode_atomic(r, out);
	out->kind = RK_INSN_STX;
	return mode != MODE_MEM ? unknown : r.imm ? reserved : NULL;
}

/* The load of a packet's bytes that BPF has had from its beginning; where it leaves is not known
 * yet. */
static const char *decode_packet(struct raw r, struct rk_insn *out)
{
	bool indirect = (r.code & 0xe0) == MODE_IND;

	if (r.dst || r.off || (!indirect && r.src))
		return reserved;
	out->kind = RK_INSN_PACKET;
	out->size = size_of(r.code);
	out->imm = r.imm;
	out->flags = indirect ? RK_INSN_SRC_REG : 0;
	return out->size == 8 ? unknown : r.src > FRAME ? "register above r10" : NULL;
}

/* The 16-byte load; a function's address is the only pseudo form that needs no relocation. */
static const char *decode_wide(const u8 *bytes, u32 n_slots, u32 slot, struct rk_insn *out)
{
	struct raw r = split(bytes + 8ul * slot), next;

	if ((r.code & 0xe0) == MODE_ABS || (r.code & 0xe0) == MODE_IND)
		return decode_packet(r, out);
	if ((r.code & 0xe0) != MODE_IMM || size_of(r.code) != 8)
		return unknown;
	if (n_slots - slot < 2)
		return "16-byte load without its second slot";
	next = split(bytes + 8ul * (slot + 1));
	if (r.off || next.code || next.dst || next.src || next.off)
		return "16-byte load: a field that must be zero is not";
	if (r.dst == FRAME)
		return rk_insn_writes_frame;
	if (r.src && r.src != PSEUDO_FUNC)
		return "16-byte load of an object that only a relocation may name";
	out->kind = RK_INSN_LDDW;
	out->size = 8;
	out->src = 0;
	out->imm = (s64)((u64)(u32)next.imm << 32 | (u32)r.imm);
	out[1] = (struct rk_insn){.kind = RK_INSN_PAD, .target = -1, .line = RK_NO_LINE};
	if (r.src == PSEUDO_FUNC) {
		if (next.imm)
			return "16-byte load: a field that must be zero is not";
		out->ref_kind = RK_REF_FUNC;
		out->imm = 0;
		out->target = (s32)((u32)slot + 1 + (u32)r.imm);
	}
	return NULL;
}

const char *rk_insn_decode_slot(const u8 *bytes, u32 n_slots, u32 slot, struct rk_insn *insns)
{
	struct raw r = split(bytes + 8ul * slot);
	struct rk_insn *out = insns + slot;

	*out = (struct rk_insn){
		.dst = r.dst, .src = r.src, .off = r.off, .target = -1, .line = RK_NO_LINE};
	if (r.dst > FRAME || (r.src > FRAME && (r.code & 7) != CLASS_LD))
		return "register above r10";
	switch (r.code & 7) {
	case CLASS_LD: return decode_wide(bytes, n_slots, slot, out);
	case CLASS_LDX: return decode_load(r, out);
	case CLASS_ST:
	case CLASS_STX: return decode_store(r, out);
	case CLASS_JMP:
	case CLASS_JMP32: out->off = 0; return decode_jump(r, slot, out);
	default: out->off = 0; return decode_alu(r, out);
	}
}

void rk_func_bind(struct rk_insn *insns, u32 start, u32 end)
{
	s32 leave = -1;

	for (u32 i = end; i-- > start;) {
		if (insns[i].kind == RK_INSN_EXIT && leave < 0)
			leave = (s32)i;
		else if (insns[i].kind == RK_INSN_PACKET)
			insns[i].target = leave;
	}
	for (u32 i = start; i < end; i++)
		if (insns[i].kind == RK_INSN_EXIT)
			leave = (s32)i;
		else if (insns[i].kind == RK_INSN_PACKET && insns[i].target < 0)
			insns[i].target = leave;
}

const char *rk_func_check(const struct rk_insn *insns, u32 start, u32 end, u32 *bad)
{
	*bad = start;
	if (start >= end)
		return "function without instructions";
	if (insns[start].kind == RK_INSN_PAD)
		return "function begins in the middle of a 16-byte load";
	for (u32 i = start; i < end; i++) {
		s32 t = insns[i].target;

		*bad = i;
		if (!rk_insn_jumps(&insns[i]))
			continue;
		if (t < 0 || (u32)t < start || (u32)t >= end)
			return "jump out of the function";
		if (insns[t].kind == RK_INSN_PAD)
			return "jump into the middle of a 16-byte load";
	}
	*bad = end - 1;
	if (insns[end - 1].kind != RK_INSN_EXIT && insns[end - 1].kind != RK_INSN_JA)
		return "the last instruction falls through";
	return NULL;
}

/* Calls may go to any instruction here: what is a function is for the caller to find out. */
static const char *check_call(const struct rk_insn *insns, u32 n, u32 slot)
{
	const struct rk_insn *i = &insns[slot];

	if (i->kind != RK_INSN_CALL_SUB && i->ref_kind != RK_REF_FUNC)
		return NULL;
	if (i->target < 0 || (u32)i->target >= n)
		return "call out of the program";
	return insns[i->target].kind == RK_INSN_PAD ? "call into the middle of a 16-byte load"
						    : NULL;
}

int rk_insn_decode(const u8 *bytes, u32 n, struct rk_insn *out, u32 *bad, const char **why)
{
	for (*bad = 0; *bad < n; *bad += out[*bad].kind == RK_INSN_LDDW ? 2 : 1)
		if ((*why = rk_insn_decode_slot(bytes, n, *bad, out)))
			return RK_EINPUT;
	if ((*why = rk_func_check(out, 0, n, bad)))
		return RK_EINPUT;
	for (*bad = 0; *bad < n; ++*bad)
		if ((*why = check_call(out, n, *bad)))
			return RK_EINPUT;
	return RK_OK;
}
