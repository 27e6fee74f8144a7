/* SPDX-License-Identifier: MIT */
/*
 * When a stored state stands for another, and when two may be joined: never if one of them says
 * more. What decides must be compared, not only hashed: a hash can be made to collide.
 */
#include <stdio.h>
#include "pack.h"

static struct rk_pool pool;
static int failed;

/* r6 as given and r7 held; both are alive. */
static struct rk_frozen *state(struct rk_reg r6, u32 held)
{
	struct rk_keep keep = {.regs = 0xc0};
	struct rk_reg r7 = rk_reg_ptr(RK_T_KERNEL, 5, 0, 0);
	struct rk_state s;

	rk_state_init(&s, &pool);
	rk_state_begin(&s);
	r7.flags = RK_TRUSTED;
	r7.ref = held;
	rk_state_hold(&s, held, 0);
	rk_reg_put(&s, 6, &r6);
	rk_reg_put(&s, 7, &r7);
	return rk_freeze(&pool, &s, &keep);
}

static struct rk_reg object(enum rk_kind kind, u32 ref)
{
	struct rk_reg r = rk_reg_ptr(kind, 5, 0, 0);

	r.flags = kind == RK_T_KERNEL ? RK_TRUSTED : RK_BORROWED;
	r.ref = ref;
	return r;
}

static struct rk_reg read_from(u8 flags)
{
	struct rk_reg r = rk_reg_ptr(RK_T_KERNEL, 5, 0, 0);

	r.flags = flags;
	return r;
}

/* The hash of both is that of the first: what it tells apart is not what is tested here. */
static void expect(const char *what, struct rk_frozen *a, struct rk_frozen *b, bool same)
{
	b->type_hash = a->type_hash;
	if (rk_frozen_covers(a, b) == same && rk_frozen_covers(b, a) == same &&
		rk_frozen_joinable(a, b) == same)
		return;
	printf("%s: covers %d, is covered %d, joinable %d\n", what, rk_frozen_covers(a, b),
		rk_frozen_covers(b, a), rk_frozen_joinable(a, b));
	failed = 1;
}

int main(void)
{
	struct rk_arena arena;

	rk_arena_init_tight(&arena);
	pool.arena = &arena;
	expect("the same object, held under another number", state(object(RK_T_KERNEL, 9), 9),
		state(object(RK_T_KERNEL, 4), 4), true);
	expect("an object that lasts, and one that ends when it is given back",
		state(object(RK_T_KERNEL, 0), 9), state(object(RK_T_KERNEL, 9), 9), false);
	expect("memory that lasts, and memory that ends with what it was lent from",
		state(object(RK_T_LENT, 0), 9), state(object(RK_T_LENT, 3), 9), false);
	expect("a pointer that lasts as the program, and one that ends with a section of RCU",
		state(read_from(RK_WALKED), 9), state(read_from(RK_WALKED | RK_SECTION), 9), false);
	rk_arena_fini(&arena);
	return failed;
}
