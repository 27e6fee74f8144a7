/* SPDX-License-Identifier: MIT */
/*
 * The interpreter: the executable meaning of BPF, in the user port only. It trusts nothing of a
 * program: every access is looked up in the memory the program may use, every helper argument is
 * held against helper.def, and a violation ends the run as a fault that names instruction, kind and
 * address. All state of a run is the caller's (stack) or on the C stack, so runs may be concurrent.
 */
#ifndef RK_INTERP_H
#define RK_INTERP_H

#include "runtime.h"

enum rk_fault {
	RK_FAULT_NONE,
	RK_FAULT_READ,   /* `size` bytes at `address` are not readable */
	RK_FAULT_WRITE,  /* ... not writable */
	RK_FAULT_ALIGN,  /* atomic access off its natural alignment */
	RK_FAULT_HELPER, /* no such helper; address is its number */
	RK_FAULT_ARG,    /* argument `size` of a helper (from 1) is not what helper.def says */
	RK_FAULT_DEPTH,  /* calls nest deeper than RK_MAX_FRAMES */
	RK_FAULT_JUMP,   /* control leaves the program */
	RK_FAULT_LEAK,   /* exit with a ring-buffer record neither submitted nor discarded */
	RK_FAULT_INSN,   /* an instruction without meaning here */
	RK_FAULT_FUEL,   /* more instructions than allowed */
};

struct rk_interp_result {
	u64 executed; /* instructions */
	u64 address;
	u32 insn, size;
	u8 fault; /* enum rk_fault */
};

struct rk_interp_region {
	u64 base, size;
	bool write;
};

struct rk_interp_hooks {
	void *data;
	/* Before each instruction. False ends the run as RK_FAULT_INSN: an assertion failed. */
	bool (*step)(void *data, u32 insn, const u64 regs[11]);
	/* Replaces the runtime's helpers; their arguments are then not checked. NULL result: none.
	 */
	rk_helper_fn (*helper)(void *data, u32 id);
	/*
	 * After each helper, and each time that a function it called `returned`, with the result in
	 * *r0. True: the helper calls the function at *target, with args as r1 to r5. False: it
	 * ends with *r0. NULL: no helper calls back.
	 */
	bool (*callback)(void *data, bool returned, u64 *r0, u32 *target, u64 args[5]);
	/* After a helper: was that the end of the run, whose result it returned? NULL: never. */
	bool (*ends)(void *data, u32 id);
	/* Does may_goto go on with the next instruction? NULL: the instruction is a fault. */
	bool (*goes_on)(void *data);
	/* Has the packet the bytes that a load of `size` asks for, and which? NULL: as above. */
	bool (*packet)(void *data, u8 size, u64 *bytes);
	/* Address of the kernel's variable `ref`. NULL: loads of them are faults. */
	u64 (*variable)(void *data, u32 ref);
};

struct rk_interp {
	const struct rk_insn *insns;
	u32 n_insns;
	u32 entry; /* slot where the run begins: a callback's, else 0 */
	u32 n_regions;
	const struct rk_interp_region
		*regions;                    /* context and whatever else the program may touch */
	struct rk_env *env;                  /* the program's maps; NULL: none */
	const u16 *map_index;                /* insn.ref -> index in env->maps; NULL: the same */
	u8 *stack;                           /* frame_bytes * RK_MAX_FRAMES, 8-byte aligned */
	u32 frame_bytes;                     /* stack of each frame, zeroed at its entry */
	u64 fuel;                            /* instructions; 0: no limit */
	const struct rk_interp_hooks *hooks; /* NULL: none */
	struct rk_interp_result *result;     /* NULL where nobody asks */
};

/* RK_OK with *r0, RK_EFAULT, or RK_EFUEL. */
int rk_interp_run(const struct rk_interp *in, u64 r1, u64 r2, u64 *r0);
const char *rk_fault_name(enum rk_fault fault);

/*
 * Make the interpreter what runs a program of rk_rt_create(), whose manifest asked for
 * RK_INTERP_STACK bytes of BPF stack. The instructions and map_index must outlive it. A fault makes
 * a run return 0; the last one is kept.
 */
enum { RK_INTERP_STACK = RK_FRAME_BYTES * RK_MAX_FRAMES };
int rk_interp_attach(struct rk_program *p, const struct rk_insn *insns, u32 n_insns,
	const u16 *map_index, u32 ctx_bytes);
void rk_interp_detach(struct rk_program *p);
/* Faults so far, and the last of them. */
u64 rk_interp_faults(const struct rk_program *p, struct rk_interp_result *last);

#endif
