/* SPDX-License-Identifier: MIT */
/*
 * A JSON writer for reports: commas by itself, strings always valid UTF-8 whatever the input.
 * Keys are literals of the caller. Private to the reports; the file may be any stream.
 */
#ifndef RK_JSON_H
#define RK_JSON_H

#include <stdio.h>
#include "rk/types.h"

struct rk_json {
	FILE *f;
	bool comma; /* something stands before the next element at this level */
};

void rk_json_open(struct rk_json *j, const char *key, char bracket); /* key NULL in arrays */
void rk_json_close(struct rk_json *j, char bracket);
void rk_json_string(struct rk_json *j, const char *key, const char *s); /* NULL prints null */
void rk_json_number(struct rk_json *j, const char *key, u64 n);
void rk_json_null(struct rk_json *j, const char *key);

#endif
