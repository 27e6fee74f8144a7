/* SPDX-License-Identifier: MIT */
/*
 * Helpers that call back: the function runs in a frame of its own as often as the hooks say, the
 * caller's registers are back afterwards, nesting has its limit, and without the hook there is
 * none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "interp.h"

#define MOV(d, i) {.kind = RK_INSN_ALU, .op = RK_ALU_MOV, .size = 8, .dst = d, .imm = i}
#define ADDX(d, s)                                                                                 \
	{.kind = RK_INSN_ALU,                                                                      \
		.op = RK_ALU_ADD,                                                                  \
		.size = 8,                                                                         \
		.dst = d,                                                                          \
		.src = s,                                                                          \
		.flags = RK_INSN_SRC_REG}
#define CALL(id) {.kind = RK_INSN_CALL, .ref = id}
#define EXIT {.kind = RK_INSN_EXIT}

enum { EACH = 7, BACK = 4 };

struct calls {
	u32 left, made;
	u64 sum; /* of what the function returned */
};

static u64 nothing(u64 a, u64 b, u64 c, u64 d, u64 e, struct rk_env *env)
{
	return 0;
}

static rk_helper_fn helper(void *data, u32 id)
{
	return id == EACH ? nothing : NULL;
}

static bool callback(void *data, bool returned, u64 *r0, u32 *target, u64 args[5])
{
	struct calls *c = data;

	if (returned)
		c->sum += *r0;
	if (!c->left) {
		*r0 = c->sum;
		return false;
	}
	c->left--;
	args[0] = ++c->made;
	*target = BACK;
	return true;
}

static int run(const struct rk_insn *insns, struct calls *c, bool hook,
	struct rk_interp_result *res, u64 *r0)
{
	static u8 stack[RK_INTERP_STACK] __attribute__((aligned(8)));
	const struct rk_interp_hooks hooks = {
		.data = c, .helper = helper, .callback = hook ? callback : NULL};
	const struct rk_interp in = {.insns = insns,
		.n_insns = 8,
		.stack = stack,
		.frame_bytes = RK_FRAME_BYTES,
		.fuel = 1000,
		.hooks = &hooks,
		.result = res};

	return rk_interp_run(&in, 0, 0, r0);
}

static void expect(const char *what, bool ok)
{
	if (ok)
		return;
	printf("%s\n", what);
	exit(1);
}

int main(void)
{
	/* r6 is the caller's; the function adds its own r6 to its argument and returns that. */
	static const struct rk_insn sums[8] = {MOV(6, 1000), CALL(EACH), ADDX(0, 6), EXIT,
		MOV(6, 1), ADDX(6, 1), MOV(0, 10), EXIT};
	static const struct rk_insn nests[8] = {
		CALL(EACH), EXIT, EXIT, EXIT, CALL(EACH), EXIT, EXIT, EXIT};
	struct calls c = {.left = 3};
	struct rk_interp_result res;
	u64 r0;

	expect("three calls", !run(sums, &c, true, &res, &r0) && r0 == 1030 && c.made == 3);
	expect("instructions of all of them", res.executed == 4 + 3 * 4);
	c = (struct calls){0};
	expect("no call", !run(sums, &c, true, &res, &r0) && r0 == 1000 && !c.made);
	c = (struct calls){.left = 3};
	expect("no hook", !run(sums, &c, false, &res, &r0) && r0 == 1000 && !c.made);
	c = (struct calls){.left = RK_MAX_FRAMES - 1};
	expect("as deep as frames go", !run(nests, &c, true, &res, &r0));
	c = (struct calls){.left = RK_MAX_FRAMES};
	expect("one too deep",
		run(nests, &c, true, &res, &r0) && res.fault == RK_FAULT_DEPTH && res.insn == BACK);
	return 0;
}
