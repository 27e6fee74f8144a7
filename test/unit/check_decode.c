// SPDX-License-Identifier: MIT
/*
 * The check's decoders against Capstone, on random bytes near the subset: what ours accepts,
 * Capstone decodes too, with the same length, the same jump target, no system, vector or indirect
 * instruction, and ours names every register Capstone says is written. Capstone is not part of the
 * check itself.
 */
#include <capstone/capstone.h>
#include <stdio.h>
#include <string.h>
#include "check.h"

enum { ROUNDS = 400000, MAX_INSN = 15, SHOWN = 20 };

struct side {
	const struct rk_ck_target *t;
	csh cs;
	cs_insn *insn;
	u64 accepted;
	int failures;
};

static u64 next(u64 *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static void complain(struct side *s, const u8 *p, u32 len, const char *what)
{
	if (s->failures++ >= SHOWN)
		return;
	fprintf(stderr, "%s: %s:", s->t->name, what);
	for (u32 i = 0; i < len; i++)
		fprintf(stderr, " %02x", p[i]);
	fprintf(stderr, "  %s %s\n", s->insn->mnemonic, s->insn->op_str);
}

/* Number of the general register in the encoding, from Capstone's name of any part of it. */
static int x86_number(const char *name)
{
	static const char *const old[] = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};
	static const char *const bytes[] = {"al", "cl", "dl", "bl", "ah", "ch", "dh", "bh"};
	unsigned n;

	if (sscanf(name, "r%u", &n) == 1)
		return (int)n;
	for (int i = 0; i < 8; i++) {
		size_t len = strlen(name);

		if (!strcmp(name, bytes[i]))
			return i % 4;
		if (len >= 2 && (!strcmp(name + len - 2, old[i]) ||
					(len == 3 && !strncmp(name, old[i], 2) && name[2] == 'l')))
			return i;
	}
	return -1;
}

static int arm_number(const char *name)
{
	unsigned n;

	if (sscanf(name, "x%u", &n) == 1 || sscanf(name, "w%u", &n) == 1)
		return (int)n;
	return !strcmp(name, "sp") || !strcmp(name, "wsp") ? 31 : -1;
}

static u32 our_writes(const struct side *s, const struct rk_ck_insn *in)
{
	u32 w = in->writes;

	if (in->sp || in->flow == CK_CALL || in->flow == CK_RET)
		w |= 1u << s->t->sp;
	return in->fp ? w | 1u << s->t->fp : w;
}

/* Capstone 4 says these write an operand that they only read. */
static bool known_wrong(const char *mnemonic)
{
	static const char *const names[] = {"cdq", "cwd", "cqo", "test", "cmp", "cmn", "tst"};

	for (size_t i = 0; i < RK_ARRAY_SIZE(names); i++)
		if (!strcmp(mnemonic, names[i]))
			return true;
	return false;
}

static void compare_writes(struct side *s, const struct rk_ck_insn *in, const u8 *p)
{
	cs_regs reads, writes;
	u8 n_reads, n_writes;
	bool arm = s->t == &rk_ck_aarch64;

	if (known_wrong(s->insn->mnemonic) ||
		cs_regs_access(s->cs, s->insn, reads, &n_reads, writes, &n_writes))
		return;
	for (u8 i = 0; i < n_writes; i++) {
		const char *name = cs_reg_name(s->cs, writes[i]);
		int reg = arm ? arm_number(name) : x86_number(name);

		if (reg >= 0 && !(our_writes(s, in) >> reg & 1))
			complain(s, p, in->len, name);
	}
}

static void compare_target(struct side *s, const struct rk_ck_insn *in, const u8 *p)
{
	s64 target = 0;

	if (in->flow != CK_COND && in->flow != CK_JUMP && in->flow != CK_CALL)
		return;
	if (s->t == &rk_ck_x86_64)
		target = s->insn->detail->x86.operands[0].imm;
	else
		for (u8 i = 0; i < s->insn->detail->arm64.op_count; i++)
			target = s->insn->detail->arm64.operands[i].imm;
	if (target != in->target)
		complain(s, p, in->len, "target differs");
}

static bool in_group(const struct side *s, u8 group)
{
	return cs_insn_group(s->cs, s->insn, group);
}

/* Jump and call groups must agree with the flow that ours reports. */
static bool groups_agree(const struct side *s, const struct rk_ck_insn *in)
{
	bool jumps = in->flow == CK_COND || in->flow == CK_JUMP;

	if (in_group(s, CS_GRP_PRIVILEGE) || in_group(s, CS_GRP_IRET))
		return false;
	if (in_group(s, CS_GRP_INT) && in->flow != CK_PAD && in->flow != CK_TRAP)
		return false;
	if (in_group(s, CS_GRP_JUMP) && !jumps && in->flow != CK_CALL)
		return false;
	return !in_group(s, CS_GRP_CALL) || in->flow == CK_CALL;
}

static void one(struct side *s, const u8 *p)
{
	struct rk_ck_insn in = {.data = {CK_NO_REG, CK_NO_REG}};
	const u8 *at = p;
	size_t left = MAX_INSN;
	u64 address = 0;

	if (s->t->decode(&in, p, MAX_INSN))
		return;
	s->accepted++;
	if (!cs_disasm_iter(s->cs, &at, &left, &address, s->insn)) {
		strcpy(s->insn->mnemonic, "-");
		complain(s, p, in.len, "unknown to capstone");
		return;
	}
	if (s->insn->size != in.len)
		complain(s, p, in.len, "length differs");
	else if (!groups_agree(s, &in))
		complain(s, p, in.len, "kind differs");
	compare_writes(s, &in, p);
	compare_target(s, &in, p);
}

/* Random bytes, often steered to prefixes, two-byte opcodes and the ModRM forms with surprises. */
static void steer(u8 *p, u64 *seed)
{
	static const u8 first[] = {0x66, 0xf0, 0xf3, 0x48, 0x41, 0x4c, 0x44, 0x4d, 0x0f};
	u32 n = next(seed) % 4, i;

	for (i = 0; i < n; i++)
		p[i] = first[next(seed) % sizeof(first)];
	if (next(seed) & 1)
		p[i + 1] &= 0x3f | (u8)(next(seed) & 0xc0);
}

static void run(struct side *s, cs_arch arch, cs_mode mode)
{
	u64 seed = 0x9e3779b97f4a7c15u;
	u8 p[MAX_INSN + 1];

	if (cs_open(arch, mode, &s->cs)) {
		fprintf(stderr, "capstone does not open\n");
		s->failures++;
		return;
	}
	cs_option(s->cs, CS_OPT_DETAIL, CS_OPT_ON);
	s->insn = cs_malloc(s->cs);
	for (int i = 0; i < ROUNDS; i++) {
		for (u32 k = 0; k < sizeof(p); k += 8)
			memcpy(p + k, &(u64){next(&seed)}, 8);
		if (arch == CS_ARCH_X86)
			steer(p, &seed);
		one(s, p);
	}
	if (s->accepted < ROUNDS / 20) {
		fprintf(stderr, "%s: only %llu accepted\n", s->t->name,
			(unsigned long long)s->accepted);
		s->failures++;
	}
	cs_free(s->insn, 1);
	cs_close(&s->cs);
}

int main(void)
{
	struct side x86 = {.t = &rk_ck_x86_64}, arm = {.t = &rk_ck_aarch64};

	run(&x86, CS_ARCH_X86, CS_MODE_64);
	run(&arm, CS_ARCH_ARM64, CS_MODE_ARM);
	return x86.failures || arm.failures;
}
