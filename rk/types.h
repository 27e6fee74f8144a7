/* SPDX-License-Identifier: MIT */
/*
 * What the bytes of keys, values and records are, from the side data of blobs
 * (docs/blob-format.md). A robot has none of it: what a blob says is kept on the workstation when
 * it is sent, under the hash of its payload, in $XDG_CACHE_HOME/rkbpf/types or
 * ~/.cache/rkbpf/types. All of it is foreign text: it decides how bytes are shown, and nothing
 * else.
 */
#ifndef RK_TYPES_OF_BLOBS_H
#define RK_TYPES_OF_BLOBS_H

#include <stdio.h>

#include "obj/arena.h"
#include "rk/limits.h"

struct rk_field {
	char map[RK_MAX_NAME];
	bool key;
	u32 offset, size, count; /* count elements of size bytes */
	u8 shift, bits;          /* bits 0: not a bit field */
	char kind;               /* u, s, c (text), p (address), x (bytes) */
	const char *name;        /* "-": the whole is this one number */
};

struct rk_types {
	struct rk_field *fields;
	u32 n;
};

/* Lines that are no fields are skipped. */
void rk_types_parse(struct rk_types *t, struct rk_arena *a, const char *text, size_t size);
/* Of the image with this payload (NULL: the first one) in a blob file. False: it has none. */
bool rk_types_of_blob(
	struct rk_types *t, struct rk_arena *a, const u8 *file, size_t size, const u8 sha3[32]);
/* Keep and find what is known of a payload. A cache: what cannot be kept is not. */
void rk_types_keep(const u8 *file, size_t size);
bool rk_types_find(struct rk_types *t, struct rk_arena *a, const u8 sha3[32]);
/* Is a value of n bytes of this map known? */
bool rk_types_has(const struct rk_types *t, const char *map, bool key, size_t n);
/* Prints n bytes as the fields of a map's key or value; false where nothing is known of them, or
 * not all of them are there. JSON: a number, a string or an object. */
bool rk_types_print(const struct rk_types *t, FILE *f, const char *map, bool key, const u8 *p,
	size_t n, bool json);

#endif
