/* SPDX-License-Identifier: MIT */
/*
 * Maps inside the runtime: one header, one table of operations per type (a missing row of map.def
 * is a link error), storage from the pool at load and back at unload. Run-path operations never
 * allocate or sleep. Values are 8-byte aligned and stay where they are: an element is reused only
 * within its map, so a pointer that a lookup returned is valid memory while the program runs.
 */
#ifndef RK_RUNTIME_MAP_H
#define RK_RUNTIME_MAP_H

#include "rk/map.h"
#include "runtime.h"

struct rk_hash {
	u8 *values, *keys;  /* values first: 8-byte aligned */
	void *heads, *next; /* element numbers from 1, 0 ends a chain; u16 or u32 (wide) */
	u32 seq;            /* odd while chains change */
	u32 fresh;          /* elements from here on were never used */
	u32 free;           /* list of returned elements, through next */
	u32 count;
	u32 shift; /* of a 32-bit hash down to a bucket */
	u32 seed;
	bool wide;
	struct rk_lock lock;
};

struct rk_ring {
	u64 *consumer,
		*producer; /* own pages: the consumer's is written by the reader, untrusted */
	u8 *data;
	u64 at;      /* the producer position that is trusted */
	u64 pending; /* everything before is submitted or discarded */
	u64 drops;
	struct rk_lock lock;
};

struct rk_queue { /* and stack */
	u32 head, count;
	struct rk_lock lock;
};

struct rk_series {
	u64 pushed; /* samples ever; the next goes to pushed % max_entries */
	struct rk_lock lock;
};

struct rk_map {
	const struct rk_map_ops *ops;
	struct rk_map *next_global;
	u8 *mem; /* the type's storage */
	u64 mem_bytes;
	struct rk_map_attr attr;
	u32 refs;
	u32 n_cpus; /* copies of each value: 1 unless per CPU */
	u32 stride; /* bytes between values */
	u8 scope;
	bool has_init;
	u8 layout_hash[8], keynum[8];
	union {
		struct rk_hash hash;
		struct rk_ring ring;
		struct rk_queue queue;
		struct rk_series series;
	};
};
RK_STATIC_ASSERT(sizeof(struct rk_map) <= 256, "a header is four grains");

struct rk_map_ops {
	u64 (*bytes)(
		const struct rk_map_attr *a, u32 copies); /* storage; 0: the attributes are wrong */
	void (*init)(struct rk_map *m);
	void *(*lookup)(struct rk_map *m, const void *key, u32 cpu);
	int (*update)(struct rk_map *m, const void *key, const void *value, u64 flags, u32 cpu);
	int (*remove)(struct rk_map *m, const void *key);
	int (*next)(struct rk_map *m, const void *key, void *next);
	/* Bytes of values, all copies; 0 where lookups give no pointers. */
	u64 (*extent)(const struct rk_map *m);
};

extern const struct rk_map_ops rk_map_ops_ARRAY, rk_map_ops_PERCPU_ARRAY, rk_map_ops_HASH,
	rk_map_ops_PERCPU_HASH, rk_map_ops_RINGBUF, rk_map_ops_QUEUE, rk_map_ops_STACK,
	rk_map_ops_TIMESERIES;

enum { RK_ANY = 0, RK_NOEXIST = 1, RK_EXIST = 2 }; /* Linux's BPF_ANY, ... */

/* The ops of a runnable type, NULL for any other. */
const struct rk_map_ops *rk_map_ops_of(u32 type);
/* Type, sizes, flags; 0 with the storage it would take. */
int rk_map_check(const struct rk_rt *rt, const struct rkb_map *def, u64 *bytes, const char **why);
/* A checked map. The caller has compared bytes with its budget. NULL: the pool has no room. */
struct rk_map *rk_map_new(struct rk_rt *rt, const struct rkb_map *def);
void rk_map_free(struct rk_rt *rt, struct rk_map *m);
/* What it took out of the pool. */
u64 rk_map_charge(const struct rk_map *m);
/* First value of an array on this CPU (rk_env_map.base), else NULL. */
u8 *rk_map_base(const struct rk_map *m, u32 cpu);

/* Copy a value so that no aligned 8-byte word of it is ever seen half written. */
void rk_value_set(void *dst, const void *src, u32 n); /* dst is a map's: 8-byte aligned */
void rk_value_get(void *dst, const void *src, u32 n); /* src is */

/* ---- ring buffers ---- */
enum { RK_RING_HDR = 8, RK_RING_BUSY = 1u << 31, RK_RING_DISCARD = 1u << 30 };
enum { RK_RB_NO_WAKEUP = 1, RK_RB_FORCE_WAKEUP = 2 };
/* NULL: no room, or the lock is held by what was interrupted; counted as a drop. */
void *rk_ring_reserve(struct rk_map *m, u64 size);
void rk_ring_commit(struct rk_map *m, void *record, u64 flags, bool discard);
u64 rk_ring_query(const struct rk_map *m, u64 what);

/* ---- queues and stacks ---- */
/* flags RK_EXIST: a full one loses its oldest element; else RK_EFULL. */
int rk_queue_push(struct rk_map *m, const void *value, u64 flags);
/* The next element; value_size zeros and RK_ENOENT where there is none. */
int rk_queue_pop(struct rk_map *m, void *value, bool take);
u32 rk_queue_count(const struct rk_map *m);

/* ---- time series: the newest max_entries samples of all keys ---- */
int rk_series_push(struct rk_map *m, const void *key, const void *value, u64 now);
/*
 * Samples of a key taken in the last window_ns, newest first: u64 time, then the value padded to
 * 8 bytes. What does not fit is left out, what is left of out is zeroed. Their number, or an error.
 */
int rk_series_query(struct rk_map *m, const void *key, u64 window_ns, u64 now, void *out, u64 size);

#endif
