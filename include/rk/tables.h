/* SPDX-License-Identifier: MIT */
/*
 * Look-ups in the expanded .def tables (runtime/base/tables.c). Freestanding, constant data, safe
 * in any context. Everything returns a pointer to static storage, NULL where there is no such row.
 */
#ifndef RK_TABLES_H
#define RK_TABLES_H

#include "helper.h"
#include "hook.h"
#include "map.h"

/* Sets of map types in the `maps` column of helper.def: bit (Linux id), TIMESERIES is bit 63. */
#define RK_MAPBIT(type) ((u64)1 << ((type) == RK_MAP_TIMESERIES ? 63 : (type)))
#define RK_MAPS_NONE 0u
#define RK_MAPS_DEVICES (RK_MAPBIT(RK_MAP_DEVMAP) | RK_MAPBIT(RK_MAP_DEVMAP_HASH))
#define RK_MAPS_LOOKUPS                                                                            \
	(RK_MAPBIT(RK_MAP_HASH) | RK_MAPBIT(RK_MAP_ARRAY) | RK_MAPBIT(RK_MAP_PERCPU_HASH) |        \
		RK_MAPBIT(RK_MAP_PERCPU_ARRAY) | RK_MAPBIT(RK_MAP_LRU_HASH) |                      \
		RK_MAPBIT(RK_MAP_LRU_PERCPU_HASH) | RK_MAPBIT(RK_MAP_LPM_TRIE) |                   \
		RK_MAPBIT(RK_MAP_ARRAY_OF_MAPS) | RK_MAPBIT(RK_MAP_HASH_OF_MAPS) |                 \
		RK_MAPS_DEVICES)
#define RK_MAPS_UPDATES                                                                            \
	(RK_MAPS_LOOKUPS & ~(RK_MAPS_DEVICES | RK_MAPBIT(RK_MAP_ARRAY_OF_MAPS) |                   \
				   RK_MAPBIT(RK_MAP_HASH_OF_MAPS)))
#define RK_MAPS_EACH (RK_MAPS_UPDATES & ~RK_MAPBIT(RK_MAP_LPM_TRIE))
#define RK_MAPS_TIMERS                                                                             \
	(RK_MAPBIT(RK_MAP_HASH) | RK_MAPBIT(RK_MAP_ARRAY) | RK_MAPBIT(RK_MAP_LRU_HASH))
#define RK_MAPS_PERCPUS                                                                            \
	(RK_MAPBIT(RK_MAP_PERCPU_HASH) | RK_MAPBIT(RK_MAP_PERCPU_ARRAY) |                          \
		RK_MAPBIT(RK_MAP_LRU_PERCPU_HASH))
#define RK_MAPS_RING RK_MAPBIT(RK_MAP_RINGBUF)
#define RK_MAPS_PERF RK_MAPBIT(RK_MAP_PERF_EVENT_ARRAY)
#define RK_MAPS_STACK RK_MAPBIT(RK_MAP_STACK_TRACE)
#define RK_MAPS_CGROUP RK_MAPBIT(RK_MAP_CGROUP_ARRAY)
#define RK_MAPS_TAIL RK_MAPBIT(RK_MAP_PROG_ARRAY)
#define RK_MAPS_QUEUES (RK_MAPBIT(RK_MAP_QUEUE) | RK_MAPBIT(RK_MAP_STACK))
#define RK_MAPS_TASKS RK_MAPBIT(RK_MAP_TASK_STORAGE)
#define RK_MAPS_SOCKS RK_MAPBIT(RK_MAP_SK_STORAGE)
#define RK_MAPS_INODES RK_MAPBIT(RK_MAP_INODE_STORAGE)
#define RK_MAPS_CGROUPS RK_MAPBIT(RK_MAP_CGRP_STORAGE)
/* Of an object that helpers test for null. */
#define RK_MAPS_STORAGE (RK_MAPS_TASKS | RK_MAPS_SOCKS | RK_MAPS_INODES | RK_MAPS_CGROUPS)
#define RK_MAPS_REDIRECT (RK_MAPS_DEVICES | RK_MAPBIT(RK_MAP_CPUMAP) | RK_MAPBIT(RK_MAP_XSKMAP))
/* Whose elements outlast the section of RCU in which they are removed, or are never freed. */
#define RK_MAPS_ASLEEP                                                                             \
	((RK_MAPS_LOOKUPS & ~(RK_MAPS_DEVICES | RK_MAPBIT(RK_MAP_LPM_TRIE))) | RK_MAPS_RING |      \
		RK_MAPS_USER_RING | RK_MAPS_STORAGE | RK_MAPS_QUEUES)
#define RK_MAPS_USER_RING RK_MAPBIT(RK_MAP_USER_RINGBUF)
#define RK_MAPS_SERIES RK_MAPBIT(RK_MAP_TIMESERIES)

/* Helpers, and kernel functions behind them under numbers of ours from RK_KFUNCS. */
enum { RK_KFUNCS = 0x20000 };
const struct rk_helper_row *rk_helper_row(u32 id);
const struct rk_helper_row *rk_helper_row_at(size_t index); /* in table order; NULL past the end */
const struct rk_map_row *rk_map_row(u32 type);
const struct rk_map_row *rk_map_row_at(size_t index);
const struct rk_hook_row *rk_hook_row(u8 id);
const struct rk_hook_row *rk_hook_row_at(size_t index);
/* The maps that a helper serves: of its row, and those that are only verified. */
static inline u64 rk_helper_maps(const struct rk_helper_row *row)
{
	return row->id == 87 || row->id == 89 ? row->maps | RK_MAPBIT(RK_MAP_BLOOM_FILTER)
					      : row->maps;
}

/* Does a helper fill the value that MAP_VALUE_OUT names? A Bloom filter is asked about it. */
static inline bool rk_map_fills_value(u32 map_type)
{
	return map_type != RK_MAP_BLOOM_FILTER;
}

/* One of Linux's own, where programs are privileged, and none of ours. */
static inline bool rk_hook_is_linux(u8 id)
{
	return id >= RK_HOOK_RAW_TP;
}

const char *rk_strerror(int err); /* text of error.def; "unknown error" */
const char *rk_errname(int err);  /* "ESIG" */
int rk_errno(int err);            /* positive errno of the row */

/*
 * Parse a section name. Fills *hook and returns 0, or RK_ENOENT (no hook has this prefix) or
 * RK_EINPUT with *why pointing at static text that says what was expected.
 */
int rk_hook_parse(const char *section, struct rk_hook *hook, const char **why);

/*
 * Contract hashes: the first 8 bytes of SHA3-256 over the canonical text of a row (what a blob
 * relies on: argument kinds, result, version, context layout; not doc, not costs).
 */
enum rk_import_kind {
	RK_IMPORT_HELPER = 1,
	RK_IMPORT_MAP = 2,
	RK_IMPORT_HOOK = 3,
	RK_IMPORT_ENV = 4
};
int rk_contract_hash(u16 kind, u32 id, u8 out[8]); /* RK_ENOENT for an unknown row */

#endif
