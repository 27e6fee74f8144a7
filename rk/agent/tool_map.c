/* SPDX-License-Identifier: MIT */
/* map list, dump, get, set, delete. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rk/map.h"
#include "tool.h"

enum { MAX_KEY = 512, MAX_BODY = RK_FRAME_MAX };

static const char *type_name(u32 type)
{
	switch (type) {
#define MAP_TYPE(name, id, run, key, value, flags, profile, version, doc)                          \
	case id: return #name;
#include "rk/map.def"
#undef MAP_TYPE
	default: return "?";
	}
}

static void print_map(const struct rk_uapi_map *m, bool json)
{
	printf(json ? "{\"index\":%u,\"name\":" : "%u ", m->index);
	rk_text_string(m->name, sizeof(m->name), json);
	printf(json ? ",\"type\":\"%s\",\"key_size\":%u,\"value_size\":%u,\"max_entries\":%u,"
		      "\"flags\":%u,\"drops\":%llu}\n"
		    : " %s key %u value %u entries %u flags %u drops %llu\n",
		type_name(m->type), m->key_size, m->value_size, m->max_entries, m->flags,
		(unsigned long long)m->drops);
}

int rk_tool_map_list(struct rk_tool *t)
{
	struct rk_uapi_map m;
	u32 id;
	int code = rk_tool_program(t, t->word[0], &id);

	if (code)
		return code;
	if (rk_link_call(t->link, RK_REQ_MAPS, &id, sizeof(id), 0))
		return rk_tool_refused(t, t->word[0]);
	for (size_t at = 0; at + sizeof(m) <= t->link->size; at += sizeof(m)) {
		memcpy(&m, t->link->data + at, sizeof(m));
		print_map(&m, t->options & RK_OPT_JSON);
	}
	return RK_EXIT_OK;
}

/* The map that the first two words name. */
static int find(struct rk_tool *t, struct rk_uapi_map *m)
{
	u32 id;
	int code = rk_tool_program(t, t->word[0], &id);

	if (!code)
		code = rk_tool_view(t, id);
	return code ? code : rk_tool_map(t, id, t->word[1], m);
}

struct query {
	struct rk_element head;
	u8 bytes[MAX_BODY - sizeof(struct rk_element)];
};

static int ask(struct rk_tool *t, u16 kind, const struct query *q)
{
	return rk_link_call(t->link, kind, q,
		sizeof(q->head) + (size_t)q->head.key_size + q->head.value_size, 0);
}

/* A query about the key in the third word; NULL: said. */
static struct query *keyed(struct rk_tool *t, const struct rk_uapi_map *m)
{
	struct query *q = calloc(1, sizeof(*q));

	if (!q || m->key_size > MAX_KEY) {
		rk_tool_say(t, 0, q ? "the keys are too long" : "out of memory");
		free(q);
		return NULL;
	}
	q->head = (struct rk_element){.id = m->id, .index = m->index, .key_size = m->key_size};
	if (rk_text_parse(t->word[2], q->bytes, m->key_size))
		return q;
	rk_tool_say(t, 0, "'%s' is not a key of %u bytes: a number, or hex:BYTES", t->word[2],
		m->key_size);
	free(q);
	return NULL;
}

/* The values of all CPUs; their sum is added where they are numbers. Sizes are a robot's word. */
static void print_values(
	struct rk_tool *t, const struct rk_uapi_map *m, const u8 *p, size_t n, u64 *sum)
{
	bool json = t->options & RK_OPT_JSON, many = n > m->value_size;

	if (json && many)
		putchar('[');
	for (size_t at = 0; m->value_size && at + m->value_size <= n; at += m->value_size) {
		if (at)
			putchar(json ? ',' : ' ');
		rk_tool_put(t, m->name, false, p + at, m->value_size);
		if (m->value_size <= 8)
			*sum += rk_text_number(p + at, m->value_size);
	}
	if (json && many)
		putchar(']');
}

static bool all_zero(const u8 *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

static void print_element(
	struct rk_tool *t, const struct rk_uapi_map *m, const u8 *p, size_t size, u64 *sum)
{
	bool json = t->options & RK_OPT_JSON;
	u64 ignored = 0;

	if (t->options & RK_OPT_NONZERO && all_zero(p + m->key_size, size - m->key_size)) {
		return;
	}
	fputs(json ? "{\"key\":" : "", stdout);
	rk_tool_put(t, m->name, true, p, m->key_size);
	fputs(json ? ",\"value\":" : ": ", stdout);
	print_values(t, m, p + m->key_size, size - m->key_size, sum ? sum : &ignored);
	puts(json ? "}" : "");
}

/* CPUs whose values a key has, asked once: per-CPU maps alone have more than one. */
static int values_of(struct rk_tool *t, const struct rk_uapi_map *m, u32 *values)
{
	struct rk_uapi_info i;

	*values = 1;
	if (!strstr(type_name(m->type), "PERCPU"))
		return RK_EXIT_OK;
	if (rk_link_call(t->link, RK_REQ_INFO, NULL, 0, sizeof(i)))
		return rk_tool_refused(t, NULL);
	memcpy(&i, t->link->data, sizeof(i));
	*values = i.cpus;
	return RK_EXIT_OK;
}

/* A map that programs change meanwhile may show a key twice or not at all; a pass over twice as
 * many as it can hold ends. */
static int dump(struct rk_tool *t, const struct rk_uapi_map *m, u32 values, struct query *q)
{
	size_t size = m->key_size + (size_t)values * m->value_size, at;
	u64 left = 2ull * m->max_entries, sum = 0;

	q->head = (struct rk_element){.id = m->id, .index = m->index};
	do {
		if (ask(t, RK_REQ_MAP_WALK, q))
			return rk_tool_refused(t, t->word[1]);
		for (at = 0; at + size <= t->link->size && left; at += size, left--)
			print_element(t, m, t->link->data + at, size, &sum);
		if (!at)
			break;
		q->head.key_size = m->key_size;
		memcpy(q->bytes, t->link->data + at - size, m->key_size);
	} while (left);
	if (t->options & RK_OPT_SUM)
		printf(t->options & RK_OPT_JSON ? "{\"sum\":%llu}\n" : "sum %llu\n",
			(unsigned long long)sum);
	return RK_EXIT_OK;
}

/* The sums over CPUs of an array of counters, for bars. NULL: it is none. */
static u64 *counters(struct rk_tool *t, const struct rk_uapi_map *m, u32 values, struct query *q)
{
	enum { MOST = 65 }; /* powers of two */
	size_t size = 4 + (size_t)values * m->value_size;
	u64 *n = m->max_entries <= MOST ? calloc(MOST, sizeof(*n)) : NULL;

	q->head = (struct rk_element){.id = m->id, .index = m->index};
	for (u64 left = n ? m->max_entries : 0, at; left;) {
		if (ask(t, RK_REQ_MAP_WALK, q)) {
			free(n);
			return NULL;
		}
		for (at = 0; at + size <= t->link->size && left; at += size, left--) {
			const u8 *p = t->link->data + at;
			u64 key = rk_text_number(p, 4);

			for (u32 v = 0; v < values && key < m->max_entries; v++)
				n[key] += rk_text_number(p + 4 + v * m->value_size, m->value_size);
		}
		if (!at)
			break;
		q->head.key_size = 4;
		memcpy(q->bytes, t->link->data + at - size, 4);
	}
	return n;
}

static bool draw(struct rk_tool *t, const struct rk_uapi_map *m, u32 values, struct query *q)
{
	bool array = m->type == RK_MAP_ARRAY || m->type == RK_MAP_PERCPU_ARRAY;
	bool done = false;
	u64 *n;

	if (!t->view || t->options || !array || (m->value_size != 8 && m->value_size != 4))
		return false;
	n = counters(t, m, values, q);
	if (n)
		done = t->view->bars(t, m, n);
	free(n);
	return done;
}

int rk_tool_map_dump(struct rk_tool *t)
{
	struct rk_uapi_map m;
	struct query *q;
	u32 values;
	int code = find(t, &m);

	if (!code)
		code = values_of(t, &m, &values);
	if (code)
		return code;
	if (!m.key_size || m.key_size > MAX_KEY)
		return rk_tool_say(t, RK_EXIT_FAIL,
			"%s has no elements by key; a ring buffer is read "
			"with 'events'",
			t->word[1]);
	q = calloc(1, sizeof(*q));
	if (!q)
		return rk_tool_say(t, RK_EXIT_FAIL, "out of memory");
	code = draw(t, &m, values, q) ? RK_EXIT_OK : dump(t, &m, values, q);
	free(q);
	return code;
}

/* A command about one key of a map. */
static int with_key(struct rk_tool *t,
	int (*act)(struct rk_tool *t, const struct rk_uapi_map *m, struct query *q))
{
	struct rk_uapi_map m;
	struct query *q;
	int code = find(t, &m);

	if (code)
		return code;
	q = keyed(t, &m);
	if (!q)
		return RK_EXIT_USAGE;
	code = act(t, &m, q);
	free(q);
	return code;
}

static int get(struct rk_tool *t, const struct rk_uapi_map *m, struct query *q)
{
	u64 sum = 0;

	if (ask(t, RK_REQ_MAP_READ, q))
		return rk_tool_refused(t, t->word[2]);
	print_values(t, m, t->link->data, t->link->size, &sum);
	putchar('\n');
	return RK_EXIT_OK;
}

int rk_tool_map_get(struct rk_tool *t)
{
	return with_key(t, get);
}

static int set(struct rk_tool *t, const struct rk_uapi_map *m, struct query *q)
{
	enum { ANY = 0, NOEXIST = 1 };
	u32 room = (u32)sizeof(q->bytes) - m->key_size;

	if (m->value_size > room)
		return rk_tool_say(t, RK_EXIT_FAIL, "the values are too long");
	if (!rk_text_parse(t->word[3], q->bytes + m->key_size, m->value_size))
		return rk_tool_say(t, RK_EXIT_USAGE,
			"'%s' is not a value of %u bytes: a number, or hex:BYTES", t->word[3],
			m->value_size);
	q->head.value_size = m->value_size;
	q->head.flags = t->options & RK_OPT_NEW ? NOEXIST : ANY;
	q->head.cpu = (u32)t->value[__builtin_ctz(RK_OPT_CPU)];
	if (t->signer)
		return rk_tool_sign_element(t, m, &q->head, q->bytes);
	return ask(t, RK_REQ_MAP_WRITE, q) ? rk_tool_refused(t, t->word[1]) : RK_EXIT_OK;
}

int rk_tool_map_set(struct rk_tool *t)
{
	return with_key(t, set);
}

static int delete(struct rk_tool *t, const struct rk_uapi_map *m, struct query *q)
{
	if (t->signer)
		return rk_tool_sign_element(t, m, &q->head, q->bytes);
	return ask(t, RK_REQ_MAP_DELETE, q) ? rk_tool_refused(t, t->word[2]) : RK_EXIT_OK;
}

int rk_tool_map_delete(struct rk_tool *t)
{
	return with_key(t, delete);
}

int rk_tool_map_pop(struct rk_tool *t)
{
	struct rk_uapi_map m;
	struct rk_element e;
	u64 sum = 0;
	int code = find(t, &m);

	if (code)
		return code;
	e = (struct rk_element){.id = m.id, .index = m.index};
	if (rk_link_call(t->link, RK_REQ_MAP_POP, &e, sizeof(e), m.value_size))
		return rk_tool_refused(t, t->word[1]);
	print_values(t, &m, t->link->data, m.value_size, &sum);
	putchar('\n');
	return RK_EXIT_OK;
}

static void print_samples(struct rk_tool *t, const struct rk_uapi_map *m)
{
	size_t size = 8 + ((size_t)m->value_size + 7) / 8 * 8;
	bool json = t->options & RK_OPT_JSON;

	for (size_t at = 0; at + size <= t->link->size; at += size) {
		printf(json ? "{\"time\":%llu,\"value\":" : "%llu ",
			(unsigned long long)rk_text_number(t->link->data + at, 8));
		rk_tool_put(t, m->name, false, t->link->data + at + 8, m->value_size);
		puts(json ? "}" : "");
	}
}

static int series(struct rk_tool *t, const struct rk_uapi_map *m, struct query *q)
{
	q->head.flags =
		t->options & RK_OPT_WINDOW ? t->value[__builtin_ctz(RK_OPT_WINDOW)] : U64_MAX;
	if (ask(t, RK_REQ_SERIES, q))
		return rk_tool_refused(t, t->word[1]);
	print_samples(t, m);
	return RK_EXIT_OK;
}

int rk_tool_map_series(struct rk_tool *t)
{
	return with_key(t, series);
}
