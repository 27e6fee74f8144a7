/* SPDX-License-Identifier: MIT */
/*
 * What compiled code relies on at run time: entry(ctx, env). env belongs to one program and one
 * CPU; the layout below is inlined into machine code and enters the contract hash (RK_IMPORT_ENV,
 * id RK_ENV_VERSION), so the same blob runs in the user port and in the kernel.
 */
#ifndef RK_ABI_H
#define RK_ABI_H

#include "types.h"

#define RK_ENV_VERSION 1

/* One map of the program on this CPU. */
struct rk_env_map {
	void *map; /* handle that helpers take */
	u8 *base;  /* first element of an array on this CPU (stride: rk_map_stride), else NULL */
};

struct rk_env {
	void *prog; /* the runtime's program; opaque to compiled code */
	u8 *stack; /* BPF stack area of this CPU where the program's is too large for the native one
		    */
	u32 cpu;
	u32 n_maps;
	u64 reserved;
	struct rk_env_map maps[];
};

RK_STATIC_ASSERT(offsetof(struct rk_env, stack) == 8, "inlined");
RK_STATIC_ASSERT(offsetof(struct rk_env, cpu) == 16, "inlined");
RK_STATIC_ASSERT(offsetof(struct rk_env, maps) == 32, "inlined");
RK_STATIC_ASSERT(sizeof(struct rk_env_map) == 16, "inlined");

/* Native entry: returns r0. */
typedef u64 (*rk_entry_fn)(void *ctx, struct rk_env *env);

/* Native helper: the program's arguments, then env. All arguments are always passed. */
typedef u64 (*rk_helper_fn)(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, struct rk_env *env);

/*
 * No-fault loads (BTF pointers): symbols rk_probe_ld1, 2, 4, 8; u64 fn(u64 address): zero-extended
 * value, zero on any failure. Import ids of kind RK_IMPORT_HELPER.
 */
enum {
	RK_PROBE_LD1 = 0x1ff01,
	RK_PROBE_LD2 = 0x1ff02,
	RK_PROBE_LD4 = 0x1ff04,
	RK_PROBE_LD8 = 0x1ff08
};

#endif
