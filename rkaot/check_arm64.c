// SPDX-License-Identifier: MIT
/*
 * Decoder of the aarch64 subset: ARMv8.0, general registers. One row per encoding class; a class
 * accepts exactly the words that the architecture defines in it and that compiled code needs.
 */
#include "check.h"

enum { X18 = 18, FP = 29, LR = 30, R31 = 31 };

struct word {
	struct rk_ck_insn *o;
	u32 w;
	u32 uses; /* registers named, written or read */
	enum rk_ck_rule bad;
};

static void refuse(struct word *d, enum rk_ck_rule rule)
{
	if (!d->bad)
		d->bad = rule;
}

static u32 bits(const struct word *d, u32 hi, u32 lo)
{
	return d->w >> lo & ((2u << (hi - lo)) - 1);
}

static s32 sbits(const struct word *d, u32 hi, u32 lo)
{
	return (s32)(d->w << (31 - hi)) >> (31 - hi + lo);
}

static bool is64(const struct word *d)
{
	return d->w >> 31;
}

static void need(struct word *d, bool ok)
{
	if (!ok)
		refuse(d, CK_INSN);
}

static u8 use(struct word *d, u32 lo)
{
	u8 reg = (u8)bits(d, lo + 4, lo);

	d->uses |= 1u << reg;
	return reg;
}

/* Register 31 as a destination here is the zero register. */
static void write_reg(struct word *d, u8 reg)
{
	if (reg != R31)
		d->o->writes |= 1u << reg;
}

static void dest(struct word *d)
{
	write_reg(d, use(d, 0));
}

/* Register 31 as a destination here is the stack pointer, which no form on the list may set so. */
static void dest_sp(struct word *d)
{
	if (bits(d, 4, 0) == R31)
		refuse(d, CK_STACK_OP);
	dest(d);
}

static void pc_relative(struct word *d)
{
	refuse(d, CK_PC_RELATIVE);
}

/* add/sub immediate: the only arithmetic on sp, and what sets up x29. */
static void add_imm(struct word *d)
{
	bool flags = bits(d, 29, 29), sub = bits(d, 30, 30);
	s32 imm = (s32)bits(d, 21, 10) << (bits(d, 22, 22) ? 12 : 0);
	u8 rn = use(d, 5), rd = use(d, 0);

	if (sub)
		imm = -imm;
	if (!flags && rd == R31) {
		if (!is64(d) || (rn != R31 && rn != FP))
			refuse(d, CK_STACK_OP);
		d->o->sp = rn == R31 ? CK_FROM_SP : CK_FROM_FP;
		d->o->sp_delta = imm;
	} else if (!flags && rd == FP && rn == R31 && is64(d)) {
		d->o->fp = CK_FROM_SP;
		d->o->fp_delta = imm;
	} else {
		write_reg(d, rd);
	}
}

/* A bit pattern is an element of 2 to 64 bits whose ones are one run, not all of it. */
static bool pattern(const struct word *d)
{
	u32 n = bits(d, 22, 22), imms = bits(d, 15, 10), len = 6;
	u32 combined = n << 6 | (~imms & 0x3f);

	while (len && !(combined >> len & 1))
		len--;
	if (!len || (!is64(d) && n))
		return false;
	return (imms & ((1u << len) - 1)) != (1u << len) - 1;
}

static void logical_imm(struct word *d)
{
	need(d, pattern(d));
	use(d, 5);
	if (bits(d, 30, 29) == 3)
		dest(d);
	else
		dest_sp(d);
}

static void move_wide(struct word *d)
{
	need(d, bits(d, 30, 29) != 1 && (is64(d) || bits(d, 22, 21) < 2));
	dest(d);
}

static void bitfield(struct word *d)
{
	need(d, bits(d, 30, 29) != 3 && bits(d, 22, 22) == (u32)is64(d));
	need(d, is64(d) || (bits(d, 21, 16) < 32 && bits(d, 15, 10) < 32));
	use(d, 5);
	dest(d);
}

static void extract(struct word *d)
{
	need(d, bits(d, 22, 22) == (u32)is64(d) && (is64(d) || bits(d, 15, 10) < 32));
	use(d, 5);
	use(d, 16);
	dest(d);
}

static void logical_reg(struct word *d)
{
	need(d, is64(d) || bits(d, 15, 10) < 32);
	use(d, 5);
	use(d, 16);
	dest(d);
}

static void add_reg(struct word *d)
{
	need(d, bits(d, 23, 22) != 3);
	logical_reg(d);
}

static void add_extended(struct word *d)
{
	need(d, bits(d, 12, 10) <= 4);
	use(d, 5);
	use(d, 16);
	if (bits(d, 29, 29))
		dest(d);
	else
		dest_sp(d);
}

static void three_regs(struct word *d)
{
	use(d, 5);
	use(d, 16);
	dest(d);
}

static void compare_cond(struct word *d)
{
	use(d, 5);
	if (!bits(d, 11, 11))
		use(d, 16);
}

static void two_source(struct word *d)
{
	u32 op = bits(d, 15, 10);

	need(d, op == 2 || op == 3 || (op >= 8 && op <= 11));
	three_regs(d);
}

static void one_source(struct word *d)
{
	u32 op = bits(d, 15, 10);

	need(d, op <= 5 && (op != 3 || is64(d)));
	use(d, 5);
	dest(d);
}

static void three_source(struct word *d)
{
	u32 op = bits(d, 23, 21) << 1 | bits(d, 15, 15);
	bool high = op == 4 || op == 12; /* smulh, umulh: the third source is fixed */

	need(d, op <= 1 || (is64(d) && (op <= 4 || (op >= 10 && op <= 12))));
	need(d, !high || bits(d, 14, 10) == R31);
	use(d, 10);
	three_regs(d);
}

static void jump(struct word *d)
{
	d->o->flow = is64(d) ? CK_CALL : CK_JUMP;
	d->o->target = (s64)sbits(d, 25, 0) * 4;
	if (is64(d))
		d->o->writes |= 1u << LR;
}

static void cond_jump(struct word *d)
{
	d->o->flow = CK_COND;
	d->o->target = (s64)sbits(d, 23, 5) * 4;
}

static void compare_jump(struct word *d)
{
	cond_jump(d);
	use(d, 0);
}

static void test_jump(struct word *d)
{
	d->o->flow = CK_COND;
	d->o->target = (s64)sbits(d, 18, 5) * 4;
	use(d, 0);
}

static void return_lr(struct word *d)
{
	d->o->flow = CK_RET;
}

static void bad_return(struct word *d)
{
	refuse(d, CK_RETURN);
}

static void indirect(struct word *d)
{
	refuse(d, CK_INDIRECT);
}

static void trap(struct word *d)
{
	d->o->flow = bits(d, 20, 5) ? CK_TRAP : CK_PAD;
}

static void hint(struct word *d)
{
	d->o->nop = true;
}

static void barrier(struct word *d)
{
	(void)d;
}

static void system_insn(struct word *d)
{
	refuse(d, CK_SYSTEM);
}

static void simd(struct word *d)
{
	refuse(d, CK_SIMD);
}

/* Base register and transfer; the caller has set size and direction. */
static void memory(struct word *d, s32 off)
{
	u8 base = use(d, 5);

	d->o->base = base == R31 ? CK_BASE_SP : base == FP ? CK_BASE_FP : CK_BASE_OTHER;
	d->o->off = off;
}

static void transfer(struct word *d, u32 lo, int slot, bool whole)
{
	u8 reg = use(d, lo);

	if (whole)
		d->o->data[slot] = reg;
	if (d->o->load)
		write_reg(d, reg);
}

/* Write-back: of sp it is a change of the stack pointer; a base may not be transferred as well. */
static void write_back(struct word *d, s32 delta, bool after, u32 transferred)
{
	u8 base = (u8)bits(d, 9, 5);

	if (base == R31) {
		d->o->sp = CK_FROM_SP;
		d->o->sp_delta = delta;
		d->o->sp_after = after;
		d->o->off = 0;
		return;
	}
	need(d, !(transferred >> base & 1));
	if (after)
		d->o->off = 0;
	write_reg(d, base);
}

/* ldp, stp, ldpsw: after, offset, before. */
static void pair(struct word *d)
{
	u32 opc = bits(d, 31, 30), mode = bits(d, 24, 23);
	u8 each = opc == 2 ? 8 : 4, rt = (u8)bits(d, 4, 0), rt2 = (u8)bits(d, 14, 10);
	s32 off = sbits(d, 21, 15) * each;

	d->o->load = bits(d, 22, 22);
	d->o->store = !d->o->load;
	d->o->size = 2 * each;
	need(d, opc != 3 && mode && (opc != 1 || d->o->load));
	need(d, !d->o->load || rt != rt2);
	memory(d, off);
	transfer(d, 0, 0, each == 8);
	transfer(d, 10, 1, each == 8);
	if (mode != 2)
		write_back(d, off, mode == 1, 1u << rt | 1u << rt2);
}

static void direction(struct word *d)
{
	u32 size = bits(d, 31, 30), opc = bits(d, 23, 22);

	need(d, opc < 2 || size + (opc == 3) < 3);
	d->o->load = opc != 0;
	d->o->store = !opc;
	d->o->size = (u8)(1u << size);
}

static void single_unsigned(struct word *d)
{
	direction(d);
	memory(d, (s32)(bits(d, 21, 10) << bits(d, 31, 30)));
	transfer(d, 0, 0, d->o->size == 8);
}

/* Signed nine bits: unscaled, after, (unprivileged), before. */
static void single_signed(struct word *d)
{
	u32 mode = bits(d, 11, 10);
	s32 off = sbits(d, 20, 12);

	need(d, mode != 2);
	direction(d);
	memory(d, off);
	transfer(d, 0, 0, d->o->size == 8);
	if (mode)
		write_back(d, off, mode == 1, 1u << bits(d, 4, 0));
}

static void single_indexed(struct word *d)
{
	need(d, bits(d, 14, 14));
	direction(d);
	memory(d, 0);
	use(d, 16);
	d->o->indexed = true;
	transfer(d, 0, 0, false);
}

/* ldxr, ldaxr, stxr, stlxr, ldar, stlr. Pairs and the atomics of ARMv8.1 are not on the list. */
static void ordered(struct word *d)
{
	bool plain = bits(d, 23, 23), load = bits(d, 22, 22);
	u8 rt = (u8)bits(d, 4, 0), rn = (u8)bits(d, 9, 5), rs = (u8)bits(d, 20, 16);

	need(d, !bits(d, 21, 21) && bits(d, 14, 10) == R31 && (!plain || bits(d, 15, 15)));
	d->o->load = load;
	d->o->store = !load;
	d->o->size = (u8)(1u << bits(d, 31, 30));
	memory(d, 0);
	transfer(d, 0, 0, false);
	if (!plain && !load) {
		need(d, rs != rt && (rs != rn || rn == R31));
		write_reg(d, use(d, 16));
	} else {
		need(d, rs == R31);
	}
}

static const struct {
	u32 mask, match;
	void (*decode)(struct word *d);
} rows[] = {
	/* the first that matches decides */
	{0x1f000000, 0x10000000, pc_relative}, /* adr, adrp */
	{0x1f800000, 0x11000000, add_imm}, {0x1f800000, 0x12000000, logical_imm},
	{0x1f800000, 0x12800000, move_wide}, {0x1f800000, 0x13000000, bitfield},
	{0x7fa00000, 0x13800000, extract}, {0x7c000000, 0x14000000, jump}, /* b, bl */
	{0xff000010, 0x54000000, cond_jump}, {0x7e000000, 0x34000000, compare_jump},
	{0x7e000000, 0x36000000, test_jump}, {0xffffffff, 0xd65f03c0, return_lr},
	{0xfffffc1f, 0xd65f0000, bad_return},
	{0xfe000000, 0xd6000000, indirect}, /* br, blr, and all that authenticate */
	{0xffe0001f, 0xd4200000, trap},     /* brk */
	{0xffffffff, 0xd503201f, hint},     /* nop */
	{0xffffffff, 0xd503245f, hint},     /* bti c */
	{0xfffffdff, 0xd50339bf, barrier},  /* dmb ishld, dmb ish */
	{0xffffffff, 0xd5033abf, barrier},  /* dmb ishst */
	{0xffffffff, 0xd5033f5f, barrier},  /* clrex: after a compare-exchange that fails */
	{0xfe000000, 0xd4000000, system_insn}, {0x1f000000, 0x0a000000, logical_reg},
	{0x1f200000, 0x0b000000, add_reg}, {0x1fe00000, 0x0b200000, add_extended},
	{0x1fe0fc00, 0x1a000000, three_regs},   /* adc, sbc */
	{0x3fe00410, 0x3a400000, compare_cond}, /* ccmp, ccmn */
	{0x3fe00800, 0x1a800000, three_regs},   /* csel, csinc, csinv, csneg */
	{0x7fe00000, 0x1ac00000, two_source}, {0x7fff0000, 0x5ac00000, one_source},
	{0x7f000000, 0x1b000000, three_source}, {0x3f000000, 0x08000000, ordered},
	{0x3f000000, 0x18000000, pc_relative}, /* ldr literal */
	{0x3e000000, 0x28000000, pair}, {0x3f000000, 0x39000000, single_unsigned},
	{0x3f200000, 0x38000000, single_signed}, {0x3f200c00, 0x38200800, single_indexed},
	{0x0e000000, 0x0e000000, simd}, /* arithmetic */
	{0x0e000000, 0x0c000000, simd}, /* loads and stores */
};

static enum rk_ck_rule decode(struct rk_ck_insn *out, const u8 *p, u32 n)
{
	struct word d = {.o = out};

	out->len = 4;
	if (n < 4)
		return CK_TRUNCATED;
	d.w = p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++) {
		if ((d.w & rows[i].mask) != rows[i].match)
			continue;
		rows[i].decode(&d);
		if (d.uses >> X18 & 1)
			refuse(&d, CK_PLATFORM);
		return d.bad;
	}
	return CK_INSN;
}

const struct rk_ck_target rk_ck_aarch64 = {
	.name = "arm64",
	.decode = decode,
	.sp = R31,
	.fp = FP,
	.saved = {19, 20, 21, 22, 23, 24, 25, 26, 27, 28, FP, LR},
	.n_saved = CK_MAX_SAVED,
	.unit = 4,
	.word = 16,
	.call_push = 0,
	.call_misalign = 0,
	.landing = {0x5f, 0x24, 0x03, 0xd5},
	.call = {0x00, 0x00, 0x00, 0x94},
	.call_len = 4,
};
