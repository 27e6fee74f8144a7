/* SPDX-License-Identifier: MIT */
/*
 * /dev/rkbpf: what user space asks of the module. Structures have fixed sizes, no padding, and the
 * same layout for every caller; reserved members must be zero. A failed request returns errno and,
 * where the structure has `error` and `why`, fills them: a negative enum rk_err and a text.
 * Programs are named by ids that are never used twice while the module is loaded.
 */
#ifndef RK_UAPI_H
#define RK_UAPI_H

#include <linux/ioctl.h>

#include "limits.h"
#include "types.h"

#define RK_DEVICE "/dev/rkbpf"
/* One more with each change that would have an older module or agent misunderstood. */
enum { RK_UAPI_VERSION = 2, RK_WHY = 128 };

struct rk_uapi_info { /* out */
	u32 version;  /* RK_UAPI_VERSION */
	u32 arch;     /* enum rk_arch */
	u32 cpus;     /* numbers of CPUs in per-CPU maps are below */
	u32 page;     /* bytes */
	u32 keys;
	u32 programs;
	u64 arena_size, arena_used; /* bytes of machine code */
	u64 pool_size, pool_used;   /* bytes of map storage */
	u64 trace_dropped;          /* lines of bpf_trace_printk that found no room */
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_info) == 64, "no padding");

struct rk_uapi_key { /* in */
	u8 keynum[8];
	u8 pk[32];
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_key) == 40, "no padding");

struct rk_uapi_load {
	u64 image; /* in: address of one image */
	u64 size;  /* in: its bytes */
	u32 id;    /* out, load: the program */
	s32 error; /* out */
	char why[RK_WHY];
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_load) == 152, "no padding");

struct rk_uapi_act { /* attach, detach, unload */
	u32 id;      /* in */
	s32 error;   /* out */
	char why[RK_WHY];
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_act) == 136, "no padding");

struct rk_uapi_prog {
	u32 id;       /* in: 0, or a program; out: the program with the next higher id */
	u32 attached; /* out: enum rk_uapi_place */
	u32 n_maps;
	u32 text_bytes;
	u64 counter;
	u64 map_bytes;
	u8 sha3[32]; /* of the payload */
	char name[RK_MAX_NAME];
	char section[RK_MAX_SECTION];
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_prog) == 224, "no padding");

struct rk_uapi_stats { /* sums over CPUs */
	u32 id;        /* in */
	u32 zero;      /* in */
	u64 runs, timed, ns_total, ns_max;
	u64 skips;    /* the program ran already on that CPU */
	u64 overruns; /* runs longer than the period */
	u64 drops;    /* ring-buffer records that found no room */
	u64 nmi;      /* events in NMI context: never run */
	u64 missed;   /* timer periods that passed without an event */
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_stats) == 80, "no padding");

struct rk_uapi_map {
	u32 id;    /* in: the program */
	u32 index; /* in: which of its maps */
	u32 type, key_size, value_size, max_entries, flags, zero;
	u64 drops; /* ring buffers */
	char name[RK_MAX_NAME];
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_map) == 72, "no padding");

struct rk_uapi_elem {
	u32 id, index;            /* in */
	u32 key_size, value_size; /* in: must be the map's; value_size 0 where unused */
	u64 key;                  /* in: address; next: 0 asks for the first key */
	u64 value;                /* in: address; next: where the next key goes */
	u32 cpu;                  /* in: of per-CPU maps, else 0 */
	u32 zero;
	u64 flags; /* in: update: BPF_ANY, BPF_NOEXIST, BPF_EXIST; else 0 */
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_elem) == 48, "no padding");

/*
 * A ring buffer's own descriptor: poll() waits for records; page 0 is the reader's position
 * (read-write), page 1 the writer's, then the data (both read-only). max_entries bytes of data do
 * not wrap within a record. The program cannot be unloaded while the descriptor or a mapping lives.
 */
struct rk_uapi_ring {
	u32 id, index; /* in */
	s32 fd;        /* out */
	u32 zero;
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_ring) == 16, "no padding");

/*
 * Replace: `with`, loaded for the same hook, runs in place of `id` from one event to the next; `id`
 * stays in the spare slot, for rollback, until it is unloaded or the next replace. Maps that have
 * the same name in both are shared if type, sizes, flags and layout agree. Read-only maps and those
 * with initial values are the new program's own.
 */
enum { RK_REPLACE_RESET_MAPS = 1 /* maps that do not agree begin anew instead of a refusal */ };
struct rk_uapi_replace {
	u32 id, with; /* in */
	u32 flags;    /* in: RK_REPLACE_RESET_MAPS */
	s32 error;    /* out */
	char why[RK_WHY];
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_replace) == 144, "no padding");

/* What programs signed by a key may not use, from now on. Replaces earlier limits of that key. */
struct rk_uapi_limit { /* in */
	u8 keynum[8];
	u64 no_hooks;   /* bit (enum rk_hook_class) */
	u64 no_helpers; /* of robot helpers: bit (id - 0x10000) */
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_limit) == 24, "no padding");

enum rk_uapi_place { RK_PLACE_NONE, RK_PLACE_RUNS, RK_PLACE_SPARE };
enum {
	RK_STATE_PAUSED = 1,    /* frozen, or about to be detached: events pass by */
	RK_STATE_FAILED = 2,    /* overran too often and was detached, or is about to be */
	RK_STATE_INTERLOCK = 4, /* fail action keep or stop */
	RK_STATE_WAITS = 8      /* attached, and no loaded module has its tracepoint */
};
struct rk_uapi_state {
	u32 id;          /* in */
	u32 place;       /* out: enum rk_uapi_place */
	u32 flags;       /* out: RK_STATE_... */
	u32 fail_action; /* out: enum rkb_fail */
	u32 peer;        /* out: the program of the hook's other slot, 0: none */
	u32 zero;        /* in */
	u64 period_ns, worst_ns, worst_insns; /* out: of the manifest */
	u64 limit_ns;                         /* out: a longer run is an overrun; 0: none is */
	u64 bypassed; /* out: events that passed while the program was paused */
	u8 keynum[8]; /* out: of the signer */
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_state) == 72, "no padding");

struct rk_uapi_status {   /* out: of the module as a whole */
	u32 sealed;       /* keys and outputs cannot change, the module cannot be removed */
	u32 frozen;       /* tracing programs see no events */
	u32 periodic_ppm; /* demand of attached timers, parts per million of one CPU */
	u32 failed;       /* programs that were detached because they overran */
	u32 outputs;      /* mask of configured emergency-stop outputs */
	u32 keys_max, programs_max;
	u32 two_keys; /* enum rk_uapi_two_keys */
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_status) == 32, "no padding");

struct rk_uapi_freeze { /* in */
	u32 on;         /* 0 or 1 */
	u32 zero;
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_freeze) == 8, "no padding");

/*
 * The highest counter accepted of a key's program. They live in memory: user space that saves them
 * and raises them again after a boot, before the seal, keeps older versions out for good.
 */
struct rk_uapi_counter {
	u32 index; /* in, next: 0, 1, ... until ENOENT */
	u32 zero;
	u64 counter;
	u8 keynum[8];
	u8 sha3[32]; /* of the payload that had it */
	char name[RK_MAX_NAME];
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_counter) == 88, "no padding");

/* Samples of a key in a time series, newest first: u64 time, then the value padded to 8 bytes. */
struct rk_uapi_series {
	u32 id, index;       /* in */
	u32 key_size, count; /* in: the map's; out: samples in `out` */
	u64 key;             /* in: address */
	u64 out, size;       /* in: address and bytes; what is not a sample is zeroed */
	u64 window_ns;       /* in: how far back from now */
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_series) == 48, "no padding");

/* What a key may beyond signing programs, from now on; before the seal. */
enum { RK_ALLOW_COMMAND = 1 /* interlocks obey its signed commands */ };
struct rk_uapi_allow { /* in */
	u8 keynum[8];
	u32 may; /* RK_ALLOW_... */
	u32 zero;
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_allow) == 16, "no padding");

/* What a signed command (rk/command.h) must name. One is open at a time, until it is answered. */
struct rk_uapi_challenge { /* out */
	u8 nonce[32];
	u32 seconds; /* until it ends */
	u32 zero;
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_challenge) == 40, "no padding");

struct rk_uapi_command {
	u64 command; /* in: address */
	u64 size;    /* in: its bytes */
	s32 error;   /* out */
	u32 zero;
	char why[RK_WHY];
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_command) == 152, "no padding");

/*
 * Which programs are loaded only with signatures of two trusted keys: those that import helpers of
 * the emergency stop, gpio_set, pwm_set_duty or can_send, or stop outputs where they fail; or all.
 * Before the seal and before the first program: none runs that the policy would not let in.
 */
enum rk_uapi_two_keys { RK_UAPI_TWO_NONE, RK_UAPI_TWO_ACTUATORS, RK_UAPI_TWO_ALL };
struct rk_uapi_policy { /* in */
	u32 two_keys;
	u32 zero;
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_policy) == 8, "no padding");

enum rk_uapi_output_kind { RK_OUTPUT_GPIO = 1, RK_OUTPUT_PWM = 2 };
enum rk_uapi_output_flag {
	RK_OUTPUT_STOP = 1 << 0,    /* driven by the emergency stop: the next bit of its masks */
	RK_OUTPUT_INPUT = 1 << 1,   /* GPIO: programs read it */
	RK_OUTPUT_RT_SAFE = 1 << 2, /* PREEMPT_RT: the chip's driver takes no sleeping lock */
};

/* A line that programs may act on; it begins with its stopped value. */
struct rk_uapi_output {
	u32 kind;      /* enum rk_uapi_output_kind */
	u32 flags;     /* enum rk_uapi_output_flag */
	u32 line;      /* of the GPIO chip, or channel of the PWM chip */
	u32 index;     /* get, in: which; add, out */
	u64 stopped;   /* the level, or the duty time in ns, that means stopped */
	u64 period;    /* PWM: ns, else 0 */
	u64 value;     /* out: what it was given or read as last */
	u32 number;    /* out: of the chip, as programs and events have it */
	u32 motor;     /* out: its bit of emergency-stop masks, or 0 */
	u32 latched;   /* out: stopped, and not armed since */
	u32 sleeps;    /* out: written by the worker alone */
	char chip[64]; /* in, add: chip<N> or name:<label>, as in sections */
	s32 error;     /* out */
	u32 zero;
	char why[RK_WHY];
};
RK_STATIC_ASSERT(sizeof(struct rk_uapi_output) == 256, "no padding");

#define RK_IOC 0xbf
#define RK_IOC_INFO _IOR(RK_IOC, 0, struct rk_uapi_info)
#define RK_IOC_KEY_ADD _IOW(RK_IOC, 1, struct rk_uapi_key)
#define RK_IOC_CHECK _IOWR(RK_IOC, 2, struct rk_uapi_load)
#define RK_IOC_LOAD _IOWR(RK_IOC, 3, struct rk_uapi_load)
#define RK_IOC_ATTACH _IOWR(RK_IOC, 4, struct rk_uapi_act)
#define RK_IOC_DETACH _IOWR(RK_IOC, 5, struct rk_uapi_act)
#define RK_IOC_UNLOAD _IOWR(RK_IOC, 6, struct rk_uapi_act)
#define RK_IOC_PROG_NEXT _IOWR(RK_IOC, 7, struct rk_uapi_prog)
#define RK_IOC_STATS _IOWR(RK_IOC, 8, struct rk_uapi_stats)
#define RK_IOC_MAP_INFO _IOWR(RK_IOC, 9, struct rk_uapi_map)
#define RK_IOC_MAP_LOOKUP _IOW(RK_IOC, 10, struct rk_uapi_elem)
#define RK_IOC_MAP_UPDATE _IOW(RK_IOC, 11, struct rk_uapi_elem)
#define RK_IOC_MAP_DELETE _IOW(RK_IOC, 12, struct rk_uapi_elem)
#define RK_IOC_MAP_NEXT _IOW(RK_IOC, 13, struct rk_uapi_elem)
#define RK_IOC_RING _IOWR(RK_IOC, 14, struct rk_uapi_ring)
#define RK_IOC_REPLACE _IOWR(RK_IOC, 15, struct rk_uapi_replace)
#define RK_IOC_ROLLBACK _IOWR(RK_IOC, 16, struct rk_uapi_act) /* id: what runs */
#define RK_IOC_STATE _IOWR(RK_IOC, 17, struct rk_uapi_state)
#define RK_IOC_STATUS _IOR(RK_IOC, 18, struct rk_uapi_status)
#define RK_IOC_SEAL _IO(RK_IOC, 19) /* until the reboot: no way back */
#define RK_IOC_FREEZE _IOW(RK_IOC, 20, struct rk_uapi_freeze)
#define RK_IOC_KEY_LIMIT _IOW(RK_IOC, 21, struct rk_uapi_limit)
#define RK_IOC_COUNTER_NEXT _IOWR(RK_IOC, 22, struct rk_uapi_counter)
#define RK_IOC_COUNTER_RAISE _IOW(RK_IOC, 23, struct rk_uapi_counter)
/* Update, delete and pop: EROFS for a map that is constant or that an interlock uses. */
/* Queues and stacks: lookup shows the next element, update appends, pop takes; key_size is 0. */
#define RK_IOC_MAP_POP _IOW(RK_IOC, 24, struct rk_uapi_elem)
#define RK_IOC_SERIES _IOWR(RK_IOC, 25, struct rk_uapi_series)
#define RK_IOC_KEY_ALLOW _IOW(RK_IOC, 26, struct rk_uapi_allow)
#define RK_IOC_CHALLENGE _IOR(RK_IOC, 27, struct rk_uapi_challenge)
#define RK_IOC_COMMAND _IOWR(RK_IOC, 28, struct rk_uapi_command)
#define RK_IOC_POLICY _IOW(RK_IOC, 29, struct rk_uapi_policy)
/* 30 to 39 are the core's, too; outputs and later parts begin at 40. */
#define RK_IOC_OUTPUT_ADD _IOWR(RK_IOC, 40, struct rk_uapi_output)
#define RK_IOC_OUTPUT_GET _IOWR(RK_IOC, 41, struct rk_uapi_output)
#define RK_IOC_OUTPUT_ARM _IOW(RK_IOC, 42, u32)  /* a mask: out of the latch */
#define RK_IOC_OUTPUT_STOP _IOW(RK_IOC, 43, u32) /* a mask: emergency stop */

#endif
