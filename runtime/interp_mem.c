/* SPDX-License-Identifier: MIT */
/* What an interpreted program may touch, and loads, stores and atomics on it. */
#include "interp_state.h"

static bool within(u64 address, u64 size, u64 base, u64 room)
{
	u64 at = address - base;

	return at < room && size <= room - at;
}

static bool region_may(
	const struct rk_interp_region *regions, u32 n, u64 address, u64 size, bool write)
{
	for (u32 i = 0; i < n; i++)
		if (within(address, size, regions[i].base, regions[i].size))
			return !write || regions[i].write;
	return false;
}

/* Frames lie side by side; an access must stay within one that is in use. */
static bool stack_may(const struct rk_interp_run *s, u64 address, u64 size)
{
	u64 at = address - (u64)(uintptr_t)s->in->stack;
	u32 frame = s->in->frame_bytes;

	return at < (u64)frame * (s->depth + 1) && size <= frame - at % frame;
}

static bool maps_may(const struct rk_env *env, u64 address, u64 size, bool write)
{
	for (u32 i = 0; env && i < env->n_maps; i++)
		if (rk_map_owns(env->maps[i].map, (void *)(uintptr_t)address, size, write))
			return true;
	return false;
}

bool rk_interp_may(const struct rk_interp_run *s, u64 address, u64 size, bool write)
{
	const struct rk_interp *in = s->in;

	return stack_may(s, address, size) ||
	       region_may(in->regions, in->n_regions, address, size, write) ||
	       region_may(s->records, s->n_records, address, size, write) ||
	       maps_may(in->env, address, size, write);
}

bool rk_interp_access(struct rk_interp_run *s, u64 address, u64 size, bool write)
{
	if (rk_interp_may(s, address, size, write))
		return true;
	return rk_interp_fail(s, write ? RK_FAULT_WRITE : RK_FAULT_READ, address, size);
}

static u64 extend(u64 v, u8 size)
{
	switch (size) {
	case 1: return (u64)(s64)(s8)v;
	case 2: return (u64)(s64)(s16)v;
	case 4: return (u64)(s64)(s32)v;
	default: return v;
	}
}

bool rk_interp_load(struct rk_interp_run *s, const struct rk_insn *i)
{
	u64 address = s->r[i->src] + (u64)(s64)i->off, v = 0;

	if (!rk_interp_access(s, address, i->size, false))
		return false;
	__builtin_memcpy(&v, (void *)(uintptr_t)address, i->size);
	s->r[i->dst] = i->flags & RK_INSN_SIGNED ? extend(v, i->size) : v;
	return true;
}

bool rk_interp_store(struct rk_interp_run *s, const struct rk_insn *i)
{
	u64 address = s->r[i->dst] + (u64)(s64)i->off;
	u64 v = i->kind == RK_INSN_ST ? (u64)i->imm : s->r[i->src];

	if (!rk_interp_access(s, address, i->size, true))
		return false;
	__builtin_memcpy((void *)(uintptr_t)address, &v, i->size);
	return true;
}

#define ATOMIC_OP(type)                                                                            \
	static u64 atomic_##type(type *p, enum rk_atomic op, type v, type expected)                \
	{                                                                                          \
		switch (op) {                                                                      \
		case RK_ATOMIC_ADD: return __atomic_fetch_add(p, v, __ATOMIC_SEQ_CST);             \
		case RK_ATOMIC_OR: return __atomic_fetch_or(p, v, __ATOMIC_SEQ_CST);               \
		case RK_ATOMIC_AND: return __atomic_fetch_and(p, v, __ATOMIC_SEQ_CST);             \
		case RK_ATOMIC_XOR: return __atomic_fetch_xor(p, v, __ATOMIC_SEQ_CST);             \
		case RK_ATOMIC_XCHG: return __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST);           \
		case RK_ATOMIC_CMPXCHG:                                                            \
			__atomic_compare_exchange_n(                                               \
				p, &expected, v, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);       \
			return expected;                                                           \
		}                                                                                  \
		return 0;                                                                          \
	}
ATOMIC_OP(u32)
ATOMIC_OP(u64)

bool rk_interp_atomic(struct rk_interp_run *s, const struct rk_insn *i)
{
	u64 address = s->r[i->dst] + (u64)(s64)i->off, old;
	void *p = (void *)(uintptr_t)address;

	if (!rk_interp_access(s, address, i->size, true))
		return false;
	if (address % i->size)
		return rk_interp_fail(s, RK_FAULT_ALIGN, address, i->size);
	if (i->size == 4)
		old = atomic_u32(p, i->op, (u32)s->r[i->src], (u32)s->r[0]);
	else
		old = atomic_u64(p, i->op, s->r[i->src], s->r[0]);
	if (i->op == RK_ATOMIC_CMPXCHG)
		s->r[0] = old;
	else if (i->flags & RK_INSN_FETCH)
		s->r[i->src] = old;
	return true;
}
