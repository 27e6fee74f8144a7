/* SPDX-License-Identifier: MIT */
/* Where `rk run` writes: text for people or one JSON object per line. Never both in one stream. */
#ifndef RK_PRINT_H
#define RK_PRINT_H

#include <stdio.h>

#include "rk/types.h"

struct rk_print {
	FILE *f;
	bool json;
	bool color;
};

/* A JSON string, quotes included. */
void rk_print_string(FILE *f, const char *s, size_t n);
void rk_print_hex(FILE *f, const u8 *p, size_t n);

#endif
