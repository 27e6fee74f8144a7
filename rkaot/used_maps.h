/* SPDX-License-Identifier: MIT */
/* Which maps a program uses, in the order of env->maps and of the blob's map section. */
#ifndef RK_USED_MAPS_H
#define RK_USED_MAPS_H

#include "obj/prog.h"

/* Fills indexes into p->obj->maps, ascending. Returns how many, or RK_ETOOBIG. */
int rk_used_maps(const struct rk_prog *p, u16 out[RK_MAX_MAPS]);

#endif
