/* SPDX-License-Identifier: MIT */
/* Hook classes (hook.def) and a parsed section name. Pure tables; parsing is rk_hook_parse(). */
#ifndef RK_HOOK_H
#define RK_HOOK_H

#include "ctx.h"
#include "limits.h"
#include "types.h"

enum rk_hook_class {
	RK_HOOK_NONE = 0,
#define HOOK(name, id, prefix, run, ctx, rmin, rmax, traits, budget, doc) RK_HOOK_##name = (id),
#include "hook.def"
};

enum rk_hook_trait {
	RK_HOOK_ATOMIC = 1 << 0,
	RK_HOOK_HARDIRQ = 1 << 1,
};

enum rk_ctx_kind {
	RK_CTX_STRUCT,       /* one of ctx.h, with a field table */
	RK_CTX_PT_REGS,      /* struct pt_regs: any aligned read within it */
	RK_CTX_RAW_ARGS,     /* u64 args[]: scalars */
	RK_CTX_BTF_ARGS,     /* u64 args[], typed by the target's BTF */
	RK_CTX_TRACE_RECORD, /* the record: scalar reads up to a bound */
	RK_CTX_OPAQUE,       /* a Linux uapi context; verify-only */
	RK_CTX_PACKET,       /* __sk_buff or xdp_md: packet.def; verify-only */
};

struct rk_ctx_field {
	const char *name;
	u16 offset, size; /* bytes; size of the whole array for arrays */
	u8 elem;          /* bytes of one element: the widest natural access */
	u8 writable;
};

struct rk_hook_row {
	const char *prefix;
	u8 id; /* enum rk_hook_class */
	bool runnable;
	s32 ret_min, ret_max; /* of the low half of r0 */
	u32 traits;
	u32 budget_insns;
	u8 ctx_kind;
	u16 ctx_size; /* bytes readable; 0 for BTF_ARGS (as many as the prototype has) */
#ifndef RK_NO_DOCS
	const char *ctx_name;
	const struct rk_ctx_field *fields;
	u16 n_fields;
	const char *name, *doc;
#endif
};

enum { RK_EDGE_RISING = 1, RK_EDGE_FALLING = 2, RK_EDGE_BOTH = 3 };

/* A section name taken apart: "gpio/chip0/line17/rising". Strings are NUL-terminated. */
struct rk_hook {
	u8 id; /* enum rk_hook_class */
	char section[RK_MAX_SECTION];
	char device[RK_MAX_SECTION]; /* "device0", "chip0", "name:mpu6050", "role:imu", "can0",
					symbol */
	char part[RK_MAX_SECTION];   /* IIO channel, tracepoint name (raw_tp: device is the same) */
	u32 number;                  /* GPIO line, PWM channel */
	u32 edge;
	u64 period_ns; /* timer */
	u32 can_id, can_mask;
	bool exit;      /* syscall/exit */
	bool sleepable; /* fentry.s/..., uprobe.s/...: the row's ATOMIC does not hold */
};

#endif
