/* SPDX-License-Identifier: MIT */
/*
 * Bump allocator of the host tools: one per object or per analysis, freed once. Never returns NULL:
 * out of memory ends the tool with exit code 2.
 */
#ifndef RK_ARENA_H
#define RK_ARENA_H

#include "rk/types.h"

struct rk_arena {
	struct rk_arena_chunk *chunks; /* newest first */
	bool tight;                    /* used counts whole chunks */
	size_t used, peak;             /* bytes handed out, chunk headers included */
};

struct rk_arena_mark {
	struct rk_arena_chunk *chunk;
	size_t chunk_used, used;
};

void rk_arena_init(struct rk_arena *a);
void rk_arena_init_tight(struct rk_arena *a); /* no marks in one; aligned to 8 */
void rk_arena_fini(struct rk_arena *a);
void *rk_alloc(struct rk_arena *a, size_t bytes);                 /* zeroed, aligned to 16 */
void *rk_alloc_array(struct rk_arena *a, size_t n, size_t bytes); /* overflow-checked */
/* Room for `want` of elements of so many bytes, of which `n` are in `old`: that one where it has
 * room for *room of them, or a copy of at least twice the size. */
void *rk_grow(struct rk_arena *a, void *old, size_t n, size_t *room, size_t want, size_t bytes);
char *rk_strdup(struct rk_arena *a, const char *s);
char *rk_strndup(struct rk_arena *a, const char *s, size_t n);
char *rk_format(struct rk_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct rk_arena_mark rk_arena_mark(const struct rk_arena *a);
void rk_arena_reset(struct rk_arena *a, struct rk_arena_mark mark); /* frees what came after */

#endif
