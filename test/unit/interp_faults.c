/* SPDX-License-Identifier: MIT */
/*
 * The interpreter's faults: small programs, each breaking one rule, with instruction, kind and
 * address; the same programs within the rule run. Stack is zeroed at every entry, callee-saved
 * registers return.
 */
#include "interp.h"
#include "rt_test.h"

#define ALU(o, d, s, i)                                                                            \
	{.kind = RK_INSN_ALU, .op = RK_ALU_##o, .size = 8, .dst = d, .src = s, .imm = i}
#define ALUX(o, d, s)                                                                              \
	{.kind = RK_INSN_ALU,                                                                      \
		.op = RK_ALU_##o,                                                                  \
		.size = 8,                                                                         \
		.dst = d,                                                                          \
		.src = s,                                                                          \
		.flags = RK_INSN_SRC_REG}
#define LDX(sz, d, s, o) {.kind = RK_INSN_LDX, .size = sz, .dst = d, .src = s, .off = o}
#define ST(sz, d, o, i) {.kind = RK_INSN_ST, .size = sz, .dst = d, .off = o, .imm = i}
#define STX(sz, d, o, s) {.kind = RK_INSN_STX, .size = sz, .dst = d, .off = o, .src = s}
#define XADD(sz, d, o, s)                                                                          \
	{.kind = RK_INSN_ATOMIC, .op = RK_ATOMIC_ADD, .size = sz, .dst = d, .off = o, .src = s}
#define MAP(d, m)                                                                                  \
	{.kind = RK_INSN_LDDW, .dst = d, .ref_kind = RK_REF_MAP, .ref = m},                        \
	{                                                                                          \
		.kind = RK_INSN_PAD                                                                \
	}
#define CALL(id) {.kind = RK_INSN_CALL, .ref = id}
#define SUB(t) {.kind = RK_INSN_CALL_SUB, .target = t}
#define JA(t) {.kind = RK_INSN_JA, .target = t}
#define JEQ(d, i, t)                                                                               \
	{.kind = RK_INSN_COND, .op = RK_COND_JEQ, .size = 8, .dst = d, .imm = i, .target = t}
#define EXIT {.kind = RK_INSN_EXIT}

enum { HASH, RING };

static const struct row {
	const char *name;
	struct rk_insn code[16];
	u8 fault;
	u32 insn, size;
	u64 r0;
} rows[] = {
	{"context in bounds", {LDX(8, 0, 1, 8), EXIT}, .r0 = 0x1111},
	{"context past end", {LDX(8, 0, 1, 9), EXIT}, .fault = RK_FAULT_READ, .insn = 0, .size = 8},
	{"context before start", {LDX(1, 0, 1, -1), EXIT}, .fault = RK_FAULT_READ, .insn = 0,
		.size = 1},
	{"context is read-only", {ST(1, 1, 0, 5), EXIT}, .fault = RK_FAULT_WRITE, .insn = 0,
		.size = 1},
	{"stack starts zeroed", {LDX(8, 0, 10, -512), EXIT}, .r0 = 0},
	{"stack below", {ALU(MOV, 0, 0, 0), ST(8, 10, -520, 1), EXIT}, .fault = RK_FAULT_WRITE,
		.insn = 1, .size = 8},
	{"stack above", {LDX(4, 0, 10, -2), EXIT}, .fault = RK_FAULT_READ, .insn = 0, .size = 4},
	{"signed load",
		{ST(2, 10, -8, 0xff80),
			{.kind = RK_INSN_LDX,
				.size = 1,
				.dst = 0,
				.src = 10,
				.off = -8,
				.flags = RK_INSN_SIGNED},
			EXIT},
		.r0 = (u64)-128},
	{"null", {ALU(MOV, 1, 0, 0), LDX(8, 0, 1, 0), EXIT}, .fault = RK_FAULT_READ, .insn = 1,
		.size = 8},
	{"atomic off alignment", {XADD(8, 10, -12, 1), EXIT}, .fault = RK_FAULT_ALIGN, .insn = 0,
		.size = 8},
	{"atomic",
		{ST(8, 10, -8, 40), ALU(MOV, 2, 0, 2), XADD(8, 10, -8, 2), LDX(8, 0, 10, -8), EXIT},
		.r0 = 42},
	{"endless loop", {JA(0)}, .fault = RK_FAULT_FUEL, .insn = 0, .size = 0},
	{"falls off the end", {ALU(MOV, 0, 0, 0), JA(16)}, .fault = RK_FAULT_JUMP, .insn = 16,
		.size = 0},
	{"jump outside", {JA(4000)}, .fault = RK_FAULT_JUMP, .insn = 4000, .size = 0},
	{"unknown helper", {CALL(9999), EXIT}, .fault = RK_FAULT_HELPER, .insn = 0, .size = 0},
	{"verify-only helper", {CALL(35), EXIT}, .fault = RK_FAULT_HELPER, .insn = 0, .size = 0},
	{"calls too deep", {SUB(0), EXIT}, .fault = RK_FAULT_DEPTH, .insn = 0, .size = 0},
	{"callee keeps r6 and has its own stack",
		{ALU(MOV, 6, 0, 7), ST(8, 10, -8, 9), SUB(6), ALUX(ADD, 0, 6), LDX(8, 1, 10, -8),
			EXIT, LDX(8, 0, 10, -8), ALU(MOV, 6, 0, 1), ST(8, 10, -8, 3), EXIT},
		.r0 = 7},
	{"callee may use its caller's frame",
		{ALUX(MOV, 1, 10), ALU(ADD, 1, 0, -8), SUB(5), LDX(8, 0, 10, -8), EXIT,
			ST(8, 1, 0, 77), EXIT},
		.r0 = 77},
	{"frame of a call that returned",
		{SUB(3), LDX(8, 0, 0, 0), EXIT, ALUX(MOV, 0, 10), ALU(ADD, 0, 0, -8), EXIT},
		.fault = RK_FAULT_READ, .insn = 1, .size = 8},
	{"map argument is no map",
		{ALU(MOV, 1, 0, 5), ALUX(MOV, 2, 10), ALU(ADD, 2, 0, -8), CALL(1), EXIT},
		.fault = RK_FAULT_ARG, .insn = 3, .size = 1},
	{"map of the wrong type",
		{MAP(1, RING), ALUX(MOV, 2, 10), ALU(ADD, 2, 0, -8), CALL(1), EXIT},
		.fault = RK_FAULT_ARG, .insn = 4, .size = 1},
	{"key past the stack", {MAP(1, HASH), ALUX(MOV, 2, 10), ALU(ADD, 2, 0, -3), CALL(1), EXIT},
		.fault = RK_FAULT_READ, .insn = 4, .size = 4},
	{"value past the map",
		{MAP(1, HASH), ALUX(MOV, 2, 10), ALU(ADD, 2, 0, -8), CALL(1), LDX(8, 0, 0, 1),
			EXIT},
		.fault = RK_FAULT_READ, .insn = 5, .size = 8},
	{"lookup without a null check",
		{ST(4, 10, -8, 99), MAP(1, HASH), ALUX(MOV, 2, 10), ALU(ADD, 2, 0, -8), CALL(1),
			LDX(8, 0, 0, 0), EXIT},
		.fault = RK_FAULT_READ, .insn = 6, .size = 8},
	{"record leaks", {MAP(1, RING), ALU(MOV, 2, 0, 16), ALU(MOV, 3, 0, 0), CALL(131), EXIT},
		.fault = RK_FAULT_LEAK, .insn = 5, .size = 0},
	{"write past a record",
		{MAP(1, RING), ALU(MOV, 2, 0, 16), ALU(MOV, 3, 0, 0), CALL(131), ST(8, 0, 9, 1),
			EXIT},
		.fault = RK_FAULT_WRITE, .insn = 5, .size = 8},
	{"record used after submit",
		{MAP(1, RING), ALU(MOV, 2, 0, 16), ALU(MOV, 3, 0, 0), CALL(131), ALUX(MOV, 6, 0),
			ALUX(MOV, 1, 0), ALU(MOV, 2, 0, 0), CALL(132), ST(8, 6, 0, 1), EXIT},
		.fault = RK_FAULT_WRITE, .insn = 9, .size = 8},
	{"submit of what is no record", {ALUX(MOV, 1, 10), ALU(MOV, 2, 0, 0), CALL(132), EXIT},
		.fault = RK_FAULT_ARG, .insn = 2, .size = 1},
	{"record submitted",
		{MAP(1, RING), ALU(MOV, 2, 0, 16), ALU(MOV, 3, 0, 0), CALL(131), ST(8, 0, 8, 1),
			ALUX(MOV, 1, 0), ALU(MOV, 2, 0, 0), CALL(132), ALU(MOV, 0, 0, 4), EXIT},
		.r0 = 4},
	{"constant is no map here",
		{{.kind = RK_INSN_LDDW, .ref_kind = RK_REF_KSYM}, {.kind = RK_INSN_PAD}, EXIT},
		.fault = RK_FAULT_INSN, .insn = 0, .size = 0},
	{"second half of a wide load", {JA(2), MAP(1, HASH), EXIT}, .fault = RK_FAULT_INSN,
		.insn = 2, .size = 0},
};

static const u64 ctx[2] = {0, 0x1111};

static void run_row(const struct row *row, struct rk_env *env)
{
	static u8 stack[RK_INTERP_STACK] __attribute__((aligned(8)));
	const struct rk_interp_region region = {(u64)(uintptr_t)ctx, sizeof(ctx), false};
	struct rk_interp_result res;
	const struct rk_interp in = {.insns = row->code,
		.n_insns = 16,
		.regions = &region,
		.n_regions = 1,
		.env = env,
		.stack = stack,
		.frame_bytes = RK_FRAME_BYTES,
		.fuel = 1000,
		.result = &res};
	u64 r0;
	int err;

	memset(stack, 0xcc, sizeof(stack));
	err = rk_interp_run(&in, region.base, 0, &r0);
	if (!err == !row->fault && res.fault == row->fault && r0 == row->r0 &&
		(!err || (res.insn == row->insn && res.size == row->size)))
		return;
	printf("%s: error %d, fault %s at %u, size %u, r0 %#llx\n", row->name, err,
		rk_fault_name(res.fault), res.insn, res.size, (unsigned long long)r0);
	exit(1);
}

int main(void)
{
	const struct rkb_map maps[] = {
		[HASH] = map_def("hash", RK_MAP_HASH, 4, 8, 4),
		[RING] = map_def("ring", RK_MAP_RINGBUF, 0, 0, 4096),
	};
	struct rk_program *p;
	struct rk_rt rt;
	u32 zero = 0, len;
	u64 value = 1;

	CHECK(!rk_rt_init(&rt, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT));
	p = prog_new(&rt, maps, 2, NULL);
	CHECK(!rk_map_write(p->maps[HASH], &zero, &value, 0, 0));
	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++)
		run_row(&rows[i], p->env[0]);
	/* Records of failed runs were discarded: the ones submitted can be read behind them. */
	for (u32 n = 0; n < 2; n++, rk_ring_release(p->maps[RING]))
		CHECK(rk_ring_peek(p->maps[RING], &len) && len == 16);
	CHECK(!rk_ring_peek(p->maps[RING], &len));
	rk_rt_unload(p);
	rk_rt_fini(&rt);
	return 0;
}
