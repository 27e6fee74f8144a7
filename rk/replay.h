/* SPDX-License-Identifier: MIT */
/*
 * Recorded events as CSV: a header line that names context fields, then one event per line. Numbers
 * are decimal or 0x hexadecimal; `args[2]` is an array element, a byte array is one hexadecimal
 * string; fields that no column names are zero. Blank lines and lines that begin with # are
 * skipped, as is a byte-order mark. Reading is strict: the first error ends it, with line and
 * column. The text is the caller's and must outlive this.
 */
#ifndef RK_REPLAY_H
#define RK_REPLAY_H

#include "rk/tables.h"

enum { RK_REPLAY_COLS = 96, RK_CTX_MAX = 256 };

struct rk_replay {
	const char *at, *end;
	const char *row; /* text of the last event's line, without its end */
	size_t row_len;
	u32 line, column; /* of the error, from 1 */
	const char *why;
	char text[512]; /* where why is made for this recording */
	u32 ctx_size;
	s32 time_off; /* offset of the event's time in the context, -1 where it has none */
	u32 n_cols;
	struct rk_replay_col {
		u16 off, size;
		bool bytes; /* a hexadecimal string of up to size bytes */
	} cols[RK_REPLAY_COLS];
};

/* Read the header line. RK_EUNSUP: this hook's context cannot be written as CSV. */
int rk_replay_open(
	struct rk_replay *r, const char *text, size_t size, const struct rk_hook_row *hook);
/* Fill ctx_size bytes. RK_ENOENT at the end, RK_EINPUT with line, column and why. */
int rk_replay_next(struct rk_replay *r, void *ctx);

#endif
