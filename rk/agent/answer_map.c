/* SPDX-License-Identifier: MIT */
/* Requests about the elements of maps. The sizes in a request are held against its own length. */
#include <errno.h>
#include <string.h>

#include "answer.h"

enum { LOOKUP = 1, PERCPU = 2, INLINE = 4, INNER = 8, DEVICE = 16 };

static bool is_percpu(u32 type)
{
	switch (type) {
#define MAP_TYPE(name, id, run, key, value, flags, profile, version, doc)                          \
	case id: return (flags) & PERCPU;
#include "rk/map.def"
#undef MAP_TYPE
	default: return false;
	}
}

struct element {
	struct rk_element e;
	const u8 *key, *value; /* in the request */
	u32 cpus;              /* values that one key has */
	u32 stored;            /* bytes of one value */
};

static int decode(struct rk_agent *a, const struct rk_frame *f, bool value, struct element *out)
{
	u32 rest = f->size - (u32)sizeof(out->e);

	memset(out, 0, sizeof(*out));
	memcpy(&out->e, f->body, sizeof(out->e));
	if (out->e.zero || out->e.key_size > rest || out->e.value_size != rest - out->e.key_size ||
		(!value && out->e.value_size))
		return rk_answer_refuse(
			a, RK_EINPUT, EINVAL, "key and value do not fill the request");
	out->key = f->body + sizeof(out->e);
	out->value = out->key + out->e.key_size;
	return 0;
}

/* What of the map bounds an answer: the size of its values and how many a key has. */
static int measure(struct rk_agent *a, struct element *m, u32 *key_size)
{
	struct rk_uapi_map map = {.id = m->e.id, .index = m->e.index};
	struct rk_uapi_info info = {.cpus = 1};

	if (rk_answer_ask(a, RK_IOC_MAP_INFO, &map))
		return -1;
	if (is_percpu(map.type) && rk_answer_ask(a, RK_IOC_INFO, &info))
		return -1;
	m->cpus = info.cpus;
	m->stored = map.value_size;
	*key_size = map.key_size;
	if (map.key_size > sizeof(a->data) || !info.cpus ||
		map.value_size > (sizeof(a->data) - map.key_size) / info.cpus)
		return rk_answer_refuse(
			a, RK_ETOOBIG, E2BIG, "the map's elements are larger than a frame");
	return 0;
}

static struct rk_uapi_elem request(const struct element *m, const void *key, void *value)
{
	return (struct rk_uapi_elem){.id = m->e.id,
		.index = m->e.index,
		.key_size = m->e.key_size,
		.key = (uintptr_t)key,
		.value = (uintptr_t)value};
}

/* The values of all CPUs to `to`, which has room for them. */
static int read_values(struct rk_agent *a, const struct element *m, const void *key, u8 *to)
{
	struct rk_uapi_elem e;

	for (u32 cpu = 0; cpu < m->cpus; cpu++) {
		e = request(m, key, to + (size_t)cpu * m->stored);
		e.value_size = m->stored;
		e.cpu = cpu;
		if (a->ask(a, RK_IOC_MAP_LOOKUP, &e))
			return -1;
	}
	return 0;
}

int rk_answer_map_read(struct rk_agent *a, const struct rk_frame *f)
{
	struct element m;
	u32 key_size;

	if (decode(a, f, false, &m) || measure(a, &m, &key_size))
		return -1;
	if (read_values(a, &m, m.key, a->data))
		return rk_answer_refuse(a, 0, errno, "");
	return (int)(m.cpus * m.stored);
}

int rk_answer_map_write(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_elem e;
	struct element m;

	if (decode(a, f, true, &m))
		return -1;
	e = request(&m, m.key, NULL);
	e.value = (uintptr_t)m.value;
	e.value_size = m.e.value_size;
	e.cpu = m.e.cpu;
	e.flags = m.e.flags;
	return rk_answer_ask(a, RK_IOC_MAP_UPDATE, &e);
}

int rk_answer_map_delete(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_elem e;
	struct element m;

	if (decode(a, f, false, &m))
		return -1;
	e = request(&m, m.key, NULL);
	return rk_answer_ask(a, RK_IOC_MAP_DELETE, &e);
}

/*
 * Keys and values after m.key. A program may delete an element between the request for its key and
 * that for its value: such a key is left out, and the module then begins anew. Where that comes
 * VANISHED times, what is here is the answer: meanwhile no trial is watched and no stream read.
 */
static int walk(struct rk_agent *a, struct element *m, u32 key_size)
{
	enum { VANISHED = 1024 };
	const u32 size = key_size + m->cpus * m->stored;
	u32 vanished = 0;
	u8 *at = a->data;
	u8 last[512];

	if (key_size > sizeof(last))
		return rk_answer_refuse(a, RK_ETOOBIG, E2BIG, "the map's keys are too long");
	memcpy(last, m->key, m->e.key_size);
	for (bool first = !m->e.key_size; at + size <= a->data + sizeof(a->data); first = false) {
		struct rk_uapi_elem e = request(m, first ? NULL : last, at);

		e.key_size = m->e.key_size = key_size;
		if (a->ask(a, RK_IOC_MAP_NEXT, &e))
			return errno == ENOENT ? (int)(at - a->data)
					       : rk_answer_refuse(a, 0, errno, "");
		memcpy(last, at, key_size);
		if (!read_values(a, m, last, at + key_size))
			at += size;
		else if (errno != ENOENT)
			return rk_answer_refuse(a, 0, errno, "");
		else if (++vanished == VANISHED)
			break;
	}
	if (at == a->data) /* an empty answer would say that the map has no more */
		return rk_answer_refuse(
			a, RK_EBUSY, EAGAIN, "programs delete its keys faster than they are read");
	return (int)(at - a->data);
}

int rk_answer_map_walk(struct rk_agent *a, const struct rk_frame *f)
{
	struct element m;
	u32 key_size;

	if (decode(a, f, false, &m) || measure(a, &m, &key_size))
		return -1;
	if (m.e.key_size && m.e.key_size != key_size)
		return rk_answer_refuse(a, RK_EINPUT, EINVAL, "the key has not the map's size");
	return walk(a, &m, key_size);
}

int rk_answer_map_pop(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_elem e;
	struct element m;
	u32 key_size;

	if (decode(a, f, false, &m) || measure(a, &m, &key_size))
		return -1;
	e = request(&m, NULL, a->data);
	e.value_size = m.stored;
	return rk_answer_ask(a, RK_IOC_MAP_POP, &e) ? -1 : (int)m.stored;
}

int rk_answer_series(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_series s;
	struct element m;
	u32 key_size, sample;

	if (decode(a, f, false, &m) || measure(a, &m, &key_size))
		return -1;
	s = (struct rk_uapi_series){.id = m.e.id,
		.index = m.e.index,
		.key_size = m.e.key_size,
		.key = (uintptr_t)m.key,
		.out = (uintptr_t)a->data,
		.size = sizeof(a->data),
		.window_ns = m.e.flags};
	if (rk_answer_ask(a, RK_IOC_SERIES, &s))
		return -1;
	sample = 8 + (m.stored + 7) / 8 * 8;
	if (s.count > sizeof(a->data) / sample)
		return rk_answer_refuse(
			a, RK_EINPUT, EPROTO, "more samples than there is room for");
	return (int)(s.count * sample);
}
