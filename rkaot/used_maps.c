// SPDX-License-Identifier: MIT
/* The maps that a program's instructions name: every one of them is loaded, no other is. */
#include "used_maps.h"

static bool uses(const struct rk_prog *p, u32 map)
{
	for (u32 i = 0; i < p->n_insns; i++) {
		const struct rk_insn *in = &p->insns[i];

		if (in->kind == RK_INSN_LDDW && in->ref == map &&
			(in->ref_kind == RK_REF_MAP || in->ref_kind == RK_REF_MAP_VALUE))
			return true;
	}
	return false;
}

int rk_used_maps(const struct rk_prog *p, u16 out[RK_MAX_MAPS])
{
	int n = 0;

	for (u32 m = 0; p->obj && m < p->obj->n_maps; m++) {
		if (!uses(p, m))
			continue;
		if (n == RK_MAX_MAPS)
			return RK_ETOOBIG;
		out[n++] = (u16)m;
	}
	return n;
}
