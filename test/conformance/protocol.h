/* SPDX-License-Identifier: MIT */
/*
 * Driver and runner. A request is the struct, then the text, then n_runs memories of mem_size
 * bytes, then n_calls offsets (u32) of placeholders that call helper 5. An answer is the struct,
 * then n_runs results. Native byte order: both sides are little-endian.
 */
#ifndef RK_CONFORMANCE_PROTOCOL_H
#define RK_CONFORMANCE_PROTOCOL_H

#include "rk/types.h"

struct run_request {
	u32 text_size, mem_size, n_calls, n_runs;
};

struct run_answer {
	s32 signal; /* that ended the program, 0 where every run returned */
	u32 done;   /* runs that returned */
};

struct run_result {
	u64 r0;
	u64 memory; /* run_hash of the memory afterwards */
};

enum { RUN_SECONDS = 10, RUN_MAX = 4096 };

/* FNV-1a. */
static inline u64 run_hash(const u8 *p, size_t n)
{
	u64 h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	return h;
}

#endif
