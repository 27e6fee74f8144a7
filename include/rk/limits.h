/* SPDX-License-Identifier: MIT */
/* Limits shared by workstation and robot. Each is checked where its subject enters. */
#ifndef RK_LIMITS_H
#define RK_LIMITS_H

enum {
	RK_MAX_NAME = 32,     /* program and map names, with the final NUL */
	RK_MAX_SECTION = 128, /* SEC("...") text, with the final NUL */
	RK_MAX_MAPS = 64,     /* maps one program uses */
	RK_MAX_IMPORTS = 256,
	RK_MAX_RELOCS = 65536,
	RK_MAX_FRAMES = 8,     /* depth of BPF-to-BPF calls, as Linux */
	RK_FRAME_BYTES = 512,  /* BPF stack of one frame, as Linux */
	RK_MAX_TEXT = 1 << 22, /* bytes of machine code in one image */
	RK_MAX_BLOB = 1 << 24, /* bytes of one image, signatures to side data */
	RK_HASH_CHAIN = 32,    /* elements of one hash bucket: bounds every look-up */
	RK_MAX_SIGS = 2,
	RK_NATIVE_STACK = 1024,    /* native stack of an image in the kernel, spills included */
	RK_NATIVE_BPF_STACK = 512, /* deepest BPF stack kept on the native one; else env->stack */
	RK_MAX_CPUS = 64,          /* the user port's upper bound */
#ifdef RK_PROFILE_CLOUD
	RK_MAX_INSNS = 1000000, /* program slots */
	RK_MAX_KEYS = 64,
	RK_IS_ROBOT = 0, /* do programs keep to the time of Linux's hooks? */
#else
	RK_MAX_INSNS = 100000,
	RK_MAX_KEYS = 4,
	RK_IS_ROBOT = 1,
#endif
};

#define RK_BUDGET_DEFAULT (512u << 10) /* bytes of map storage one program may use */
#define RK_POOL_DEFAULT (5u << 20)     /* bytes of the static pool, embedded profile */

#endif
