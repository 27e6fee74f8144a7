/* SPDX-License-Identifier: MIT */
/*
 * Conditions: excluding a number, requiring bits, and rk_val_assume(), which is made of them. Part
 * of harness.c.
 */

bool prove_exclude(int width)
{
	u64 x = rk_ghost(X), out = rk_part_zext(rk_any64("excluded"), width);
	struct rk_val v = any_with(x);

	rk_assume(rk_part_zext(x, width) != out);
	rk_claim(exclude(&v, out, width));
	claim_member(&v, x);
	return true;
}

bool cut_exclude(struct rk_val *v, u64 out, int width)
{
	struct rk_val was = *v;
	bool ok = any_bool();

	*v = any_value();
	for (int i = X; i <= Y; i++) {
		u64 x = rk_ghost(i);

		rk_assume(out != rk_part_zext(out, width) || rk_part_zext(x, width) == out ||
			  !rk_val_contains(&was, x) || (ok && rk_val_contains(v, x)));
	}
	return ok;
}

bool prove_low_const(int width)
{
	struct rk_val v = any_with(rk_ghost(X));
	u64 x;

	if (low_const(&v, width, &x))
		rk_claim(x == rk_part_zext(rk_ghost(X), width));
	return true;
}

bool cut_low_const(const struct rk_val *v, int width, u64 *x)
{
	bool is = any_bool();

	*x = rk_any64("constant");
	for (int i = X; i <= Y; i++)
		rk_assume(!is || !rk_val_contains(v, rk_ghost(i)) ||
			  *x == rk_part_zext(rk_ghost(i), width));
	return is;
}

bool prove_meet_bits(void)
{
	u64 x = rk_ghost(X);
	struct rk_val v = any_with(x);
	struct rk_tnum t = any_bits();

	rk_assume(bits_have(t, x));
	rk_claim(meet_bits(&v, t));
	claim_member(&v, x);
	return true;
}

bool cut_meet_bits(struct rk_val *v, struct rk_tnum t)
{
	struct rk_val was = *v;
	bool ok = any_bool();

	*v = any_value();
	for (int i = X; i <= Y; i++)
		rk_assume((t.value & t.mask) || !bits_have(t, rk_ghost(i)) ||
			  !rk_val_contains(&was, rk_ghost(i)) ||
			  (ok && rk_val_contains(v, rk_ghost(i))));
	return ok;
}

/* What a common bit of the numbers says, first: where one bit can be common, both have it. */
static void try_common(const struct rk_val *a, const struct rk_val *b, int width)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y), top = rk_part_top(width);
	u64 both = (a->value | a->mask) & (b->value | b->mask) & top, common = x & y & top;

	rk_try(common, true);
	rk_try(!(common & ~both), true);
	rk_try((both & (both - 1)) || (x & both) == both, true);
	rk_try((both & (both - 1)) || (y & both) == both, true);
}

bool prove_assume(int op, int size, int taken)
{
	u64 x = rk_ghost(X), y = rk_ghost(Y);
	struct rk_val a = any_with(x), b = any_with(y);

	rk_assume(rk_eval_cond((enum rk_cond)op, (u8)size, x, y) == taken);
	if (op == RK_COND_JSET && taken)
		try_common(&a, &b, 8 * size);
	rk_claim(rk_val_assume((enum rk_cond)op, (u8)size, taken, &a, &b));
	if (op == RK_COND_JEQ || op == RK_COND_JNE || op == RK_COND_JSET) {
		rk_claim_paths(rk_val_contains(&a, x));
		rk_claim_paths(rk_val_contains(&b, y));
	} else {
		rk_claim(rk_val_contains(&a, x));
		rk_claim(rk_val_contains(&b, y));
	}
	return true;
}
