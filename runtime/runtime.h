/* SPDX-License-Identifier: MIT */
/*
 * The runtime core: keys, signed blobs, maps, slots, statistics. Freestanding; the same code runs
 * in the user port and in the kernel module. Load-time calls are serialised by the caller's one
 * lock (the "key lock") and may allocate; the run path (rk_prog_run, helpers, map operations) never
 * allocates, never sleeps and may be entered on every CPU at once.
 */
#ifndef RK_RUNTIME_H
#define RK_RUNTIME_H

#include "rk/abi.h"
#include "rk/blob.h"
#include "rk/insn.h"
#include "rk/tables.h"
#include "rk_platform.h"

struct rk_map;
struct rk_program;

/* ---- the world outside: outputs and sensors that helpers act on. Any member may be NULL. ---- */
struct rk_world {
	void *data;
	s64 (*estop)(void *data, u32 mask);
	s64 (*gpio_get)(void *data, u32 chip, u32 line);
	s64 (*gpio_set)(void *data, u32 chip, u32 line, u32 value);
	s64 (*pwm_get)(void *data, u32 chip, u32 channel);
	s64 (*pwm_set)(void *data, u32 chip, u32 channel, u64 duty_ns);
	s64 (*iio_read)(void *data, u32 device, u32 channel, u64 *value);
	u64 (*sensor_time)(void *data, u32 sensor);
	s64 (*can_send)(void *data, u32 interface, u32 id, const u8 *bytes, u32 len);
	void (*trace)(void *data, const char *text, size_t len); /* NULL: rk_plat_log */
	u64 (*now_ns)(void *data); /* replay clock; NULL: rk_plat_now_ns */
	u32 (*random)(void *data);
	u64 (*pid_tgid)(void *data);
	u64 (*uid_gid)(void *data);
	void (*comm)(void *data, char out[16]);
	void (*failed)(void *data, struct rk_program *p); /* overran too often: to be detached */
	u32 outputs; /* bit mask of configured emergency-stop outputs */
};

struct rk_key {
	u8 keynum[RKB_KEYNUM];
	u8 pk[32];
	bool used;
	u64 no_hooks;   /* hook classes it may not sign for: bit (enum rk_hook_class) */
	u64 no_helpers; /* robot helpers its programs may not call: bit (id - 0x10000) */
	u32 may;        /* enum rk_may: what it may beyond signing programs */
};
enum rk_may { RK_MAY_COMMAND = 1 << 0 /* its signed commands are obeyed */ };

struct rk_counter { /* highest counter accepted per (key, program) */
	u8 keynum[RKB_KEYNUM];
	char name[RK_MAX_NAME];
	u64 counter;
	u8 sha3[32];
};
enum { RK_MAX_COUNTERS = 64 };

struct rk_pool { /* map storage: a static range (embedded) or the heap (cloud) */
	u8 *base;
	size_t size, used;
	u64 *bitmap;
};

enum rk_two_keys {
	RK_TWO_KEYS_NONE,
	RK_TWO_KEYS_ACTUATORS, /* those that can act on an output or send on a bus */
	RK_TWO_KEYS_ALL,
};

struct rk_rt {
	struct rk_key keys[RK_MAX_KEYS];
	struct rk_counter counters[RK_MAX_COUNTERS];
	struct rk_pool pool;
	struct rk_world world;
	size_t budget;          /* bytes of map storage per program */
	struct rk_map *globals; /* maps of scope GLOBAL, shared by key and name */
	u32 n_cpus;
	u8 *busy;         /* per CPU, 64 bytes apart: ns that programs took, each run's own */
	u32 time_mask;    /* of sampled programs, time the runs whose number & this is 0 */
	u32 two_keys;     /* enum rk_two_keys: which programs two trusted keys must have signed */
	u64 return_thunk; /* address that RET relocations jump to; 0: a plain return */
	/* What images built for one kernel must name; NULL: any (user port). */
	const char *kernel_release, *kernel_version;
};

struct rk_stats { /* per program and CPU; sum over CPUs to read */
	u64 runs, ns_total, ns_max, skips, overruns;
	u64 drops;   /* ring-buffer records that found no room */
	u64 timed;   /* runs that ns_total covers */
	u64 strikes; /* recent overruns, decaying; a cache line in all */
};

/* How a program executes: native entry, or the interpreter's. */
typedef u64 (*rk_exec_fn)(struct rk_program *prog, void *ctx, struct rk_env *env);

struct rk_program {
	struct rk_rt *rt;
	struct rkb_manifest manifest;
	char name[RK_MAX_NAME];
	u8 keynum[RKB_KEYNUM];
	u64 counter;
	u8 sha3[32]; /* of the payload */
	struct rk_map *maps[RK_MAX_MAPS];
	u32 n_maps;
	u32 narrow; /* bit per argument that is extended before a run */
	struct rk_exec exec;
	rk_exec_fn run;
	void *engine;           /* the interpreter's state, else NULL */
	struct rk_env **env;    /* one per CPU */
	struct rk_stats *stats; /* one per CPU */
	u8 *busy;               /* re-entry guard, one byte per CPU, 64 apart */
	size_t map_bytes;
	u64 limit_ns;      /* a longer run is an overrun; 0: none */
	bool sampled;      /* where it has no recent overrun, only some runs are timed */
	void *host;        /* the port's */
	size_t self_bytes; /* of the one allocation that holds this, env, stats, busy, stacks */
};

/* ns of timed runs on a CPU so far, written by that CPU alone. */
static inline u64 *rk_rt_busy(const struct rk_rt *rt, u32 cpu)
{
	return (u64 *)(void *)(rt->busy + (size_t)cpu * 64);
}

int rk_rt_init(struct rk_rt *rt, size_t pool_bytes, size_t budget);
void rk_rt_fini(struct rk_rt *rt);
int rk_rt_key_add(struct rk_rt *rt, const u8 keynum[RKB_KEYNUM], const u8 pk[32]);
/* NULL: not trusted. */
const struct rk_key *rk_rt_key(const struct rk_rt *rt, const u8 keynum[RKB_KEYNUM]);
/* What a key may, from now on: bits of enum rk_may. RK_ENOENT, RK_EINPUT. */
int rk_rt_key_allow(struct rk_rt *rt, const u8 keynum[RKB_KEYNUM], u32 may);
/* What a key may not sign, from now on; programs installed before stay. RK_ENOENT. */
int rk_rt_key_limit(struct rk_rt *rt, const u8 keynum[RKB_KEYNUM], u64 no_hooks, u64 no_helpers);
/*
 * A counter as it was remembered before a restart. Lower than what is known: RK_ECOUNTER; unknown
 * key: RK_ENOENT; a name that is no text: RK_EINPUT; no room: RK_ETOOBIG.
 */
int rk_rt_counter_raise(struct rk_rt *rt, const u8 keynum[RKB_KEYNUM], const char name[RK_MAX_NAME],
	u64 counter, const u8 sha3[32]);

/*
 * Load one image (side data may be absent or present, it is ignored). The bytes are copied once;
 * the copy is checked, relocated and installed. On failure nothing has changed and *why is static
 * text naming the detail. RK_OK with *out = the installed program.
 */
int rk_rt_load(struct rk_rt *rt, const void *image, size_t size, struct rk_program **out,
	const char **why);
/* Everything but the install (dry run). */
int rk_rt_check(struct rk_rt *rt, const void *image, size_t size, const char **why);
void rk_rt_unload(struct rk_program *p); /* the caller has detached it and waited */

/*
 * A program without native code (interpreter, tests): maps from `maps`, initial data from `data`
 * (offsets as in the blob); `run` executes it.
 */
int rk_rt_create(struct rk_rt *rt, const struct rkb_manifest *m, const char *name,
	const struct rkb_map *maps, u32 n_maps, const u8 *data, size_t data_size,
	struct rk_program **out, const char **why);

/*
 * Run once on this CPU: re-entry guard, statistics. False: skipped because the program already runs
 * on this CPU (counted). A run's time is its own: what timed runs of other programs took that
 * interrupted it on its CPU is taken off, and so is what interrupted those. Other interrupts are in
 * it.
 */
bool rk_prog_run(struct rk_program *p, void *ctx, u64 *ret);
void rk_prog_pardon(struct rk_program *p); /* forget its overruns; it is not running */
void rk_prog_stats(const struct rk_program *p, struct rk_stats *sum);

/* A hook: two places, one pointer. Replace is atomic for every event, and rolls back where it is
 * given the previous program. */
struct rk_slot {
	struct rk_program *active; /* accessed with acquire/release */
	struct rk_program *previous;
};
int rk_slot_attach(struct rk_slot *s, struct rk_program *p);
int rk_slot_replace(struct rk_slot *s, struct rk_program *p);
void rk_slot_forget(struct rk_slot *s); /* the previous program; its grace period is over */
void rk_slot_detach(struct rk_slot *s);
bool rk_slot_run(struct rk_slot *s, void *ctx, u64 *ret);

/* ---- maps (map.h has the types' own interface) ---- */
struct rk_map_attr {
	char name[RK_MAX_NAME];
	u32 type, key_size, value_size, max_entries, flags;
};
const struct rk_map_attr *rk_map_attr(const struct rk_map *m);
/* Copying access for user space and tests; cpu picks the value of per-CPU maps. */
int rk_map_read(struct rk_map *m, const void *key, void *value, u32 cpu);
int rk_map_write(struct rk_map *m, const void *key, const void *value, u64 flags, u32 cpu);
int rk_map_remove(struct rk_map *m, const void *key);
/* Key after `key` (NULL: the first) in iteration order; RK_ENOENT at the end. */
int rk_map_next(struct rk_map *m, const void *key, void *next);
/* The next record of a ring buffer, NULL where empty. Valid until rk_ring_release. */
const void *rk_ring_peek(struct rk_map *m, u32 *len);
void rk_ring_release(struct rk_map *m);
u64 rk_ring_drops(const struct rk_map *m);
/* True where [p, p + n) is memory of this map that programs may read (write: may write). */
bool rk_map_owns(const struct rk_map *m, const void *p, size_t n, bool write);

/* ---- helpers ---- */
rk_helper_fn rk_helper_fn_of(u32 id); /* NULL where this runtime has none */

/* ---- crypto/ and base/ ---- */
/* 0, or RK_ESIG: Ed25519 (RFC 8032, cofactorless, rejecting S >= L, small-order A and R). */
int rk_ed25519_verify(const u8 sig[64], const u8 *msg, size_t len, const u8 pk[32]);
struct rk_sha512 {
	u64 h[8];
	u64 len;
	u8 buf[128];
	u32 fill;
};
void rk_sha512_init(struct rk_sha512 *s);
void rk_sha512_add(struct rk_sha512 *s, const void *p, size_t n);
void rk_sha512_end(struct rk_sha512 *s, u8 out[64]);

#endif
