/* SPDX-License-Identifier: MIT */
/*
 * What is known at one point of one path: registers, stack, held records. struct rk_state is the
 * working form, one that instructions change in place; struct rk_frozen is the stored form, with
 * live content only, compared and joined but never changed. Frozen states live in a pool of the
 * analysis' arena. Nothing here fails.
 *
 * gamma(frozen) = all machine states where every location listed has a value of its kind, and every
 * byte marked in init was written. A location not listed may hold anything that is no pointer.
 */
#ifndef RK_STATE_H
#define RK_STATE_H

#include "domain.h"
#include "obj/arena.h"
#include "rk/limits.h"

enum rk_kind {
	RK_T_NONE, /* nothing known, not readable */
	RK_T_SCALAR,
	RK_T_BROKEN, /* what remains of a pointer that was partly overwritten */
	RK_T_MAP,    /* a map: only good as a helper argument */
	RK_T_FUNC,   /* a subprogram, obj = function */
	RK_T_CTX,
	RK_T_STACK,  /* obj = frame (0 = the program's) */
	RK_T_VALUE,  /* obj = map */
	RK_T_RECORD, /* obj = bytes reserved; ref = the reference held */
	RK_T_KERNEL, /* obj = type in the target's BTF, 0 where unknown */
	RK_T_KEY,    /* key of a map's element, obj = bytes; never written */
	RK_T_LENT,   /* memory of the kernel's, obj = bytes and RK_LENT_WRITABLE */
	RK_T_ALLOC,  /* memory that a program allocated, obj = type in the object's BTF */
	RK_T_OBJECT, /* a slot of the kernel's on the stack, or a pointer to one that it lends */
	RK_T_PACKET, /* see packet.c for id, ref and obj */
	RK_T_PACKET_META, /* in the same way */
	RK_T_PACKET_END,
	RK_T_SOCK, /* as struct bpf_sock, obj = enum rk_sock; ref = the reference held */
};

enum rk_reg_flag {
	RK_NULLABLE = 1 << 0,
	RK_TRUSTED = 1 << 1, /* KERNEL: given by the kernel, not read from memory */
	RK_LAX = 1 << 2,     /* delta: the sum may have wrapped as an unsigned number */
	RK_LAX_SIGNED = 1 << 3,
	RK_LAX_HALF = 1 << 4, /* SCALAR: its low half may have wrapped as a signed number */
	RK_GONE = 1 << 4,     /* BROKEN: a record that was given back */
	RK_SECTION = 1 << 4,  /* KERNEL: WALKED only until the section of RCU that is open ends */
	RK_RCU = 1 << 5,      /* KERNEL: lasts as long as the section of RCU that is open */
	RK_LISTED = 1 << 6,   /* ALLOC: in a list or tree, lent until the lock is released */
	RK_WALKED = 1 << 6,   /* KERNEL: read from a trusted struct in a section of RCU */
	RK_BORROWED = 1 << 7, /* its reference is that of something else, with which it ends */
	/* KERNEL, alone: a variable's address, of which there may be one for each CPU */
	RK_VARIABLE = RK_BORROWED,
	RK_BEYOND = RK_TRUSTED, /* PACKET, PACKET_META: behind the end of it */
};
enum { RK_LAX_ALL = RK_LAX | RK_LAX_SIGNED | RK_LAX_HALF };
enum { RK_TYPE_FLAGS = RK_NULLABLE | RK_TRUSTED | RK_SECTION | RK_RCU | RK_WALKED | RK_BORROWED };

/* How a number comes of the value X that its id names, and a constant c (linked.c). */
enum rk_link {
	RK_LINK_SUM,    /* X + c */
	RK_LINK_LOW,    /* the low half of X + c */
	RK_LINK_SIGNED, /* the same, its sign extended */
	RK_LINK_HIGH,   /* the same, shifted up by 32 */
};

#define RK_MAP_INNER_BIT 0x80000000u /* obj of MAP, VALUE: the map-in-map's template */
#define RK_LENT_WRITABLE 0x80000000u /* obj of LENT */
#define RK_LENT_PACKET 0x40000000u   /* of a packet, which may move */
#define RK_LENT_BYTES 0x3fffffffu
#define RK_BROKEN_MOVED 1u /* obj of BROKEN: of a packet that may have moved */

/* obj of OBJECT: its type, which of its slots this is, and flags (object.c). */
enum rk_object {
	RK_OBJ_DYNPTR = 1,
	RK_OBJ_IRQ_FLAGS,
	RK_OBJ_ITER_TASK,
	RK_OBJ_ITER_CSS,
	RK_OBJ_ITER_CSS_TASK,
	RK_OBJ_ITER_TASK_VMA,
	RK_OBJ_ITER_BITS,
	RK_OBJ_ITER_KMEM_CACHE,
	RK_OBJ_ITER_DMABUF,
	RK_OBJ_MAY_GOTO, /* how often may_goto may still go on, in the frame's last slot */
	RK_OBJ_SLOT_SHIFT = 8,
	RK_OBJ_OWNED = 1 << 16,  /* must be given back */
	RK_OBJ_LENT = 1 << 17,   /* the kernel's own: this is a pointer to it */
	RK_OBJ_PACKET = 1 << 18, /* DYNPTR: of a packet, which has no address of its own */
	RK_OBJ_RECORD = 1 << 19, /* DYNPTR: of a ring buffer */
};
#define RK_OBJ_TYPE(obj) ((obj) & 0xff)
#define RK_OBJ_SLOT(obj) ((obj) >> RK_OBJ_SLOT_SHIFT & 0xff)

/*
 * A value in a register or on the stack. `v` is a number, or a pointer's offset in bytes from the
 * start of its object (modulo 2^64, as the machine computes it).
 */
struct rk_reg {
	struct rk_val v;
	u32 id;     /* SCALAR: linked values share it; nullable pointers: null together; 0 = none */
	u32 obj;    /* SCALAR: enum rk_link */
	u32 ref;    /* SCALAR: the constant of the link, signed */
	u32 origin; /* instruction that made the value, for messages only */
	s32 dlo, dhi; /* with sym: this is the value that location sym held plus [dlo, dhi] */
	u16 sym;      /* 1 + location; only while a loop is being ranked, never stored */
	u16 key;      /* stored values: location */
	u8 kind, flags;
	u8 size; /* bytes of a stored value */
};

/* Locations: registers 16 * frame + number, stack 128 + 512 * frame + 512 + offset from r10. */
enum { RK_KEY_STACK = 128, RK_MAX_HELD = 16, RK_INIT_WORDS = RK_FRAME_BYTES / 64 };

#define RK_HELD_ITER 0x80000000u         /* id of an iterator: with the place of its first byte */
#define RK_HELD_RCU 0x40000000u          /* id of a section without freeing */
#define RK_HELD_CALLER (RK_HELD_RCU | 1) /* what a helper holds while it calls back */
#define RK_HELD_PREEMPT 0x20000000u      /* of one that keeps its processor */

#define RK_HELD_LOCK 0x10000000u /* of a lock; in global data with 1 + map */

#define RK_HELD_OBJECT 0x08000000u /* of the lock of an object, with the place of its reference */

/* What must be given back: a record, or an iterator (iter.c). */
struct rk_held {
	u32 id;
	u32 insn; /* who acquired it */
};

static inline bool rk_held_is_iter(const struct rk_held *h)
{
	return h->id & RK_HELD_ITER;
}

static inline bool rk_held_is_lock(const struct rk_held *h)
{
	return !(h->id & (RK_HELD_ITER | RK_HELD_RCU | RK_HELD_PREEMPT)) && h->id & RK_HELD_LOCK;
}

/* Its id says what it is; others are numbers for pointers to it. */
static inline bool rk_held_is_named(const struct rk_held *h)
{
	return h->id & (RK_HELD_ITER | RK_HELD_RCU | RK_HELD_PREEMPT | RK_HELD_LOCK);
}

enum { RK_N_REGS = 11, RK_N_SAVED = 4 };

/* How a value is packed. */
enum rk_form {
	RK_FORM_CONST, /* val, sign-extended */
	RK_FORM_BYTES, /* rk_val_bytes(val, false); 8: any number */
	RK_FORM_WIDE,  /* row val of the state's table of wide values */
};

/* A location: what struct rk_reg says, its value apart where that is not simple. */
struct rk_packed {
	u32 val, id, obj, ref, origin;
	u16 key;
	u8 kind, flags, size;
	u8 form; /* enum rk_form */
};

/* A wide value of the working state. */
struct rk_wide {
	struct rk_val v;
	s32 dlo, dhi;
	u16 sym;
};

struct rk_frame {
	u32 call; /* slot of the call that made the frame above this one */
	u32 func;
	u8 callback;             /* called by a helper: 1 + references held then; 0: not */
	struct rk_packed *saved; /* RK_N_SAVED: r6 to r9 while a callee runs; NULL: none ran yet */
	u64 init[RK_INIT_WORDS]; /* bit 512 + offset: byte was written */
};

/* Every table is the pool's and made on first use: most programs never call or hold anything. */
struct rk_state {
	struct rk_packed *r; /* RK_N_REGS */
	struct rk_frame *frame;
	struct rk_held *held; /* RK_MAX_HELD, NULL until something is held */
	u32 depth;            /* index of the running frame */
	u32 cap_frames;
	u32 n_held;
	bool exact; /* no join or widening on the way here */
	u32 n_spills, cap_spills;
	struct rk_packed *spills; /* sorted by key, never overlapping */
	struct rk_wide *wide;     /* each belongs to one location, or is free */
	u32 n_wide, cap_wide;
	u32 free_wide; /* 1 + row, the next in its umin; 0: none */
	struct rk_pool *pool;
	u64 *runs_write; /* per frame: slots that functions called by helpers wrote, or NULL */
};

/*
 * Freed blocks by size, above an arena: classes of RK_POOL_STEP bytes, above 2 KiB of an eighth of
 * a power of two. Blocks of 1 MiB and more, which no state has, are not reused.
 */
enum { RK_POOL_STEP = 16, RK_POOL_FINE = 128, RK_POOL_CLASSES = RK_POOL_FINE + 9 * 8 };
struct rk_pool {
	struct rk_arena *arena;
	void *free[RK_POOL_CLASSES];
	u64 work; /* done on the states of this pool, see RK_WORK_STEP */
};

/*
 * Work is counted so that what takes as long counts as much, about 3 ns each: an instruction that
 * changes a few values, RK_WORK_STEP; besides, one or less for a value that is compared or copied.
 * Where few are known few are compared: then little but instructions counts.
 */
enum {
	RK_WORK_STEP = 48,
	RK_WORK_STORED = 2,  /* a value is stored, or taken out */
	RK_WORK_LISTED = 4,  /* how a value moved is found out, or joined with another way's */
	RK_WORK_JOINED = 16, /* two values are joined */
	RK_WORK_TOLD = 128,  /* a value tells of another */
};

struct rk_frozen; /* pack.h */

/* At least so many bytes, *got of them, not cleared. */
void *rk_pool_get(struct rk_pool *pool, size_t bytes, u32 *got);
void rk_pool_put(struct rk_pool *pool, void *p, u32 got);
/* A table of n rows with room for `want`: old, or a copy of *cap rows. What is new is not cleared.
 */
void *rk_pool_grow(struct rk_pool *pool, void *old, u32 n, u32 *cap, u32 want, size_t size);

/* What of each frame may still be read: freezing drops the rest. */
struct rk_keep {
	u16 regs;
	u64 slots;
};

static inline bool rk_is_ptr(const struct rk_reg *r)
{
	return r->kind >= RK_T_MAP;
}

static inline bool rk_kind_is_secret(u8 kind)
{
	return (kind >= RK_T_MAP && kind != RK_T_KERNEL) || kind == RK_T_BROKEN;
}

enum rk_sock { RK_SOCK_COMMON, RK_SOCK_FULL, RK_SOCK_TCP, RK_SOCK_XDP };

static inline bool rk_kind_is_packet(u8 kind)
{
	return kind >= RK_T_PACKET && kind <= RK_T_PACKET_END;
}

/* A pointer whose address must not become a number. Kernel pointers are numbers to programs. */
static inline bool rk_is_secret(const struct rk_reg *r)
{
	return rk_kind_is_secret(r->kind);
}

void rk_state_init(struct rk_state *s, struct rk_pool *pool);
/* Room for this many; what is there stays. */
void rk_state_reserve(struct rk_state *s, u32 depth, u32 n_held, u32 n_spills);
void rk_frame_begin(struct rk_frame *f, u32 func, u8 callback); /* empty, `saved` kept */
/* What a program begins with: the context in r1, an empty frame. */
void rk_state_begin(struct rk_state *s);
/* The instruction at `call` enters func: r6 to r9 are put aside, the new frame is empty. */
void rk_state_push(struct rk_state *s, u32 call, u32 func, u8 callback);
/* The function returns: r0 stays, r6 to r9 are the caller's again; r10 is for who calls this. */
void rk_state_pop(struct rk_state *s);
void rk_state_drop(struct rk_state *s, u32 id); /* it is not held any more; pointers stay */
void rk_state_hold(struct rk_state *s, u32 id, u32 insn); /* n_held < RK_MAX_HELD */
void rk_state_copy(struct rk_state *to, const struct rk_state *from);
/* The place of a value, in turn, r10 not among them; NULL behind the last. */
struct rk_packed *rk_state_place(const struct rk_state *s, u32 i);
/* What stands at a place of s, and to put another there, of the same key and size. */
void rk_place_get(const struct rk_state *s, const struct rk_packed *l, struct rk_reg *out);
void rk_place_put(struct rk_state *s, struct rk_packed *l, const struct rk_reg *r);
void rk_place_clear(struct rk_state *s, struct rk_packed *l); /* kind NONE */
/* The same where nothing stood yet, not even a key. */
void rk_place_fill(
	struct rk_state *s, struct rk_packed *l, u16 key, u8 size, const struct rk_reg *r);
struct rk_reg rk_reg_get(const struct rk_state *s, u32 n);
/* The same with one copy less, for what every instruction does: fills *out and returns it. */
struct rk_reg *rk_reg_read(const struct rk_state *s, u32 n, struct rk_reg *out);
void rk_reg_put(struct rk_state *s, u32 n, const struct rk_reg *r);
void rk_regs_clear(struct rk_state *s, u32 first, u32 last); /* both included */
struct rk_reg rk_reg_scalar(struct rk_val v, u32 origin);
struct rk_reg rk_reg_ptr(enum rk_kind kind, u32 obj, s64 off, u32 origin);

/* Stack bytes [off, off + size) of a frame, off < 0. */
bool rk_stack_is_init(const struct rk_state *s, u32 frame, s64 off, s64 size);
void rk_stack_mark(struct rk_state *s, u32 frame, s64 off, s64 size);
/* First stored value that overlaps the bytes; _ptr, _secret: that is no number, or secret. */
bool rk_spill_find(const struct rk_state *s, u32 frame, s64 off, s64 size, struct rk_reg *held);
bool rk_spill_find_ptr(const struct rk_state *s, u32 frame, s64 off, s64 size, struct rk_reg *held);
bool rk_spill_find_secret(
	const struct rk_state *s, u32 frame, s64 off, s64 size, struct rk_reg *held);
void rk_spill_put(struct rk_state *s, u32 frame, s64 off, u8 size, const struct rk_reg *r);
/* Forget values in the bytes; pointers partly inside leave BROKEN bytes behind. */
void rk_spill_clear(struct rk_state *s, u32 frame, s64 off, s64 size);
void rk_frame_clear(struct rk_state *s, u32 frame); /* forget a frame's stack */
void rk_spills_reserve(struct rk_state *s, u32 n);
/* The numbers in slots of `which`, a set for each frame. Was there one? */
bool rk_spills_forget_numbers(struct rk_state *s, const u64 *which);

struct rk_frozen *rk_freeze(
	struct rk_pool *pool, const struct rk_state *s, const struct rk_keep *keep);
void rk_thaw(struct rk_state *s, const struct rk_frozen *f);
/* Ranking: every value of s, just thawed, is where its location's movement begins. */
void rk_state_track(struct rk_state *s);
/* Ranking: a location holds what location sym - 1 held, plus [dlo, dhi], and lies in these bounds.
 */
struct rk_moved {
	u64 umin, umax;
	s64 smin, smax;
	s32 s32min, s32max;
	s32 dlo, dhi;
	u16 key, sym;
	u8 lax; /* readings of the sum that do not hold: RK_LAX, ... */
};
/* What of s is kept, and is a place of `to`, which covers s, and has such a movement, in order of
 * keys; n: how many. */
struct rk_moved *rk_state_moved(struct rk_arena *a, const struct rk_state *s,
	const struct rk_keep *keep, const struct rk_frozen *to, u32 *n);
void rk_frozen_free(struct rk_pool *pool, struct rk_frozen *f);
/* gamma(sub) within gamma(all)? Both at the same point, with the same calls. */
bool rk_frozen_covers(const struct rk_frozen *all, const struct rk_frozen *sub);
/* Has some place numbers here and others there, so that neither covers the other? */
bool rk_frozen_apart(struct rk_pool *pool, const struct rk_frozen *a, const struct rk_frozen *b);
/* Equal for states that say the same. */
u32 rk_frozen_digest(const struct rk_frozen *f);
bool rk_frozen_joinable(const struct rk_frozen *a, const struct rk_frozen *b);
/* a covered by the result, and b; a must be joinable with b. *next_id gives fresh ids. */
struct rk_frozen *rk_frozen_join(struct rk_pool *pool, const struct rk_frozen *a,
	const struct rk_frozen *b, u32 *next_id, bool widen, const s64 *rungs, u32 n_rungs);

#endif
