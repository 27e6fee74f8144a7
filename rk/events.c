/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "map.h"

const struct rk_hook_row *rk_events_type(const char *ctx_name)
{
	const struct rk_hook_row *row;

	for (size_t i = 0; (row = rk_hook_row_at(i)); i++)
		if (row->ctx_kind == RK_CTX_STRUCT && !strcmp(row->ctx_name, ctx_name))
			return row;
	return NULL;
}

static u64 load(const u8 *p, size_t n)
{
	u64 v = 0;

	memcpy(&v, p, n < 8 ? n : 8);
	return v;
}

static void print_field(FILE *f, const struct rk_ctx_field *field, const u8 *p, bool json)
{
	fprintf(f, json ? "\"%s\":" : "%s ", field->name);
	if (field->size == field->elem) {
		/* The table has no signs: the only signed fields are the 8-byte readings. */
		fprintf(f, "%lld", (long long)load(p + field->offset, field->size));
		return;
	}
	if (json)
		fputc('"', f);
	rk_print_hex(f, p + field->offset, field->size);
	if (json)
		fputc('"', f);
}

static void print_fields(FILE *f, const struct rk_hook_row *as, const u8 *p, bool json)
{
	for (u16 i = 0; i < as->n_fields; i++) {
		if (i)
			fputs(json ? "," : ", ", f);
		print_field(f, &as->fields[i], p, json);
	}
}

static void print_words(FILE *f, const u8 *p, u32 len, const char *between)
{
	for (u32 i = 0; i + 8 <= len; i += 8)
		fprintf(f, "%s%llu", i ? between : "", (unsigned long long)load(p + i, 8));
}

static void print_record(struct rk_print *out, const char *map, const u8 *p, u32 len,
	const struct rk_hook_row *as, const struct rk_types *types, u64 seq)
{
	FILE *f = out->f;
	bool named = as && len == as->ctx_size;

	if (out->json) {
		fputs("{\"event\":", f);
		rk_print_string(f, map, strlen(map));
		fprintf(f, ",\"seq\":%llu,\"len\":%u,", (unsigned long long)seq, len);
		if (named) {
			fprintf(f, "\"%s\":{", as->ctx_name);
			print_fields(f, as, p, true);
			fputs("},", f);
		} else if (rk_types_has(types, map, false, len)) {
			fputs("\"record\":", f);
			rk_types_print(types, f, map, false, p, len, true);
			fputc(',', f);
		}
		fputs("\"hex\":\"", f);
		rk_print_hex(f, p, len);
		fputs("\",\"u64\":[", f);
		print_words(f, p, len, ",");
		fputs("]}\n", f);
		return;
	}
	fprintf(f, "%s #%llu: ", map, (unsigned long long)seq);
	if (named) {
		print_fields(f, as, p, false);
	} else if (!rk_types_print(types, f, map, false, p, len, false)) {
		rk_print_hex(f, p, len);
		fputs(len >= 8 ? "  | " : "", f);
		print_words(f, p, len, " ");
	}
	fputc('\n', f);
}

u64 rk_events_drain(struct rk_print *out, struct rk_map *ring, const struct rk_hook_row *as,
	const struct rk_types *types, u64 seq)
{
	const void *p;
	u32 len;

	while ((p = rk_ring_peek(ring, &len))) {
		print_record(out, rk_map_attr(ring)->name, p, len, as, types, seq++);
		rk_ring_release(ring);
	}
	return seq;
}

static void print_value(FILE *f, const u8 *p, u32 n, bool json)
{
	if (n == 1 || n == 2 || n == 4 || n == 8) {
		fprintf(f, "%llu", (unsigned long long)load(p, n));
		return;
	}
	fputs(json ? "\"" : "", f);
	rk_print_hex(f, p, n);
	fputs(json ? "\"" : "", f);
}

/* Sum over CPUs of an 8-byte counter; other values are those of the first CPU. */
static int read_value(struct rk_map *m, const void *key, u8 *value, u32 n_cpus)
{
	const struct rk_map_attr *a = rk_map_attr(m);
	bool per_cpu = rk_map_row(a->type)->flags & RK_MAPF_PERCPU;
	u64 sum = 0, v;
	int err = rk_map_read(m, key, value, 0);

	if (err || !per_cpu || a->value_size != 8)
		return err;
	for (u32 c = 0; c < n_cpus; c++)
		if (!rk_map_read(m, key, &v, c))
			sum += v;
	memcpy(value, &sum, sizeof(sum));
	return RK_OK;
}

static bool is_zero(const u8 *p, u32 n)
{
	while (n && !p[n - 1])
		n--;
	return !n;
}

/* Queues and stacks have no keys: how many elements wait. */
static void print_queue(struct rk_print *out, struct rk_map *m)
{
	const char *name = rk_map_attr(m)->name;

	if (!out->json) {
		fprintf(out->f, "map %s: %u elements\n", name, rk_queue_count(m));
		return;
	}
	fputs("{\"map\":", out->f);
	rk_print_string(out->f, name, strlen(name));
	fprintf(out->f, ",\"count\":%u}\n", rk_queue_count(m));
}

void rk_events_map(struct rk_print *out, struct rk_map *m, u32 n_cpus)
{
	const struct rk_map_attr *a = rk_map_attr(m);
	bool array = rk_map_row(a->type)->flags & RK_MAPF_INLINE, first = true;
	u8 *key = calloc(1, a->key_size), *value = calloc(1, a->value_size);
	FILE *f = out->f;

	if (!key || !value)
		goto out;
	if (!a->key_size) {
		print_queue(out, m);
		goto out;
	}
	if (out->json) {
		fputs("{\"map\":", f);
		rk_print_string(f, a->name, strlen(a->name));
		fputs(",\"entries\":[", f);
	} else {
		fprintf(f, "map %s:\n", a->name);
	}
	for (int err = rk_map_next(m, NULL, key); !err; err = rk_map_next(m, key, key)) {
		if (read_value(m, key, value, n_cpus) || (array && is_zero(value, a->value_size)))
			continue; /* elements of arrays that nobody wrote */
		fputs(out->json ? first ? "[" : ",[" : "  ", f);
		print_value(f, key, a->key_size, out->json);
		fputs(out->json ? "," : ": ", f);
		print_value(f, value, a->value_size, out->json);
		fputs(out->json ? "]" : "\n", f);
		first = false;
	}
	fputs(out->json ? "]}\n" : first ? "  (empty)\n" : "", f);
out:
	free(key);
	free(value);
}
