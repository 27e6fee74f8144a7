/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "replay.h"

struct cell {
	const char *p;
	size_t n;
};

static int bad(struct rk_replay *r, const char *line, const char *at, const char *why)
{
	r->column = (u32)(at - line) + 1;
	r->why = why;
	return RK_EINPUT;
}

/* The next line that is neither blank nor a comment. */
static bool next_line(struct rk_replay *r, struct cell *line)
{
	while (r->at < r->end) {
		const char *nl = memchr(r->at, '\n', (size_t)(r->end - r->at));
		const char *stop = nl ? nl : r->end;

		line->p = r->at;
		r->at = nl ? nl + 1 : r->end;
		r->line++;
		if (stop > line->p && stop[-1] == '\r')
			stop--;
		line->n = (size_t)(stop - line->p);
		if (line->n && line->p[0] != '#')
			return true;
	}
	return false;
}

/* The next cell of a line, without the blanks around it. *at is NULL after the last one. */
static bool next_cell(const struct cell *line, const char **at, struct cell *c)
{
	const char *end = line->p + line->n, *comma, *stop;

	if (!*at)
		return false;
	comma = memchr(*at, ',', (size_t)(end - *at));
	stop = comma ? comma : end;
	c->p = *at;
	*at = comma ? comma + 1 : NULL;
	while (c->p < stop && *c->p == ' ')
		c->p++;
	while (stop > c->p && stop[-1] == ' ')
		stop--;
	c->n = (size_t)(stop - c->p);
	return true;
}

static int digit(char c, unsigned base)
{
	int d = c >= '0' && c <= '9'   ? c - '0'
		: c >= 'a' && c <= 'f' ? c - 'a' + 10
		: c >= 'A' && c <= 'F' ? c - 'A' + 10
				       : -1;

	return d < (int)base ? d : -1;
}

/* Digits of one base, all of them; false on anything else or beyond 64 bits. */
static bool parse_digits(const char *p, size_t n, unsigned base, u64 *v)
{
	*v = 0;
	for (size_t i = 0; i < n; i++) {
		int d = digit(p[i], base);

		if (d < 0 || __builtin_mul_overflow(*v, base, v) ||
			__builtin_add_overflow(*v, (u64)d, v))
			return false;
	}
	return n > 0;
}

/* A number that fits `size` bytes, as signed or as unsigned. */
static const char *parse_number(const struct cell *c, u16 size, u64 *v)
{
	bool minus = c->n && c->p[0] == '-';
	const char *p = c->p + minus;
	size_t n = c->n - minus;
	bool hex = n > 2 && p[0] == '0' && (p[1] == 'x' || p[1] == 'X');
	u64 max = size == 8 ? ~0ull : (1ull << (8 * size)) - 1;

	if (!parse_digits(p + (hex ? 2 : 0), n - (hex ? 2 : 0), hex ? 16 : 10, v))
		return c->n ? "not a whole number of at most 64 bits" : "empty cell";
	if (*v > (minus ? max / 2 + 1 : max))
		return "number does not fit the field";
	if (minus)
		*v = -*v;
	return NULL;
}

static const char *parse_bytes(const struct cell *c, u16 size, u8 *out)
{
	if (c->n % 2 || c->n / 2 > size)
		return "hexadecimal string is odd or longer than the field";
	for (size_t i = 0; i < c->n; i += 2) {
		int hi = digit(c->p[i], 16), lo = digit(c->p[i + 1], 16);

		if (hi < 0 || lo < 0)
			return "not a hexadecimal digit";
		out[i / 2] = (u8)(hi * 16 + lo);
	}
	return NULL;
}

/* "name" or "name[3]" against one field. */
static bool field_is(const struct rk_ctx_field *f, const struct cell *c, struct rk_replay_col *col)
{
	size_t n = strlen(f->name);
	u64 index;

	if (c->n < n || memcmp(c->p, f->name, n))
		return false;
	*col = (struct rk_replay_col){f->offset, f->size, f->size != f->elem};
	if (c->n == n)
		return f->size == f->elem || f->elem == 1;
	if (c->n < n + 3 || c->p[n] != '[' || c->p[c->n - 1] != ']' || f->size == f->elem)
		return false;
	if (!parse_digits(c->p + n + 1, c->n - n - 2, 10, &index) || index >= f->size / f->elem)
		return false;
	*col = (struct rk_replay_col){(u16)(f->offset + index * f->elem), f->elem, false};
	return true;
}

/* arg0, arg1, ... of hooks with raw arguments. */
static bool arg_is(const struct cell *c, u32 ctx_size, struct rk_replay_col *col)
{
	u64 index;

	if (c->n < 4 || memcmp(c->p, "arg", 3) || !parse_digits(c->p + 3, c->n - 3, 10, &index))
		return false;
	*col = (struct rk_replay_col){(u16)(index * 8), 8, false};
	return index < ctx_size / 8;
}

static bool resolve(const struct rk_hook_row *hook, u32 ctx_size, const struct cell *c,
	struct rk_replay_col *col)
{
	if (hook->ctx_kind != RK_CTX_STRUCT)
		return arg_is(c, ctx_size, col);
	for (u16 i = 0; i < hook->n_fields; i++)
		if (field_is(&hook->fields[i], c, col))
			return true;
	return false;
}

/* Names the cell and what it could have been. */
static int unknown_column(struct rk_replay *r, const struct cell *line, const struct cell *c,
	const struct rk_hook_row *hook)
{
	size_t n, room = sizeof(r->text);
	char name[64];

	for (n = 0; n < c->n && n < sizeof(name) - 1; n++) /* no terminal escapes */
		name[n] = c->p[n] >= ' ' && c->p[n] <= '~' ? c->p[n] : '?';
	name[n] = 0;
	n = (size_t)snprintf(r->text, room, "'%s' is not a field of this hook's context: ", name);
	if (hook->ctx_kind != RK_CTX_STRUCT)
		snprintf(r->text + n, room - n, "arg0 to arg%u", r->ctx_size / 8 - 1);
	for (u16 i = 0; i < hook->n_fields && n < room; i++)
		n += (size_t)snprintf(
			r->text + n, room - n, "%s%s", i ? ", " : "", hook->fields[i].name);
	return bad(r, line->p, c->p, r->text);
}

static int add_column(struct rk_replay *r, const struct cell *line, const struct cell *c,
	const struct rk_hook_row *hook)
{
	struct rk_replay_col *col = &r->cols[r->n_cols];

	if (r->n_cols == RK_REPLAY_COLS)
		return bad(r, line->p, c->p, "too many columns");
	if (!resolve(hook, r->ctx_size, c, col))
		return unknown_column(r, line, c, hook);
	for (u32 i = 0; i < r->n_cols; i++)
		if (col->off < r->cols[i].off + r->cols[i].size &&
			r->cols[i].off < col->off + col->size)
			return bad(r, line->p, c->p, "this field has a column already");
	r->n_cols++;
	return RK_OK;
}

static s32 time_offset(const struct rk_hook_row *hook)
{
	for (u16 i = 0; i < hook->n_fields; i++)
		if (!strcmp(hook->fields[i].name, "timestamp") ||
			!strcmp(hook->fields[i].name, "actual"))
			return hook->fields[i].offset;
	return -1;
}

int rk_replay_open(
	struct rk_replay *r, const char *text, size_t size, const struct rk_hook_row *hook)
{
	struct cell line, c;
	const char *at;
	int err = RK_OK;

	memset(r, 0, sizeof(*r));
	r->at = text;
	r->end = text + size;
	r->why = "this hook's context cannot be written as CSV";
	r->ctx_size = hook->ctx_kind == RK_CTX_BTF_ARGS ? 12 * 8 : hook->ctx_size;
	if ((hook->ctx_kind != RK_CTX_STRUCT && hook->ctx_kind != RK_CTX_RAW_ARGS &&
		    hook->ctx_kind != RK_CTX_BTF_ARGS) ||
		r->ctx_size > RK_CTX_MAX)
		return RK_EUNSUP;
	r->time_off = hook->ctx_kind == RK_CTX_STRUCT ? time_offset(hook) : -1;
	if (size >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		r->at += 3;
	if (!next_line(r, &line)) {
		r->line = 1;
		return bad(r, text, text, "no header line: it names the fields of the columns");
	}
	r->row = line.p;
	r->row_len = line.n;
	at = line.p;
	while (!err && next_cell(&line, &at, &c))
		err = add_column(r, &line, &c, hook);
	return err;
}

static int read_cell(
	struct rk_replay *r, const struct cell *line, const struct cell *c, u32 i, u8 *ctx)
{
	const struct rk_replay_col *col = &r->cols[i];
	const char *why;
	u64 v;

	if (col->bytes) {
		why = parse_bytes(c, col->size, ctx + col->off);
	} else {
		why = parse_number(c, col->size, &v);
		if (!why)
			memcpy(ctx + col->off, &v, col->size); /* little-endian: the low bytes */
	}
	return why ? bad(r, line->p, c->p, why) : RK_OK;
}

int rk_replay_next(struct rk_replay *r, void *ctx)
{
	struct cell line, c = {0};
	const char *at;
	int err;

	if (!next_line(r, &line))
		return RK_ENOENT;
	r->row = line.p;
	r->row_len = line.n;
	memset(ctx, 0, r->ctx_size);
	at = line.p;
	for (u32 i = 0; i < r->n_cols; i++) {
		if (!next_cell(&line, &at, &c))
			return bad(r, line.p, line.p + line.n, "fewer cells than columns");
		err = read_cell(r, &line, &c, i, ctx);
		if (err)
			return err;
	}
	return at ? bad(r, line.p, at, "more cells than columns") : RK_OK;
}
