/* SPDX-License-Identifier: MIT */
/*
 * CO-RE: a path of accesses in the program's own BTF, found again in the target's. The rules are
 * those libbpf documents; file by file: spec (what is accessed), match (are types alike), core
 * (patch the instruction).
 */
#ifndef RK_OBJ_CORE_H
#define RK_OBJ_CORE_H

#include "btf.h"

enum rk_core_kind {
	RK_CORE_FIELD_OFFSET,
	RK_CORE_FIELD_SIZE,
	RK_CORE_FIELD_EXISTS,
	RK_CORE_FIELD_SIGNED,
	RK_CORE_FIELD_LSHIFT,
	RK_CORE_FIELD_RSHIFT,
	RK_CORE_TYPE_ID_LOCAL,
	RK_CORE_TYPE_ID_TARGET,
	RK_CORE_TYPE_EXISTS,
	RK_CORE_TYPE_SIZE,
	RK_CORE_ENUM_EXISTS,
	RK_CORE_ENUM_VALUE,
	RK_CORE_TYPE_MATCHES,
	RK_CORE_N_KINDS
};

enum { RK_CORE_MAX_STEPS = 64 };

/* One access: member `index` (named) or array element `index` (name NULL) of `type`. */
struct rk_core_step {
	u32 type, index;
	const char *name;
};

struct rk_core_spec {
	const struct rk_btf *btf;
	u32 root; /* type id, typedefs and qualifiers kept */
	enum rk_core_kind kind;
	struct rk_core_step steps[RK_CORE_MAX_STEPS];
	u32 n;
	u64 bit_offset;
	u32 enumerator; /* ENUM_*: its index */
};

/* What a relocation comes to on one side. */
struct rk_core_value {
	u64 value;
	u32 bytes, type; /* FIELD_OFFSET of a plain field: its size and type, else 0 */
	bool exact;      /* the compiler left the local value in the instruction */
};

bool rk_core_is_field(enum rk_core_kind kind);
bool rk_core_is_type(enum rk_core_kind kind);
/* Read "0:1:2" on the program's side. NULL or what is wrong. */
const char *rk_core_spec_read(struct rk_core_spec *s, const struct rk_btf *b, u32 type,
	const char *access, enum rk_core_kind kind);
/* The same accesses from type `id` of the target; false where it has no such thing. */
bool rk_core_spec_find(struct rk_core_spec *out, const struct rk_core_spec *local,
	const struct rk_btf *target, u32 id);
/* false where the value cannot be computed. */
bool rk_core_evaluate(const struct rk_core_spec *s, struct rk_core_value *out);
const char *rk_core_spec_text(const struct rk_core_spec *s, struct rk_arena *a);
/* Enumerator i of an enum: name and value. */
const char *rk_core_enumerator(
	const struct rk_btf *b, const struct rk_btf_type *t, u32 i, s64 *value);

bool rk_core_same_kind(u8 a, u8 b);
bool rk_core_fields_compatible(const struct rk_btf *l, u32 lid, const struct rk_btf *t, u32 tid);
bool rk_core_types_compatible(const struct rk_btf *l, u32 lid, const struct rk_btf *t, u32 tid);
bool rk_core_types_match(const struct rk_btf *l, u32 lid, const struct rk_btf *t, u32 tid);

#endif
