/* SPDX-License-Identifier: MIT */
/*
 * BTF: types by id, read from a bounds-checked blob (an object's .BTF section, or a kernel's
 * /sys/kernel/btf/vmlinux). Type ids are checked when the blob is read; 0 is void. The blob must
 * outlive the struct.
 */
#ifndef RK_BTF_H
#define RK_BTF_H

#include "arena.h"

enum rk_btf_kind {
	RK_BTF_VOID,
	RK_BTF_INT,
	RK_BTF_PTR,
	RK_BTF_ARRAY,
	RK_BTF_STRUCT,
	RK_BTF_UNION,
	RK_BTF_ENUM,
	RK_BTF_FWD,
	RK_BTF_TYPEDEF,
	RK_BTF_VOLATILE,
	RK_BTF_CONST,
	RK_BTF_RESTRICT,
	RK_BTF_FUNC,
	RK_BTF_FUNC_PROTO,
	RK_BTF_VAR,
	RK_BTF_DATASEC,
	RK_BTF_FLOAT,
	RK_BTF_DECL_TAG,
	RK_BTF_TYPE_TAG,
	RK_BTF_ENUM64,
};

struct rk_btf {
	struct rk_arena *arena;
	const u8 *types; /* type section */
	u32 types_size;
	const char *strings;
	u32 strings_size;
	u32 n;        /* number of types, void included */
	u32 n_base;   /* of them the kernel's own, where a module's follow; else 0 */
	u32 *offsets; /* byte offset of type i in `types` */
	/* Hash chains by name without its ___flavour: buckets, then the next id per type. */
	u32 *name_index;
	u32 name_buckets;
};

/* The fixed part of a type, decoded. */
struct rk_btf_type {
	u8 kind; /* enum rk_btf_kind */
	bool kflag;
	u16 vlen;
	u32 size_or_type; /* size of a struct, int, enum; else the type referred to */
	const char *name; /* "" where anonymous */
	const u8 *tail;   /* what follows: vlen members, parameters, ... */
};

struct rk_btf_member {
	const char *name;
	u32 type;
	u32 bit_offset;
	u32 bit_size; /* 0: not a bit field */
};

int rk_btf_read(
	struct rk_btf *b, struct rk_arena *a, const void *blob, size_t size, const char **why);
/* Split BTF (/sys/kernel/btf/MODULE), whose ids and strings go on where its base ends: one blob of
 * both, for rk_btf_read(). NULL: *why. */
u8 *rk_btf_join(struct rk_arena *a, const void *base, size_t base_size, const void *split,
	size_t split_size, size_t *size, const char **why);
struct rk_btf_type rk_btf_type(const struct rk_btf *b, u32 id); /* id must be < n */
struct rk_btf_member rk_btf_member(const struct rk_btf *b, const struct rk_btf_type *t, u32 i);
u32 rk_btf_param(const struct rk_btf *b, const struct rk_btf_type *proto, u32 i, const char **name);
/* Of an argument as tracing programs have it: a struct is there as it is, in whole words. */
u32 rk_btf_arg_bytes(const struct rk_btf *b, const struct rk_btf_type *proto, u32 i);
/* Which one begins at this offset from the first, proto->vlen: what is behind all of them; ~0: none
 * does. */
u32 rk_btf_arg_at(const struct rk_btf *b, const struct rk_btf_type *proto, u32 first, s64 off);
void rk_btf_array(const struct rk_btf_type *t, u32 *elem, u32 *count);
u32 rk_btf_skip(const struct rk_btf *b, u32 id); /* through typedefs, qualifiers and type tags */
/* Size in bytes, -1 for void, functions, forward declarations and unbounded nesting. */
s64 rk_btf_size(const struct rk_btf *b, u32 id);
const char *rk_btf_string(const struct rk_btf *b, u32 offset); /* "" when out of range */
/* First type of this name and kind after `after` (0 to begin), 0 where none. */
u32 rk_btf_find(const struct rk_btf *b, const char *name, u8 kind, u32 after);
/* As rk_btf_find, any kind, comparing names without their ___flavour suffix. */
u32 rk_btf_find_essential(const struct rk_btf *b, const char *name, u32 after);
size_t rk_btf_essential_len(const char *name);
/* "struct task_struct *" for messages. */
const char *rk_btf_name(const struct rk_btf *b, struct rk_arena *a, u32 id);
/* SHA3-256 prefix over the canonical text of a type: names, kinds, offsets, sizes. */
void rk_btf_layout_hash(const struct rk_btf *b, u32 key_type, u32 value_type, u8 out[8]);

#endif
