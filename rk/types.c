/* SPDX-License-Identifier: MIT */
#include "types.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "print.h"
#include "sign.h"

/* ---- reading ---- */

static bool parse_kind(struct rk_field *x, const char *kind)
{
	unsigned shift, bits;

	x->kind = kind[0];
	if (!strchr("uscpx", kind[0]))
		return false;
	if (!kind[1])
		return x->kind == 'x' || (x->kind == 'c' ? x->size == 1 : x->size <= 8);
	if (sscanf(kind + 1, "%u+%u", &shift, &bits) != 2 || x->size > 8 || shift > 7 || !bits ||
		shift + bits > 8 * x->size)
		return false;
	x->shift = (u8)shift;
	x->bits = (u8)bits;
	return true;
}

static bool parse_line(struct rk_field *x, struct rk_arena *a, const char *line)
{
	char part[8] = "", kind[16] = "", name[128] = "";

	memset(x, 0, sizeof(*x));
	if (sscanf(line, "field %31s %7s %" SCNu32 " %" SCNu32 " %" SCNu32 " %15s %127s", x->map,
		    part, &x->offset, &x->size, &x->count, kind, name) != 7)
		return false;
	x->key = !strcmp(part, "key");
	if ((!x->key && strcmp(part, "value")) || !x->size || !x->count || !parse_kind(x, kind))
		return false;
	x->name = rk_printable(a, name, sizeof(name));
	return true;
}

void rk_types_parse(struct rk_types *t, struct rk_arena *a, const char *text, size_t size)
{
	char *copy = rk_strndup(a, text, size), *save = NULL;
	u32 rows = 1;

	for (const char *c = copy; *c; c++)
		rows += *c == '\n';
	t->fields = rk_alloc_array(a, rows, sizeof(*t->fields));
	t->n = 0;
	for (char *l = strtok_r(copy, "\n", &save); l; l = strtok_r(NULL, "\n", &save))
		t->n += parse_line(&t->fields[t->n], a, l);
}

bool rk_types_of_blob(
	struct rk_types *t, struct rk_arena *a, const u8 *file, size_t size, const u8 sha3[32])
{
	struct rk_image im;
	const char *why;
	size_t off = 0;

	t->n = 0;
	while (!rk_image_next(file, size, &off, &im, &why)) {
		if (sha3 && memcmp(sha3, im.header.payload_sha3, sizeof(im.header.payload_sha3)))
			continue;
		rk_types_parse(t, a, (const char *)im.side, im.header.side_size);
		return t->n > 0;
	}
	return false;
}

/* ---- the cache ---- */

static char *folder(struct rk_arena *a)
{
	const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (base && *base == '/')
		return rk_format(a, "%s/rkbpf/types", base);
	return home && *home ? rk_format(a, "%s/.cache/rkbpf/types", home) : NULL;
}

static bool make_folders(struct rk_arena *a, const char *path)
{
	char *part = rk_strdup(a, path);

	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (mkdir(part, 0700) && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return !mkdir(part, 0700) || errno == EEXIST;
}

void rk_types_keep(const u8 *file, size_t size)
{
	struct rk_arena a;
	struct rk_image im;
	const char *why, *to;
	size_t off = 0;

	rk_arena_init(&a);
	to = folder(&a);
	while (to && make_folders(&a, to) && !rk_image_next(file, size, &off, &im, &why))
		rk_file_write(&a,
			rk_format(&a, "%s/%s", to,
				rk_hex(&a, im.header.payload_sha3, sizeof(im.header.payload_sha3))),
			im.side, im.header.side_size, &why);
	rk_arena_fini(&a);
}

bool rk_types_find(struct rk_types *t, struct rk_arena *a, const u8 sha3[32])
{
	const char *from = folder(a), *why;
	size_t size;
	u8 *text;

	t->n = 0;
	if (!from || rk_file_read(a, rk_format(a, "%s/%s", from, rk_hex(a, sha3, 32)), &text, &size,
			     &why))
		return false;
	rk_types_parse(t, a, (char *)text, size);
	return t->n > 0;
}

/* ---- printing ---- */

static u64 number(const struct rk_field *x, const u8 *p)
{
	u32 bits = x->bits ? x->bits : x->size * 8;
	u64 v = 0;

	memcpy(&v, p, x->size);
	v >>= x->shift;
	if (bits == 64)
		return v;
	v &= (1ull << bits) - 1;
	if (x->kind == 's' && v >> (bits - 1))
		v |= ~0ull << bits;
	return v;
}

static void print_text(FILE *f, const u8 *p, u32 n, bool json)
{
	size_t len = strnlen((const char *)p, n);

	if (json) {
		rk_print_string(f, (const char *)p, len);
		return;
	}
	for (size_t i = 0; i < len; i++)
		fputc(p[i] < ' ' || p[i] > '~' ? '?' : p[i], f);
}

static void print_one(FILE *f, const struct rk_field *x, const u8 *p, bool json)
{
	if (x->kind == 'x') {
		fputs(json ? "\"hex:" : "hex:", f);
		rk_print_hex(f, p, x->size);
		fputs(json ? "\"" : "", f);
	} else if (x->kind == 'p') {
		fprintf(f, json ? "\"0x%" PRIx64 "\"" : "0x%" PRIx64, number(x, p));
	} else if (x->kind == 's') {
		fprintf(f, "%" PRId64, (s64)number(x, p));
	} else {
		fprintf(f, "%" PRIu64, number(x, p));
	}
}

static void print_field(FILE *f, const struct rk_field *x, const u8 *p, bool json)
{
	const char *open = json ? "[" : "", *between = json ? "," : " ", *close = json ? "]" : "";

	if (x->kind == 'c') {
		print_text(f, p, x->count, json);
		return;
	}
	if (x->count > 1)
		fputs(open, f);
	for (u32 i = 0; i < x->count; i++) {
		fputs(i ? between : "", f);
		print_one(f, x, p + (size_t)i * x->size, json);
	}
	if (x->count > 1)
		fputs(close, f);
}

static bool is_of(const struct rk_field *x, const char *map, bool key)
{
	return x->key == key && !strcmp(x->map, map);
}

/* The number of fields that are known and lie within n bytes, all or none. */
static u32 known(const struct rk_types *t, const char *map, bool key, size_t n, bool *whole)
{
	u32 found = 0;

	*whole = false;
	for (u32 i = 0; i < t->n; i++) {
		const struct rk_field *x = &t->fields[i];

		if (!is_of(x, map, key))
			continue;
		if (x->offset > n || (u64)x->size * x->count > n - x->offset)
			return 0;
		*whole = !found++ && !strcmp(x->name, "-");
	}
	return found;
}

bool rk_types_has(const struct rk_types *t, const char *map, bool key, size_t n)
{
	bool whole;

	return known(t, map, key, n, &whole);
}

bool rk_types_print(const struct rk_types *t, FILE *f, const char *map, bool key, const u8 *p,
	size_t n, bool json)
{
	bool whole;

	if (!known(t, map, key, n, &whole))
		return false;
	fputs(json && !whole ? "{" : "", f);
	for (u32 i = 0, seen = 0; i < t->n; i++) {
		const struct rk_field *x = &t->fields[i];

		if (!is_of(x, map, key))
			continue;
		fputs(!seen++ ? "" : json ? "," : ", ", f);
		if (!whole)
			fprintf(f, json ? "\"%s\":" : "%s ", x->name);
		print_field(f, x, p + x->offset, json);
	}
	fputs(json && !whole ? "}" : "", f);
	return true;
}
