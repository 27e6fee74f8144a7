/* SPDX-License-Identifier: MIT */
/*
 * Driver and runner: a request is the struct, then the text, then the memory, then n_calls offsets
 * (u32) of placeholders that call helper 5; an answer is the struct. Native byte order: both are
 * little-endian.
 */
#ifndef RK_CONFORMANCE_PROTOCOL_H
#define RK_CONFORMANCE_PROTOCOL_H

#include "rk/types.h"

struct run_request {
	u32 text_size, mem_size, n_calls;
	u32 spare;
};

struct run_answer {
	u64 r0;
	s32 signal; /* that ended the program, 0 where it returned */
	u32 zero;
};

enum { RUN_SECONDS = 10 };

#endif
