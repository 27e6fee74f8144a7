/* SPDX-License-Identifier: MIT */
/*
 * How a stored state is packed: one block of memory with what is listed, no more. A value that is a
 * small constant, or all numbers of some size, is a word of its location; others follow in full.
 */
#ifndef RK_PACK_H
#define RK_PACK_H

#include "state.h"

struct rk_frame_frozen {
	u32 call, func;
	u8 callback; /* as in struct rk_frame */
	u8 words;    /* bit w: init word w is not 0, and is stored */
};

/* Behind the header: init words, wide values, records held, frames, locations sorted by key. */
struct rk_frozen {
	u32 bytes;     /* of this block */
	u32 type_hash; /* equal for states that may be joined */
	u16 n, n_vals; /* locations; wide values, as far as there is room */
	u8 n_words, depth, n_held;
	bool exact;
};

static inline u64 *rk_frozen_words(const struct rk_frozen *f)
{
	return (u64 *)(f + 1);
}

static inline struct rk_val *rk_frozen_vals(const struct rk_frozen *f)
{
	return (struct rk_val *)(rk_frozen_words(f) + f->n_words);
}

static inline struct rk_held *rk_frozen_held(const struct rk_frozen *f)
{
	return (struct rk_held *)(rk_frozen_vals(f) + f->n_vals);
}

static inline struct rk_frame_frozen *rk_frozen_frames(const struct rk_frozen *f)
{
	return (struct rk_frame_frozen *)(rk_frozen_held(f) + f->n_held);
}

static inline struct rk_packed *rk_frozen_locs(const struct rk_frozen *f)
{
	return (struct rk_packed *)(rk_frozen_frames(f) + f->depth + 1);
}

/* What a state of this shape may need; `n` of locations and of values are upper bounds. */
struct rk_frozen *rk_pack_begin(struct rk_pool *pool, const struct rk_frozen *shape);
/* Append a location: `vals` counts the wide values so far. */
void rk_pack_add(struct rk_frozen *f, const struct rk_reg *r, u16 key, u8 size, u32 *vals);
/* All is appended. */
void rk_pack_end(struct rk_frozen *f);
/* All of l but where a wide value is. */
void rk_loc_pack(struct rk_packed *l, const struct rk_reg *r, u16 key, u8 size);
/* f: where the wide values are, else it may be NULL. */
struct rk_val rk_loc_val(const struct rk_frozen *f, const struct rk_packed *l);
void rk_loc_unpack(const struct rk_frozen *f, const struct rk_packed *l, struct rk_reg *r);
/* wide: the value where the form is that, else not looked at. */
void rk_loc_read(const struct rk_packed *l, const struct rk_val *wide, struct rk_reg *r);
/* A place of s, which held nothing, becomes l of f. */
void rk_place_thaw(struct rk_state *s, struct rk_packed *to, const struct rk_frozen *f,
	const struct rk_packed *l);
/* gamma(sub) within gamma(all)? */
bool rk_loc_subset(const struct rk_frozen *fs, const struct rk_packed *sub,
	const struct rk_frozen *fa, const struct rk_packed *all);
u64 rk_frozen_init(const struct rk_frozen *f, u32 frame, u32 word);
u32 rk_held_index(const struct rk_frozen *f, u32 ref); /* RK_MAX_HELD: nothing to give back */

#endif
