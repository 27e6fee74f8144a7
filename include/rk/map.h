/* SPDX-License-Identifier: MIT */
/* Map types and their static rules (map.def), shared by verifier, compiler and runtime. */
#ifndef RK_MAP_H
#define RK_MAP_H

#include "limits.h"
#include "types.h"

enum rk_map_type {
	RK_MAP_TYPE_UNSPEC = 0,
#define MAP_TYPE(name, id, run, key, value, flags, profile, version, doc) RK_MAP_##name = (id),
#include "map.def"
#undef MAP_TYPE
};

enum rk_map_flag {
	RK_MAPF_LOOKUP = 1 << 0, /* map_lookup_elem returns a pointer to a value */
	RK_MAPF_PERCPU = 1 << 1, /* one value per CPU */
	RK_MAPF_INLINE = 1 << 2, /* lookup is inlined: element i at base + i * stride */
	RK_MAPF_INNER = 1 << 3,  /* values are maps */
	RK_MAPF_DEVICE = 1 << 4, /* values are network devices, which programs read */
};

enum rk_key_rule { RK_KEY_U32, RK_KEY_ANY, RK_KEY_NONE };

struct rk_map_row {
	u32 type;
	bool runnable; /* false: verify-only */
	bool cloud_only;
	u8 key_rule, value_rule; /* enum rk_key_rule: NONE means the size must be 0 */
	u32 flags;               /* enum rk_map_flag */
	u32 version;
#ifndef RK_NO_DOCS
	const char *name, *doc;
#endif
};

/* The row of a type, NULL where unknown. Defined in include-only form by rk/tables.h. */

/* Flags of a map definition that rkBPF honours; Linux's numbers. */
enum {
	RK_MAP_F_NO_PREALLOC = 1 << 0, /* accepted, ignored: storage is always allocated at load */
	RK_MAP_F_RDONLY_PROG = 1 << 7, /* programs may not write (global .rodata) */
	RK_MAP_F_WRONLY_PROG = 1 << 8, /* programs may not read values */
	RK_MAP_F_MMAPABLE = 1 << 10,
};

/* Distance in bytes between two array elements; Linux's rounding. */
static inline u64 rk_map_stride(u32 value_size)
{
	return ((u64)value_size + 7) & ~(u64)7;
}

/*
 * Elements that one search of a map visits at most: none in an array, a chain in a hash table, all
 * in a time series.
 */
static inline u32 rk_map_steps(u32 type, u32 max_entries)
{
	switch (type) {
	case RK_MAP_ARRAY:
	case RK_MAP_PERCPU_ARRAY: return 0;
	case RK_MAP_TIMESERIES: return max_entries;
	default: return max_entries < RK_HASH_CHAIN ? max_entries : RK_HASH_CHAIN;
	}
}

#endif
