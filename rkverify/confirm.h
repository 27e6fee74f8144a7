/* SPDX-License-Identifier: MIT */
/*
 * What becomes of an `unsafe` verdict: a run that does what the diagnostic says is searched, and
 * told in notes. Without one, what a run would show is only unproved.
 */
#ifndef RK_CONFIRM_H
#define RK_CONFIRM_H

#include "verify.h"
#include "witness.h"

/* True where a run was found: *out is it. Never makes a verdict better than unproved. */
bool rk_confirm(struct rk_witness *out, struct rk_arena *a, const struct rk_prog *p,
	struct rk_result *r, struct rk_diags *d);
/* The file that `rk run --counterexample` takes. False: errno says why. */
bool rk_witness_write(const char *path, const struct rk_prog *p, const struct rk_witness *w);

#endif
