/* SPDX-License-Identifier: MIT */
/* One run of the interpreter; private to interp*.c. */
#ifndef RK_INTERP_STATE_H
#define RK_INTERP_STATE_H

#include "interp.h"

enum { RK_INTERP_RECORDS = 16 };

struct rk_interp_frame {
	u32 ret;      /* where the caller goes on */
	bool helper;  /* the caller is the helper that is called before there */
	u64 saved[4]; /* its r6..r9 */
};

struct rk_interp_run {
	const struct rk_interp *in;
	u64 r[11];
	u32 pc;
	u32 depth;
	u32 n_records;
	struct rk_interp_region records[RK_INTERP_RECORDS]; /* reserved, not yet released */
	struct rk_interp_frame frames[RK_MAX_FRAMES];
	struct rk_interp_result res;
};

/* Record the first fault; always false. */
bool rk_interp_fail(struct rk_interp_run *s, enum rk_fault fault, u64 address, u64 size);
/* interp_mem.c: may the program read or write [address, address + size)? */
bool rk_interp_may(const struct rk_interp_run *s, u64 address, u64 size, bool write);
bool rk_interp_access(struct rk_interp_run *s, u64 address, u64 size, bool write);
bool rk_interp_load(struct rk_interp_run *s, const struct rk_insn *i);
bool rk_interp_store(struct rk_interp_run *s, const struct rk_insn *i);
bool rk_interp_atomic(struct rk_interp_run *s, const struct rk_insn *i);
/* interp_call.c */
bool rk_interp_call(struct rk_interp_run *s, u32 id);

#endif
