/* SPDX-License-Identifier: MIT */
/* A module for tests of the agent: some programs, one per-CPU map of 1,000 elements, no ring
 * buffer. */
#ifndef AGENT_FAKE_H
#define AGENT_FAKE_H

#include <errno.h>
#include <string.h>

#include "agent.h"
#include "image.h"

enum { FAKE_PROGRAM = 3, FAKE_CPUS = 3, FAKE_ELEMENTS = 1000, FAKE_PROGRAMS = 8 };

/* Programs are numbered from FAKE_PROGRAM. */
struct fake_slot {
	bool loaded;
	u64 runs, drops, overruns, skips, timed, ns_max, period_ns, worst_ns;
	char name[RK_MAX_NAME];
	u8 sha3[32];
};

static struct {
	int asked, replies, events;
	u16 kind;
	u32 tag, size, value_size;
	u32 lasting; /* elements that programs leave alone, of FAKE_ELEMENTS */
	struct rk_reply reply;
	u8 data[RK_FRAME_MAX];
	u8 image[1024];
	u32 image_size;
	struct fake_slot slot[FAKE_PROGRAMS];
	u32 running, spare; /* ids, 0: none */
} fake;

static int fake_no(int sys)
{
	errno = sys;
	return -1;
}

static struct fake_slot *fake_slot(u32 id)
{
	struct fake_slot *s = &fake.slot[(id - FAKE_PROGRAM) % FAKE_PROGRAMS];

	return id - FAKE_PROGRAM < FAKE_PROGRAMS && s->loaded ? s : NULL;
}

static int fake_refuse(struct rk_uapi_act *act, int error, int sys, const char *why)
{
	act->error = error;
	strcpy(act->why, why);
	return fake_no(sys);
}

static int fake_act(unsigned long request, struct rk_uapi_act *act)
{
	u32 id = act->id;

	if (!fake_slot(id))
		return fake_refuse(act, RK_ENOENT, ENOENT, "no such program");
	switch (request) {
	case RK_IOC_ATTACH:
		if (fake.running)
			return fake_refuse(act, RK_EBUSY, EBUSY, "attached");
		fake.running = id;
		return 0;
	case RK_IOC_DETACH:
		if (fake.running != id)
			return fake_refuse(act, RK_ENOENT, ENOENT, "not attached");
		fake.running = 0;
		return 0;
	case RK_IOC_ROLLBACK:
		if (fake.running != id || !fake.spare)
			return fake_refuse(act, RK_ENOENT, ENOENT, "nothing to go back to");
		fake.running = fake.spare;
		fake.spare = id;
		return 0;
	default:
		if (fake.running == id)
			return fake_refuse(act, RK_EBUSY, EBUSY, "attached");
		fake.spare = fake.spare == id ? 0 : fake.spare;
		fake_slot(id)->loaded = false;
		return 0;
	}
}

static int fake_replace(struct rk_uapi_replace *r)
{
	if (fake.running != r->id || !fake_slot(r->with) || r->with == r->id) {
		r->error = RK_ENOENT;
		return fake_no(ENOENT);
	}
	fake.spare = r->id;
	fake.running = r->with;
	return 0;
}

static void fake_name(struct fake_slot *s)
{
	struct rkb_header h;

	memcpy(s->name, "tick", 5);
	if (rk_image_header(fake.image, sizeof(fake.image), &h))
		return;
	memcpy(s->name, h.name, sizeof(s->name));
	memcpy(s->sha3, h.payload_sha3, sizeof(s->sha3));
}

static int fake_check(const struct rk_uapi_load *l)
{
	memset(fake.image, 0, sizeof(fake.image));
	fake.image_size = (u32)l->size;
	memcpy(fake.image, (void *)(uintptr_t)l->image,
		l->size < sizeof(fake.image) ? l->size : sizeof(fake.image));
	return 0;
}

static int fake_load(struct rk_uapi_load *l)
{
	fake_check(l);
	for (u32 i = 0; i < FAKE_PROGRAMS; i++) {
		if (fake.slot[i].loaded)
			continue;
		fake.slot[i] = (struct fake_slot){.loaded = true};
		fake_name(&fake.slot[i]);
		l->id = FAKE_PROGRAM + i;
		return 0;
	}
	l->error = RK_ETOOBIG;
	return fake_no(E2BIG);
}

static int fake_element(unsigned long request, struct rk_uapi_elem *e)
{
	u32 key = ~0u;
	u64 value;

	if (e->id != FAKE_PROGRAM || e->index)
		return fake_no(ENOENT);
	if (e->key_size != 4 || (request == RK_IOC_MAP_UPDATE && e->value_size != fake.value_size))
		return fake_no(EINVAL);
	if (e->key)
		memcpy(&key, (void *)(uintptr_t)e->key, sizeof(key));
	if (request == RK_IOC_MAP_NEXT) {
		if (key != ~0u && key >= fake.lasting)
			key = fake.lasting - 1; /* it is gone: from the start, as the module */
		if (++key >= FAKE_ELEMENTS)
			return fake_no(ENOENT);
		memcpy((void *)(uintptr_t)e->value, &key, sizeof(key));
		return 0;
	}
	if (key >= fake.lasting || e->cpu >= FAKE_CPUS)
		return fake_no(ENOENT);
	value = key * 10ull + e->cpu;
	if (request == RK_IOC_MAP_LOOKUP)
		memcpy((void *)(uintptr_t)e->value, &value, sizeof(value));
	return 0;
}

static int fake_map(struct rk_uapi_map *m)
{
	if (m->id != FAKE_PROGRAM || m->index)
		return fake_no(ENOENT);
	*m = (struct rk_uapi_map){.id = m->id,
		.type = 6 /* per-CPU array */,
		.key_size = 4,
		.value_size = fake.value_size,
		.max_entries = FAKE_ELEMENTS,
		.name = "counts"};
	return 0;
}

static u32 fake_place(u32 id)
{
	return id == fake.running ? RK_PLACE_RUNS
	       : id == fake.spare ? RK_PLACE_SPARE
				  : RK_PLACE_NONE;
}

static int fake_program(struct rk_uapi_prog *p)
{
	u32 id = p->id < FAKE_PROGRAM ? FAKE_PROGRAM : p->id + 1;
	const struct fake_slot *slot;

	while (id < FAKE_PROGRAM + FAKE_PROGRAMS && !fake_slot(id))
		id++;
	slot = fake_slot(id);
	if (!slot)
		return fake_no(ENOENT);
	*p = (struct rk_uapi_prog){.id = id, .section = "timer/1ms", .attached = fake_place(id)};
	memcpy(p->name, slot->name, sizeof(p->name));
	memcpy(p->sha3, slot->sha3, sizeof(p->sha3));
	return 0;
}

static int fake_stats(struct rk_uapi_stats *s)
{
	const struct fake_slot *slot = fake_slot(s->id);

	if (!slot)
		return fake_no(ENOENT);
	s->runs = slot->runs;
	s->drops = slot->drops;
	s->overruns = slot->overruns;
	s->skips = slot->skips;
	s->timed = slot->timed;
	s->ns_max = slot->ns_max;
	return 0;
}

static int fake_state(struct rk_uapi_state *s)
{
	if (!fake_slot(s->id))
		return fake_no(ENOENT);
	s->place = fake_place(s->id);
	s->period_ns = fake_slot(s->id)->period_ns;
	s->worst_ns = fake_slot(s->id)->worst_ns;
	s->peer = s->place == RK_PLACE_RUNS ? fake.spare : 0;
	return 0;
}

static int fake_ask(struct rk_agent *a, unsigned long request, void *arg)
{
	fake.asked++;
	switch (request) {
	case RK_IOC_INFO:
		*(struct rk_uapi_info *)arg =
			(struct rk_uapi_info){.version = RK_UAPI_VERSION, .cpus = FAKE_CPUS};
		return 0;
	case RK_IOC_KEY_ADD: return 0;
	case RK_IOC_CHECK: return fake_check(arg);
	case RK_IOC_LOAD: return fake_load(arg);
	case RK_IOC_COUNTER_NEXT: return fake_no(ENOENT);
	case RK_IOC_ATTACH:
	case RK_IOC_DETACH:
	case RK_IOC_ROLLBACK:
	case RK_IOC_UNLOAD: return fake_act(request, arg);
	case RK_IOC_REPLACE: return fake_replace(arg);
	case RK_IOC_STATE: return fake_state(arg);
	case RK_IOC_PROG_NEXT: return fake_program(arg);
	case RK_IOC_STATS: return fake_stats(arg);
	case RK_IOC_MAP_INFO: return fake_map(arg);
	case RK_IOC_MAP_LOOKUP:
	case RK_IOC_MAP_UPDATE:
	case RK_IOC_MAP_DELETE:
	case RK_IOC_MAP_NEXT: return fake_element(request, arg);
	default: return fake_no(ENOTTY);
	}
}

static bool fake_emit(struct rk_agent *a, const struct rk_frame *f)
{
	if (f->kind == RK_FRAME_EVENT) {
		fake.events++;
		return true;
	}
	fake.replies++;
	fake.kind = f->kind;
	fake.tag = f->tag;
	memcpy(&fake.reply, f->body, sizeof(fake.reply));
	fake.size = f->size - (u32)sizeof(fake.reply);
	memcpy(fake.data, f->body + sizeof(fake.reply), fake.size);
	return true;
}

/* Rules that allow nothing bad and ask for nothing. */
static inline struct rk_rules fake_rules(void)
{
	return (struct rk_rules){.max_rate = U64_MAX, .max_ns = U64_MAX, .max_worst = U64_MAX};
}

static void fake_init(struct rk_agent *a)
{
	memset(&fake, 0, sizeof(fake));
	fake.value_size = 8;
	fake.lasting = FAKE_ELEMENTS;
	for (u32 i = 0; i < FAKE_PROGRAMS; i++)
		memcpy(fake.slot[i].name, "tick", 5);
	fake.slot[0].loaded = true;
	rk_agent_init(a);
	a->ask = fake_ask;
	a->store = "/proc/nowhere"; /* nothing can be written there */
	a->emit = fake_emit;
}

#endif
