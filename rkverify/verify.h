/* SPDX-License-Identifier: MIT */
/*
 * The verifier's interface: rk_verify() judges one program and, where it accepts, leaves the facts
 * that later stages may rely on. Facts constrain values, never memory contents.
 */
#ifndef RK_VERIFY_H
#define RK_VERIFY_H

#include "obj/prog.h"

#define RK_UNKNOWN_COST (~(u64)0)
enum { RK_NO_MAP = 0xffff };

enum rk_region {
	RK_REGION_NONE, /* not a memory access */
	RK_REGION_CTX,
	RK_REGION_STACK, /* this or a caller's frame; off relative to that frame's r10 (negative) */
	RK_REGION_VALUE, /* value of `map` (global data included) */
	RK_REGION_RECORD, /* ring-buffer record */
	RK_REGION_KERNEL, /* BTF-typed or otherwise unprotected pointer: only through rk_probe_ld*
			   */
	RK_REGION_ARGS,   /* BTF_ARGS / RAW_ARGS context */
};

enum rk_fact_flag {
	RK_FACT_REACHED = 1 << 0,
	RK_FACT_NEVER_TAKEN = 1 << 1,  /* COND: the jump is proved dead; lower it to a trap */
	RK_FACT_ALWAYS_TAKEN = 1 << 2, /* COND: the fall-through is proved dead */
	RK_FACT_DST_PTR = 1 << 3,      /* LDX, ATOMIC, CALL, ALU: the result is a pointer or null */
	RK_FACT_UNINIT = 1 << 4, /* stack read, also by a helper, not proved written: zeroed */
	RK_FACT_SHARED = 1 << 5, /* others may write this memory: load exactly once */
	RK_FACT_CONST_SIZE = 1 << 6,
	RK_FACT_NONNULL = 1 << 7, /* CALL lookup on array with an index proved in range */
};

/* What was proved at one instruction, over all paths. */
struct rk_fact {
	u8 flags;
	u8 region;    /* enum rk_region of LDX, ST, STX, ATOMIC */
	u8 align;     /* proved alignment of the address in bytes: 1, 2, 4 or 8 */
	u8 frame;     /* STACK: how many frames up (0 = own), 0xff where paths differ */
	u16 ptr_regs; /* registers holding a pointer or null before the instruction on every path */
	u16 mixed_regs; /* registers holding a pointer on some paths and a number on others */
	u16 map;        /* index in obj->maps: of the VALUE region, or the map argument of a CALL;
			   RK_NO_MAP where none or where paths differ */
	u16 init_regs;  /* registers initialised on every path */
	s64 off_min, off_max; /* access: offset of the first byte in the region */
	s64 dst_min, dst_max; /* signed range of the scalar result, else S64_MIN, S64_MAX */
};

struct rk_verify_opts {
	u64 worst_limit; /* 0: the program's, else the hook's default; ~0: none (report only) */
	u32 stack_limit; /* bytes over the deepest chain; 0: the profile's */
	u32 insn_limit;  /* 0: the profile's RK_MAX_INSNS */
	u32 states_per_point; /* before they are joined, loops widened; 0: the default budget */
	u64 arena_bytes;      /* prove it within so much memory; 0: take what it needs */
	bool robot;           /* it shall run on one: default limits of Linux's hooks hold */
	bool no_facts;        /* only the verdict: rk_result.facts stays NULL */
	const char *core;     /* cost table: "cortex-a53", "cortex-a72", "cortex-a76", "x86-64" */
};

struct rk_loop {
	u32 head, latch; /* slots */
	u64 trips;       /* proved bound, RK_UNKNOWN_COST where none */
};

struct rk_result {
	enum rk_verdict verdict;
	/* n_insns rows; valid where accepted, as far as reached else; NULL where not wanted */
	struct rk_fact *facts;
	u64 worst_insns; /* bound on executed instructions, helpers included; RK_UNKNOWN_COST */
	u64 worst_ns;    /* estimate for opts->core */
	/* The same as a formula: fixed + each for every entry of the map (RK_NONE: there is none).
	 */
	u64 worst_fixed, worst_each;
	u32 worst_map;
	u32 stack_bytes;  /* deepest chain of frames */
	u32 ctx_bytes;    /* of the context, from its begin: nothing beyond is touched */
	bool stops;       /* the program may make the emergency stop */
	bool packets;     /* it has pointers into packets or to sockets */
	bool leaks;       /* it makes a number of an address */
	bool lends;       /* helpers read kernel objects where they lie */
	bool kptrs;       /* it trusts kernel pointers in map values */
	u32 stop_mask;    /* outputs that the constants among its masks name */
	u32 *frame_bytes; /* per function: bytes of stack used, multiple of 8 */
	struct rk_loop *loops;
	u32 n_loops;
	u32 error_insn; /* where the first diagnostic is */
	u32 n_way;
	u32 *way; /* branches that lead there, slot * 2 + taken, in the order of execution */
	u64 states, steps, joins;
	u64 time_us;
	size_t peak_bytes; /* everything the analysis allocated */
};

/*
 * Verify one program. Results live in `a`; scratch memory is returned. Diagnostics go to `diags`.
 * Returns 0 whatever the verdict; negative only where the analysis could not run.
 */
int rk_verify(struct rk_result *out, struct rk_arena *a, const struct rk_prog *p,
	const struct rk_verify_opts *opts, struct rk_diags *diags);

/* One JSON object for one input file (design: rkverify --format json), no newline at the end. */
struct rk_verified {
	const struct rk_prog *prog;
	struct rk_result result;
	struct rk_diags *diags;
};
void rk_report_json(FILE *f, const char *file, const struct rk_verified *v, size_t n,
	const struct rk_diags *object_diags);
/* The certificate: range per access, trip bounds, worst case, stack. */
void rk_explain_accept(FILE *f, const struct rk_verified *v);

#endif
