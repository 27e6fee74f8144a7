/* SPDX-License-Identifier: MIT */
/*
 * Where registers may point, as far as liveness must know: may a register hold an address of this
 * function's own frame, and at which offset? A forward data flow over one function, with
 * values only as precise as sizes of memory arguments need. Everything not understood is ANY.
 */
#ifndef RK_ORIGIN_H
#define RK_ORIGIN_H

#include "cfg.h"

enum rk_origin_kind {
	RK_ORIGIN_OTHER,  /* no address of this frame */
	RK_ORIGIN_NUMBER, /* the constant `n` */
	RK_ORIGIN_MAP,    /* map n of the object */
	RK_ORIGIN_STACK,  /* r10 + n */
	RK_ORIGIN_ANY,    /* perhaps an address of this frame */
};

struct rk_origin {
	u8 kind; /* enum rk_origin_kind */
	s32 n;
};

struct rk_origins {
	struct rk_origin r[11];
};

/* What the function may have saved of its frame's addresses, over all its instructions. */
struct rk_spills {
	u64 slots; /* stack slots that may hold one */
};

void rk_origins_entry(struct rk_origins *o);
void rk_origins_step(struct rk_origins *o, struct rk_spills *s, const struct rk_insn *i);
/* o takes in what comes from another path; true if it changed. */
bool rk_origins_join(struct rk_origins *o, const struct rk_origins *from);
static inline bool rk_origin_is_frame(struct rk_origin o)
{
	return o.kind >= RK_ORIGIN_STACK;
}
/* Mask of the slots that [off, off + size) touches; all where it is not within the frame. */
u64 rk_frame_slots(s64 off, u64 size);

#endif
