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
enum { RK_UAPI_VERSION = 1, RK_WHY = 128 };

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
	u32 attached; /* out: 0 or 1 */
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

#endif
