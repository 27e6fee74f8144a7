// SPDX-License-Identifier: MIT
/* Structs of the target's BTF: what members point to, and how long that lasts. */
#include <string.h>
#include "world.h"

static const struct {
	const char *holder, *member;
	u8 flags;
} lasting[] = {
#define KLASTING(holder, member, degree, null)                                                     \
	{holder, member, WORLD_KEPT_##degree | ((null) ? WORLD_NULLABLE : 0)},
#include "rk/klasting.def"
#undef KLASTING
};

static bool is_struct(const struct rk_btf *b, u32 id)
{
	u8 kind = rk_btf_type(b, id).kind;

	return kind == RK_BTF_STRUCT || kind == RK_BTF_UNION;
}

/* The struct that a pointer points to; 0: it is none, or to something else. */
u32 world_pointee(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, id));

	if (t.kind != RK_BTF_PTR)
		return 0;
	id = rk_btf_skip(b, t.size_or_type);
	return is_struct(b, id) ? id : 0;
}

u32 world_enclosed(const struct rk_btf *b, u32 id, s64 *off)
{
	struct rk_btf_type t = rk_btf_type(b, id);

	for (u32 i = 0; is_struct(b, id) && i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(b, &t, i);
		u32 in = rk_btf_skip(b, m.type);
		s64 at = m.bit_offset / 8;

		if (m.bit_size || *off < at || *off - at >= rk_btf_size(b, in) || !is_struct(b, in))
			continue;
		*off -= at;
		return in;
	}
	return 0;
}

bool world_open_ended(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, id);
	u32 elem, count = 1;

	if (t.kind != RK_BTF_STRUCT || !t.vlen)
		return true;
	t = rk_btf_type(b, rk_btf_skip(b, rk_btf_member(b, &t, t.vlen - 1u).type));
	if (t.kind != RK_BTF_ARRAY)
		return false;
	rk_btf_array(&t, &elem, &count);
	return count <= 1;
}

/* Of the pointers that begin at an offset of this struct itself, the first to a struct. */
static u32 own_member(const struct rk_btf *b, u32 id, s64 off)
{
	struct rk_btf_type t = rk_btf_type(b, id);
	u32 to = 0;

	for (u32 i = 0; is_struct(b, id) && i < t.vlen && !to; i++) {
		struct rk_btf_member m = rk_btf_member(b, &t, i);

		if (!m.bit_size && m.bit_offset == off * 8)
			to = world_pointee(b, m.type);
	}
	return to;
}

u32 world_member(const struct rk_btf *b, u32 id, s64 off)
{
	u32 to = 0;

	for (u32 depth = 0; id && !to && depth < 32; depth++) {
		to = own_member(b, id, off);
		id = world_enclosed(b, id, &off);
	}
	return to;
}

bool world_member_points(const struct rk_btf *b, u32 id, s64 off)
{
	for (u32 depth = 0; id && depth < 32; depth++) {
		struct rk_btf_type t = rk_btf_type(b, id);

		for (u32 i = 0; is_struct(b, id) && i < t.vlen; i++) {
			struct rk_btf_member m = rk_btf_member(b, &t, i);

			if (!m.bit_size && m.bit_offset == off * 8 &&
				rk_btf_type(b, rk_btf_skip(b, m.type)).kind == RK_BTF_PTR)
				return true;
		}
		id = world_enclosed(b, id, &off);
	}
	return false;
}

/* The member of this name begins there, itself or within something anonymous that does. */
static bool is_member(const struct rk_btf *b, u32 id, s64 off, const char *name)
{
	struct rk_btf_type t = rk_btf_type(b, id);

	for (u32 i = 0; is_struct(b, id) && i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(b, &t, i);
		struct rk_btf_type in = rk_btf_type(b, rk_btf_skip(b, m.type));

		if (m.bit_offset != off * 8)
			continue;
		if (!strcmp(m.name, name) || (!m.name[0] && in.kind == RK_BTF_UNION && in.vlen &&
						     !strcmp(rk_btf_member(b, &in, 0).name, name)))
			return true;
	}
	return false;
}

u8 world_lasting(const struct rk_btf *b, u32 id, s64 off)
{
	for (u32 depth = 0; id && depth < 32; depth++) {
		for (u32 i = 0; i < RK_ARRAY_SIZE(lasting); i++)
			if (!strcmp(lasting[i].holder, rk_btf_type(b, id).name) &&
				is_member(b, id, off, lasting[i].member))
				return lasting[i].flags;
		id = world_enclosed(b, id, &off);
	}
	return 0;
}

/* Where the innermost member that has this byte ends; 0: no member has it. */
s64 world_member_end(const struct rk_btf *b, u32 id, s64 off)
{
	s64 from = 0, end = 0;

	for (u32 depth = 0; id && is_struct(b, id) && depth < 32; depth++) {
		struct rk_btf_type t = rk_btf_type(b, id);
		s64 base = from;

		id = 0;
		for (u32 i = 0; i < t.vlen && !id; i++) {
			struct rk_btf_member m = rk_btf_member(b, &t, i);
			s64 at = base + m.bit_offset / 8, size = rk_btf_size(b, m.type);

			if (m.bit_size || off < at || off - at >= size)
				continue;
			id = rk_btf_skip(b, m.type);
			from = at;
			end = at + size;
		}
		if (!id)
			return 0;
	}
	return end;
}
