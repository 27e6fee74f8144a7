/* SPDX-License-Identifier: MIT */
/* The running kernel's verifier as a second opinion, through bpf(2). Needs CAP_BPF, CAP_PERFMON. */
#ifndef RK_CONFORMANCE_KERNEL_H
#define RK_CONFORMANCE_KERNEL_H

#include "obj/prog.h"

enum kernel_verdict { KERNEL_ACCEPTS, KERNEL_REJECTS, KERNEL_SILENT };

enum { KERNEL_MAPS = 16 };

/* Maps made for the last program, kept while the next one declares the same: making them is slow.
 */
struct kernel {
	struct rk_map_def defs[KERNEL_MAPS];
	int fds[KERNEL_MAPS];
	u32 n;
	int btf; /* 0: not yet made */
};

/*
 * Load p as a raw tracepoint program, with maps of its own; `why` is the last line of the log
 * where it is rejected, with every number replaced by N. Silent: it could not be asked.
 */
enum kernel_verdict kernel_judge(
	struct kernel *k, const struct rk_prog *p, struct rk_arena *a, const char **why);
void kernel_close(struct kernel *k);
/* The last line of a text (which is changed) with every number replaced by N. */
const char *kernel_cause(struct rk_arena *a, char *text);

#endif
