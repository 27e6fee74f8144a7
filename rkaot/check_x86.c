// SPDX-License-Identifier: MIT
/*
 * Decoder of the x86_64 subset: general registers, one encoding rule after the other. It answers
 * for the length and the effect on registers and stack of what it accepts; it accepts nothing else.
 */
#include <string.h>
#include "check.h"

enum { RAX, RCX, RDX, RBX, RSP, RBP, R12 = 12, R13, R14, R15 };

struct dec {
	struct rk_ck_insn *o;
	const u8 *p;
	u32 n, at;
	bool w16, lock, rep;
	bool lockable; /* memory is read, changed and written */
	u8 rex;
	bool mem;
	u8 reg, rm; /* with REX applied; rm only where !mem */
	enum rk_ck_rule bad;
};

static void refuse(struct dec *d, enum rk_ck_rule rule)
{
	if (!d->bad)
		d->bad = rule;
}

static u64 fetch(struct dec *d, u32 bytes)
{
	u64 v = 0;

	if (bytes > d->n - d->at) {
		refuse(d, CK_TRUNCATED);
		d->at = d->n;
		return 0;
	}
	memcpy(&v, d->p + d->at, bytes);
	d->at += bytes;
	return v;
}

static s32 fetch_signed(struct dec *d, u32 bytes)
{
	u64 v = fetch(d, bytes);

	return bytes == 1 ? (s8)v : bytes == 2 ? (s16)v : (s32)v;
}

static bool wide(const struct dec *d)
{
	return d->rex & 8;
}

static u8 operand(const struct dec *d)
{
	return wide(d) ? 8 : d->w16 ? 2 : 4;
}

static s32 immediate(struct dec *d, u8 size)
{
	return fetch_signed(d, size == 8 ? 4 : size);
}

static void sib(struct dec *d, u8 mod)
{
	u8 b = (u8)fetch(d, 1);
	u8 base = (b & 7) | (d->rex & 1) << 3, index = (b >> 3 & 7) | (d->rex & 2) << 2;

	d->o->indexed = index != RSP;
	if ((b & 7) == RBP && !mod) {
		d->o->off = fetch_signed(d, 4);
		return;
	}
	d->o->base = base == RSP ? CK_BASE_SP : base == RBP ? CK_BASE_FP : CK_BASE_OTHER;
}

/* Operand bytes. Reading them decides nothing about access: loads and stores are marked later. */
static void modrm(struct dec *d)
{
	u8 b = (u8)fetch(d, 1), mod = b >> 6, rm = b & 7;

	d->reg = (b >> 3 & 7) | (d->rex & 4) << 1;
	d->mem = mod != 3;
	if (!d->mem) {
		d->rm = rm | (d->rex & 1) << 3;
		return;
	}
	if (!mod && rm == RBP) {
		refuse(d, CK_PC_RELATIVE);
		return;
	}
	if (rm == RSP)
		sib(d, mod);
	else
		d->o->base = (rm | (d->rex & 1) << 3) == RBP ? CK_BASE_FP : CK_BASE_OTHER;
	if (mod)
		d->o->off = fetch_signed(d, mod == 1 ? 1 : 4);
}

/* Without REX, the byte registers 4 to 7 are ah to bh. */
static void write_reg(struct dec *d, u8 reg, u8 size)
{
	if (size == 1 && !d->rex && reg >= 4)
		reg -= 4;
	d->o->writes |= 1u << reg;
}

static void read_rm(struct dec *d, u8 size)
{
	if (d->mem) {
		d->o->load = true;
		d->o->size = size;
	}
}

static void write_rm(struct dec *d, u8 size)
{
	if (d->mem) {
		d->o->store = true;
		d->o->size = size;
	} else {
		write_reg(d, d->rm, size);
	}
}

static void change_rm(struct dec *d, u8 size)
{
	read_rm(d, size);
	write_rm(d, size);
	d->lockable = d->mem;
}

/* rsp and rbp change only in the forms that the walk follows. */
static void set_pointer(struct dec *d, u8 dst, u8 from, s32 delta)
{
	if (!wide(d))
		refuse(d, dst == RSP ? CK_STACK_OP : CK_FRAME_PTR);
	if (dst == RSP) {
		d->o->sp = from;
		d->o->sp_delta = delta;
	} else {
		d->o->fp = from;
		d->o->fp_delta = delta;
	}
}

static void move(struct dec *d, u8 dst, u8 src)
{
	if (dst == RSP && src == RBP)
		set_pointer(d, RSP, CK_FROM_FP, 0);
	else if (dst == RBP && src == RSP)
		set_pointer(d, RBP, CK_FROM_SP, 0);
	else
		write_reg(d, dst, operand(d));
}

static void lea(struct dec *d)
{
	u8 base = d->o->base;

	if (!d->mem) {
		refuse(d, CK_INSN);
	} else if (d->reg == RSP && !d->o->indexed && (base == CK_BASE_SP || base == CK_BASE_FP)) {
		set_pointer(d, RSP, base == CK_BASE_SP ? CK_FROM_SP : CK_FROM_FP, d->o->off);
	} else if (d->reg == RBP && !d->o->indexed && base == CK_BASE_SP) {
		set_pointer(d, RBP, CK_FROM_SP, d->o->off);
	} else {
		write_reg(d, d->reg, operand(d));
	}
}

enum { ALU_ADD = 0, ALU_SUB = 5, ALU_CMP = 7 };

static void alu_imm(struct dec *d, u8 size, u8 imm_size)
{
	u8 op;
	s32 imm;

	modrm(d);
	op = d->reg & 7;
	imm = immediate(d, imm_size);
	if (!d->mem && size > 1 && d->rm == RSP && (op == ALU_ADD || op == ALU_SUB) &&
		imm != S32_MIN)
		set_pointer(d, RSP, CK_FROM_SP, op == ALU_ADD ? imm : -imm);
	else if (op == ALU_CMP)
		read_rm(d, size);
	else
		change_rm(d, size);
}

/* 00 to 3f: eight operations in six forms each. */
static void alu(struct dec *d, u8 op)
{
	u8 size = op & 1 ? operand(d) : 1, kind = op >> 3;

	if ((op & 7) >= 6) {
		refuse(d, (op & 0xe7) == 0x26 ? CK_PREFIX : CK_INSN);
	} else if ((op & 7) >= 4) {
		immediate(d, size);
		if (kind != ALU_CMP)
			write_reg(d, RAX, operand(d));
	} else {
		modrm(d);
		if (kind == ALU_CMP || op & 2)
			read_rm(d, size);
		else
			change_rm(d, size);
		if (kind != ALU_CMP && op & 2)
			write_reg(d, d->reg, size);
	}
}

static void push(struct dec *d, u8 reg)
{
	if (d->w16)
		refuse(d, CK_PREFIX);
	d->o->sp = CK_FROM_SP;
	d->o->sp_delta = -8;
	d->o->base = CK_BASE_SP;
	d->o->store = true;
	d->o->size = 8;
	d->o->data[0] = reg;
}

static void pop(struct dec *d, u8 reg)
{
	push(d, reg);
	d->o->sp_delta = 8;
	d->o->sp_after = true;
	d->o->store = false;
	d->o->load = true;
	d->o->writes |= 1u << reg;
}

static void store_reg(struct dec *d, u8 size)
{
	modrm(d);
	if (!d->mem && size > 1) {
		move(d, d->rm, d->reg);
		return;
	}
	write_rm(d, size);
	if (size == 8)
		d->o->data[0] = d->reg;
}

static void load_reg(struct dec *d, u8 size)
{
	modrm(d);
	if (!d->mem && size > 1) {
		move(d, d->reg, d->rm);
		return;
	}
	read_rm(d, size);
	write_reg(d, d->reg, size);
	if (size == 8 && d->mem)
		d->o->data[0] = d->reg;
}

static void exchange(struct dec *d, u8 size)
{
	modrm(d);
	change_rm(d, size);
	write_reg(d, d->reg, size);
}

static void branch(struct dec *d, u8 flow, u32 bytes)
{
	if (d->w16)
		refuse(d, CK_PREFIX);
	d->o->flow = flow;
	d->o->target = fetch_signed(d, bytes);
	d->o->target += d->at;
}

/* f6, f7: test, not, neg and the multiplications and divisions of rdx:rax. */
static void unary(struct dec *d, u8 size)
{
	u8 op;

	modrm(d);
	op = d->reg & 7;
	if (op == 1) {
		refuse(d, CK_INSN);
	} else if (!op) {
		read_rm(d, size);
		immediate(d, size);
	} else if (op < 4) {
		change_rm(d, size);
	} else {
		read_rm(d, size);
		d->o->writes |= 1u << RAX | 1u << RDX;
	}
}

/* fe, ff: only inc and dec; the rest jumps, calls or pushes through memory. */
static void inc_dec(struct dec *d, u8 size)
{
	u8 op;

	modrm(d);
	op = d->reg & 7;
	if (op < 2)
		change_rm(d, size);
	else
		refuse(d, size > 1 && op >= 2 && op <= 5 ? CK_INDIRECT : CK_INSN);
}

static void shift(struct dec *d, u8 size, bool imm)
{
	modrm(d);
	if ((d->reg & 7) == 6)
		refuse(d, CK_INSN);
	change_rm(d, size);
	d->lockable = false;
	if (imm)
		fetch(d, 1);
}

static void multiply_imm(struct dec *d, u8 imm_size)
{
	modrm(d);
	read_rm(d, operand(d));
	write_reg(d, d->reg, operand(d));
	immediate(d, imm_size);
}

static void move_imm(struct dec *d, u8 size)
{
	modrm(d);
	if (d->reg & 7)
		refuse(d, CK_INSN);
	write_rm(d, size);
	immediate(d, size);
}

static void compare_exchange(struct dec *d, u8 size)
{
	modrm(d);
	change_rm(d, size);
	d->o->writes |= 1u << RAX;
}

/* Register sources of a bit number reach memory outside the operand: registers only. */
static void bit_test(struct dec *d, u8 op, bool imm)
{
	modrm(d);
	if (imm)
		op = (u8)((d->reg & 7) << 3);
	if ((imm && (d->reg & 7) < 4) || (!imm && d->mem))
		refuse(d, CK_INSN);
	if ((op & 0x18) == 0)
		read_rm(d, operand(d));
	else
		change_rm(d, operand(d));
	if (imm)
		fetch(d, 1);
}

static void widen(struct dec *d, u8 from)
{
	modrm(d);
	read_rm(d, from);
	write_reg(d, d->reg, operand(d));
}

/* movsxd without REX.W would be a plain move: no compiler writes it. */
static void widen_word(struct dec *d)
{
	if (!wide(d))
		refuse(d, CK_INSN);
	widen(d, 4);
}

static void swap_bytes(struct dec *d, u8 reg)
{
	if (d->w16)
		refuse(d, CK_PREFIX);
	write_reg(d, reg, operand(d));
}

static void double_shift(struct dec *d, bool imm)
{
	modrm(d);
	change_rm(d, operand(d));
	d->lockable = false;
	if (imm)
		fetch(d, 1);
}

/* mfence, which LLVM writes for an atomic operation that changes nothing; no other form of 0f ae.
 */
static void fence(struct dec *d)
{
	if (d->rex || d->w16 || fetch(d, 1) != 0xf0)
		refuse(d, CK_SIMD);
}

/* clang-format off */
/* What an opcode outside the list belongs to: only the message depends on it. */
static enum rk_ck_rule kind1(u8 op)
{
	switch (op) {
	case 0x64: case 0x65: case 0x66: case 0x67: case 0xf0: case 0xf2: case 0xf3:
	case 0x40 ... 0x4f: return CK_PREFIX;
	case 0x6c ... 0x6f: case 0x9c: case 0x9d: case 0xcd: case 0xcf: case 0xe4 ... 0xe7:
	case 0xec ... 0xef: case 0xf1: case 0xf4: case 0xfa: case 0xfb: return CK_SYSTEM;
	case 0x62: case 0x9b: case 0xc4: case 0xc5: case 0xd8 ... 0xdf: return CK_SIMD;
	case 0xc2: case 0xca: case 0xcb: return CK_RETURN;
	default: return CK_INSN;
	}
}

static enum rk_ck_rule kind2(u8 op)
{
	switch (op) {
	case 0x00 ... 0x09: case 0x20 ... 0x23: case 0x30 ... 0x37: case 0xa0 ... 0xa2:
	case 0xa8 ... 0xaa: case 0xb2: case 0xb4: case 0xb5: return CK_SYSTEM;
	case 0x0e: case 0x10 ... 0x17: case 0x28 ... 0x2f: case 0x50 ... 0x7f: case 0xc2:
	case 0xc4 ... 0xc6: case 0xd0 ... 0xfe: case 0x38: case 0x3a: case 0xae: return CK_SIMD;
	default: return CK_INSN;
	}
}

static void two_bytes(struct dec *d)
{
	u8 op = (u8)fetch(d, 1);

	if (d->rep && op != 0xbc)
		refuse(d, CK_PREFIX);
	switch (op) {
	case 0x0b: d->o->flow = CK_TRAP; break;
	case 0x40 ... 0x4f: case 0xaf: widen(d, operand(d)); break;
	case 0x80 ... 0x8f: branch(d, CK_COND, 4); break;
	case 0x90 ... 0x9f: modrm(d); write_rm(d, 1); break;
	case 0xa3: case 0xab: case 0xb3: case 0xbb: bit_test(d, op - 0xa3, false); break;
	case 0xba: bit_test(d, op, true); break;
	case 0xa4: case 0xac: double_shift(d, true); break;
	case 0xa5: case 0xad: double_shift(d, false); break;
	case 0xae: fence(d); break;
	case 0xb0: compare_exchange(d, 1); break;
	case 0xb1: compare_exchange(d, operand(d)); break;
	case 0xb6: case 0xbe: widen(d, 1); break;
	case 0xb7: case 0xbf: widen(d, 2); break;
	case 0xbc: case 0xbd: widen(d, operand(d)); break;
	case 0xc0: exchange(d, 1); break;
	case 0xc1: exchange(d, operand(d)); break;
	case 0xc8 ... 0xcf: swap_bytes(d, (op & 7) | (d->rex & 1) << 3); break;
	default: refuse(d, kind2(op));
	}
}

static void one_byte(struct dec *d, u8 op)
{
	u8 size = op & 1 ? operand(d) : 1, low = (op & 7) | (d->rex & 1) << 3;

	switch (op) {
	case 0x00 ... 0x0e: case 0x10 ... 0x3f: alu(d, op); break;
	case 0x50 ... 0x57: push(d, low); break;
	case 0x58 ... 0x5f: pop(d, low); break;
	case 0x63: widen_word(d); break;
	case 0x69: multiply_imm(d, operand(d)); break;
	case 0x6b: multiply_imm(d, 1); break;
	case 0x70 ... 0x7f: branch(d, CK_COND, 1); break;
	case 0x80: alu_imm(d, size, 1); break;
	case 0x81: alu_imm(d, size, size); break;
	case 0x83: alu_imm(d, size, 1); break;
	case 0x84: case 0x85: modrm(d); read_rm(d, size); break;
	case 0x86: case 0x87: exchange(d, size); break;
	case 0x88: case 0x89: store_reg(d, size); break;
	case 0x8a: case 0x8b: load_reg(d, size); break;
	case 0x8d: modrm(d); lea(d); break;
	case 0x98: d->o->writes |= 1u << RAX; break;
	case 0x99: d->o->writes |= 1u << RDX; break;
	case 0xa8: case 0xa9: immediate(d, size); break;
	case 0xb0 ... 0xb7: fetch(d, 1); write_reg(d, low, 1); break;
	case 0xb8 ... 0xbf: fetch(d, operand(d)); write_reg(d, low, operand(d)); break;
	case 0xc0: case 0xc1: shift(d, size, true); break;
	case 0xc3: d->o->flow = CK_RET; break;
	case 0xc6: case 0xc7: move_imm(d, size); break;
	case 0xcc: d->o->flow = CK_PAD; break;
	case 0xd0 ... 0xd3: shift(d, size, false); break;
	case 0xe8: branch(d, CK_CALL, 4); break;
	case 0xe9: branch(d, CK_JUMP, 4); break;
	case 0xeb: branch(d, CK_JUMP, 1); break;
	case 0xf6: case 0xf7: unary(d, size); break;
	case 0xfe: case 0xff: inc_dec(d, size); break;
	default: refuse(d, kind1(op));
	}
}
/* clang-format on */

/* The long nops of LLVM's assembler and the landing pad, to the byte. */
static bool fixed(struct rk_ck_insn *o, const u8 *p, u32 n)
{
	static const struct {
		u8 len, bytes[10];
	} nops[] = {
		{1, {0x90}},
		{2, {0x66, 0x90}},
		{3, {0x0f, 0x1f, 0x00}},
		{4, {0x0f, 0x1f, 0x40, 0x00}},
		{4, {0xf3, 0x0f, 0x1e, 0xfa}},
		{5, {0x0f, 0x1f, 0x44, 0x00, 0x00}},
		{6, {0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00}},
		{7, {0x0f, 0x1f, 0x80}},
		{8, {0x0f, 0x1f, 0x84}},
		{9, {0x66, 0x0f, 0x1f, 0x84}},
		{10, {0x66, 0x2e, 0x0f, 0x1f, 0x84}},
		/* lock orl $0, (%rsp): LLVM's full barrier, which changes nothing */
		{5, {0xf0, 0x83, 0x0c, 0x24, 0x00}},
	};
	u32 more = 0;

	while (more < 5 && n - more >= 11 && p[more] == 0x66 && p[more + 1] == 0x66)
		more++;
	for (size_t i = 0; i < RK_ARRAY_SIZE(nops); i++)
		if ((!more || nops[i].len == 10) && n - more >= nops[i].len &&
			!memcmp(p + more, nops[i].bytes, nops[i].len)) {
			o->len = (u8)(more + nops[i].len);
			o->nop = true;
			return true;
		}
	return false;
}

/* Each prefix at most once, REX last. */
static u8 prefixes(struct dec *d)
{
	for (;;) {
		u8 op = (u8)fetch(d, 1);
		bool *seen = op == 0x66   ? &d->w16
			     : op == 0xf0 ? &d->lock
			     : op == 0xf3 ? &d->rep
					  : NULL;

		if (seen && !*seen) {
			*seen = true;
			continue;
		}
		if ((op & 0xf0) != 0x40)
			return op;
		d->rex = op;
		return (u8)fetch(d, 1);
	}
}

static void check_operands(struct dec *d)
{
	struct rk_ck_insn *o = d->o;

	if ((o->load || o->store) && o->base == CK_BASE_NONE)
		refuse(d, CK_ABSOLUTE);
	if (d->lock && !(d->lockable && o->load && o->store))
		refuse(d, CK_LOCK);
	if (d->w16 && wide(d))
		refuse(d, CK_PREFIX);
	if (o->writes >> RSP & 1)
		refuse(d, CK_STACK_OP);
}

static enum rk_ck_rule decode(struct rk_ck_insn *out, const u8 *p, u32 n)
{
	struct dec d = {.o = out, .p = p, .n = n};
	u8 op;

	if (fixed(out, p, n))
		return CK_OK;
	op = prefixes(&d);
	if (d.rep && op != 0x0f)
		refuse(&d, CK_PREFIX);
	if (op == 0x0f)
		two_bytes(&d);
	else
		one_byte(&d, op);
	check_operands(&d);
	out->len = (u8)d.at;
	if (out->len > 15)
		refuse(&d, CK_INSN);
	return d.bad;
}

const struct rk_ck_target rk_ck_x86_64 = {
	.name = "x86",
	.decode = decode,
	.sp = RSP,
	.fp = RBP,
	.saved = {RBX, RBP, R12, R13, R14, R15},
	.n_saved = 6,
	.unit = 1,
	.word = 8,
	.call_push = 8,
	.call_misalign = 8,
	.landing = {0xf3, 0x0f, 0x1e, 0xfa},
	.call = {0xe8, 0x00, 0x00, 0x00, 0x00},
	.call_len = 5,
	.ret = {0xc3, 0xcc, 0xcc, 0xcc, 0xcc},
	.ret_len = 5,
};
