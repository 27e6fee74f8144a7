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

/* Small, as there is a set for every block: numbers that do not fit are not kept. */
struct rk_origin {
	u8 kind; /* enum rk_origin_kind */
	s16 n;
};

struct rk_origins {
	struct rk_origin r[10];
};

/* r10 is the frame itself. */
static inline struct rk_origin rk_origin_of(const struct rk_origins *o, u8 reg)
{
	return reg < 10 ? o->r[reg] : (struct rk_origin){RK_ORIGIN_STACK, 0};
}

/* What the function may have saved of its frame's addresses, over all its instructions. */
struct rk_spills {
	u64 slots; /* stack slots that may hold one */
};

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
