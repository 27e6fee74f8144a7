/* SPDX-License-Identifier: MIT */
/* A module for tests of the agent: one program, one per-CPU map of 1,000 elements, no ring buffer.
 */
#ifndef AGENT_FAKE_H
#define AGENT_FAKE_H

#include <errno.h>
#include <string.h>

#include "agent.h"

enum { FAKE_PROGRAM = 3, FAKE_CPUS = 3, FAKE_ELEMENTS = 1000 };

static struct {
	int asked, replies;
	u16 kind;
	u32 tag, size, value_size;
	struct rk_reply reply;
	u8 data[RK_FRAME_MAX];
	u8 image[256];
	u32 image_size;
} fake;

static int fake_no(int sys)
{
	errno = sys;
	return -1;
}

static int fake_act(struct rk_uapi_act *act)
{
	if (act->id == FAKE_PROGRAM)
		return 0;
	act->error = RK_ENOENT;
	strcpy(act->why, "no such program");
	return fake_no(ENOENT);
}

static int fake_load(struct rk_uapi_load *l)
{
	fake.image_size = (u32)l->size;
	memcpy(fake.image, (void *)(uintptr_t)l->image,
		l->size < sizeof(fake.image) ? l->size : sizeof(fake.image));
	l->id = FAKE_PROGRAM;
	return 0;
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
		if (++key >= FAKE_ELEMENTS)
			return fake_no(ENOENT);
		memcpy((void *)(uintptr_t)e->value, &key, sizeof(key));
		return 0;
	}
	if (key >= FAKE_ELEMENTS || e->cpu >= FAKE_CPUS)
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

static int fake_program(struct rk_uapi_prog *p)
{
	if (p->id >= FAKE_PROGRAM)
		return fake_no(ENOENT);
	*p = (struct rk_uapi_prog){.id = FAKE_PROGRAM, .name = "tick", .section = "timer/1ms"};
	return 0;
}

static int fake_ask(struct rk_agent *a, unsigned long request, void *arg)
{
	fake.asked++;
	switch (request) {
	case RK_IOC_INFO:
		*(struct rk_uapi_info *)arg = (struct rk_uapi_info){.cpus = FAKE_CPUS};
		return 0;
	case RK_IOC_KEY_ADD: return 0;
	case RK_IOC_CHECK:
	case RK_IOC_LOAD: return fake_load(arg);
	case RK_IOC_ATTACH:
	case RK_IOC_DETACH:
	case RK_IOC_UNLOAD: return fake_act(arg);
	case RK_IOC_PROG_NEXT: return fake_program(arg);
	case RK_IOC_STATS: return 0;
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
	fake.replies++;
	fake.kind = f->kind;
	fake.tag = f->tag;
	memcpy(&fake.reply, f->body, sizeof(fake.reply));
	fake.size = f->size - (u32)sizeof(fake.reply);
	memcpy(fake.data, f->body + sizeof(fake.reply), fake.size);
	return true;
}

static void fake_init(struct rk_agent *a)
{
	memset(&fake, 0, sizeof(fake));
	fake.value_size = 8;
	rk_agent_init(a);
	a->ask = fake_ask;
	a->store = "/dev/null/nowhere"; /* nothing is ever written */
	a->emit = fake_emit;
}

#endif
