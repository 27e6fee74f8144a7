/* SPDX-License-Identifier: MIT */
/* Side data of an image: text for tools. docs/blob-format.md has its lines. */
#ifndef RK_AOT_SIDE_H
#define RK_AOT_SIDE_H

#include "aot.h"

/* Functions, source lines, and the fields of the n maps with these indices. Text in `a`. */
char *rk_side_text(struct rk_arena *a, const struct rk_prog *p, const struct rk_code *code,
	const u16 *maps, int n);

#endif
