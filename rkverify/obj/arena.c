/* SPDX-License-Identifier: MIT */
/*
 * Chunks of at least 64 KiB, newest first; an allocation never moves. Memory is handed out zeroed,
 * also after a reset, because chunks beyond the mark are freed and the rest is cleared on use. A
 * tight arena takes chunks of a sixteenth of what it holds and counts them whole, unused ends too;
 * what does not fit and is not small has a chunk of its own, so that no end is left for good.
 */
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK_BYTES = 64 << 10,
	CHUNK_BYTES_MAX = 4 << 20,
	TIGHT_BYTES = 112,
	TIGHT_OWN = 48,
	ALIGN = 16,
	TIGHT_ALIGN = 8
};

struct rk_arena_chunk {
	struct rk_arena_chunk *next; /* older */
	u32 size, used;              /* bytes of data */
	_Alignas(ALIGN) unsigned char data[];
};

_Noreturn static void out_of_memory(void)
{
	fputs("out of memory\n", stderr);
	exit(2);
}

void rk_arena_init(struct rk_arena *a)
{
	*a = (struct rk_arena){0};
}

void rk_arena_init_tight(struct rk_arena *a)
{
	*a = (struct rk_arena){.tight = true};
}

static void free_until(struct rk_arena *a, struct rk_arena_chunk *keep)
{
	while (a->chunks != keep) {
		struct rk_arena_chunk *next = a->chunks->next;

		free(a->chunks);
		a->chunks = next;
	}
}

void rk_arena_fini(struct rk_arena *a)
{
	free_until(a, NULL);
	*a = (struct rk_arena){.tight = a->tight};
}

/* Chunks double up to 4 MiB, so that many small arenas stay small and big ones are few chunks. */
static struct rk_arena_chunk *grow(struct rk_arena *a, size_t bytes)
{
	size_t rest =
		a->used / 16 > TIGHT_BYTES ? a->used / 16 & ~(size_t)(ALIGN - 1) : TIGHT_BYTES;
	size_t size = a->chunks ? 2 * (size_t)a->chunks->size : CHUNK_BYTES;
	struct rk_arena_chunk *c;

	if (a->tight)
		size = bytes < TIGHT_OWN ? rest : bytes;
	if (size > CHUNK_BYTES_MAX)
		size = CHUNK_BYTES_MAX;
	if (size < bytes)
		size = bytes;
	if (size > U32_MAX || !(c = malloc(sizeof(*c) + size)))
		out_of_memory();
	c->next = a->chunks;
	c->size = (u32)size;
	c->used = 0;
	if (a->tight && a->chunks && bytes >= TIGHT_OWN) {
		c->next = a->chunks->next;
		a->chunks->next = c;
	} else {
		a->chunks = c;
	}
	a->used += sizeof(*c) + (a->tight ? size : 0);
	return c;
}

void *rk_alloc(struct rk_arena *a, size_t bytes)
{
	size_t align = a->tight ? TIGHT_ALIGN : ALIGN;
	struct rk_arena_chunk *c = a->chunks;
	void *p;

	if (bytes > SIZE_MAX - ALIGN)
		out_of_memory();
	bytes = bytes ? (bytes + align - 1) & ~(align - 1) : align;
	if (!c || c->size - c->used < bytes)
		c = grow(a, bytes);
	p = c->data + c->used;
	c->used += (u32)bytes;
	a->used += a->tight ? 0 : bytes;
	if (a->used > a->peak)
		a->peak = a->used;
	return memset(p, 0, bytes);
}

void *rk_alloc_array(struct rk_arena *a, size_t n, size_t bytes)
{
	size_t total;

	if (__builtin_mul_overflow(n, bytes, &total))
		out_of_memory();
	return rk_alloc(a, total);
}

void *rk_grow(struct rk_arena *a, void *old, size_t n, size_t *room, size_t want, size_t bytes)
{
	size_t more = want > SIZE_MAX / 2 ? want : 2 * want;
	void *grown;

	if (want <= *room)
		return old;
	grown = rk_alloc_array(a, more, bytes);
	if (n)
		memcpy(grown, old, n * bytes);
	*room = more;
	return grown;
}

char *rk_strndup(struct rk_arena *a, const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *copy = rk_alloc(a, len + 1);

	memcpy(copy, s, len);
	return copy;
}

char *rk_strdup(struct rk_arena *a, const char *s)
{
	return rk_strndup(a, s, strlen(s));
}

char *rk_format(struct rk_arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *text;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	text = rk_alloc(a, len < 0 ? 1 : (size_t)len + 1);
	if (len > 0)
		vsnprintf(text, (size_t)len + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return text;
}

struct rk_arena_mark rk_arena_mark(const struct rk_arena *a)
{
	return (struct rk_arena_mark){a->chunks, a->chunks ? a->chunks->used : 0, a->used};
}

void rk_arena_reset(struct rk_arena *a, struct rk_arena_mark mark)
{
	free_until(a, mark.chunk);
	if (mark.chunk)
		mark.chunk->used = (u32)mark.chunk_used;
	a->used = mark.used;
}
