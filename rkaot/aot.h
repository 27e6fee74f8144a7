/* SPDX-License-Identifier: MIT */
/*
 * Program + facts -> native code -> checked code -> blob. Nothing here trusts LLVM's output: what
 * rk_code_check() has not passed does not reach rk_blob_write().
 */
#ifndef RK_AOT_H
#define RK_AOT_H

#include "rk/abi.h"
#include "rk/blob.h"
#include "verify.h"

enum rk_lower {
	RK_LOWER_O2,
	RK_LOWER_O0,     /* tests */
	RK_LOWER_OPAQUE, /* tests: O2 with every immediate behind a volatile slot */
};

struct rk_aot_opts {
	enum rk_arch arch;
	enum rk_lower lower;
	bool debug_checks; /* trap when a register leaves its proved range (state embedding) */
	bool naive;        /* no facts: every value an i64, inttoptr at accesses (conformance) */
	bool dump_ir;      /* print the optimised IR to stderr */
};

struct rk_code_func {
	const char *name;
	u32 offset, size; /* in text */
};

/* Offset in the text -> instruction slot, for the side file and dumps. */
struct rk_code_line {
	u32 offset;
	u32 insn;
};

/* Machine code: one contiguous text, functions back to back, entry first. */
struct rk_code {
	enum rk_arch arch;
	u8 *text;
	u32 size;
	u32 entry;                /* offset of the entry function: 0 */
	struct rkb_reloc *relocs; /* sorted by offset; `import` indexes imports */
	u32 n_relocs;
	struct rkb_import *imports; /* helpers called */
	u32 n_imports;
	struct rk_code_func *funcs;
	u32 n_funcs;
	struct rk_code_line *lines;
	u32 n_lines;
	u32 native_stack; /* bytes of the deepest chain, set by rk_code_check */
};

/*
 * 0, or RK_EUNSUP with a diagnostic for each thing that the verifier knows and the compiler refuses
 * (verify-only hooks, helpers and map types, callbacks). Code that r proves unreachable does not
 * count.
 */
int rk_aot_runnable(const struct rk_prog *p, const struct rk_result *r, struct rk_diags *diags);

/* Compile an accepted program. `why` receives text in `a` on failure (RK_EBACKEND, RK_EUNSUP). */
int rk_aot_compile(struct rk_code *out, struct rk_arena *a, const struct rk_prog *p,
	const struct rk_result *r, const struct rk_aot_opts *opts, const char **why);

/*
 * The machine-code check: decodes every byte with a decoder that shares nothing with LLVM and
 * refuses all but the rules of docs/code-check.md. Sets code->native_stack. RK_ECHECK with *why
 * naming rule and offset.
 */
struct rk_check_limits {
	u32 native_stack; /* bytes allowed over the deepest chain */
};
int rk_code_check(struct rk_code *code, struct rk_arena *a, const struct rk_check_limits *limits,
	const char **why);

/* Disassembly interleaved with source lines (rkaot dump). p may be NULL. */
void rk_code_dump(FILE *f, const struct rk_code *code, const struct rk_prog *p);

struct rk_blob_info {
	const char *name; /* program name; NULL: the program's */
	u64 counter;
	const char *cost_core;
	const char *kernel_release, *kernel_version; /* NULL or "" where the code fits any kernel */
};

/* One unsigned image (n_sigs 0 is written as room for none): header, payload, side data. */
int rk_blob_write(struct rk_arena *a, const struct rk_prog *p, const struct rk_result *r,
	const struct rk_code *code, const struct rk_blob_info *info, u8 **bytes, size_t *size);

#endif
