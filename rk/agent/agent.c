/* SPDX-License-Identifier: MIT */
/* Takes requests apart: one whose body is not what proto.def says never gets further. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "answer.h"
#include "store.h"

/* ENOENT is the module's word for the end of a list: a missing device is ENODEV. */
static int open_device(struct rk_agent *a)
{
	a->device = open(RK_DEVICE, O_RDWR | O_CLOEXEC);
	if (a->device < 0 && (errno == ENOENT || errno == ENXIO))
		errno = ENODEV;
	return a->device;
}

static int ask_device(struct rk_agent *a, unsigned long request, void *arg)
{
	if (a->device < 0 && open_device(a) < 0)
		return -1;
	return ioctl(a->device, (int)request, arg);
}

void rk_agent_init(struct rk_agent *a)
{
	memset(a, 0, sizeof(*a));
	a->ask = ask_device;
	a->store = RK_STORE;
	a->device = -1;
	for (int i = 0; i < RK_AGENT_STREAMS; i++)
		a->stream[i].fd = -1;
}

void rk_agent_drop_image(struct rk_agent *a)
{
	free(a->image);
	a->image = NULL;
	a->loaded = false;
	a->image_size = a->image_have = 0;
}

void rk_agent_fini(struct rk_agent *a)
{
	rk_trial_end(a);
	for (int i = 0; i < RK_AGENT_STREAMS; i++)
		rk_stream_close(a, &a->stream[i]);
	rk_agent_drop_image(a);
	if (a->device >= 0)
		close(a->device);
	a->device = -1;
}

static const struct {
	u16 kind;
	u32 least, most;
	int (*answer)(struct rk_agent *a, const struct rk_frame *f);
} requests[] = {
#define REQUEST(name, verb, value, least, most, doc) {value, least, most, rk_answer_##verb},
#include "proto.def"
#undef REQUEST
};

/* These ask the module for nothing: they hold also where it is of another version. */
static bool is_own(u16 kind)
{
	return kind == RK_REQ_HELLO || kind == RK_REQ_LIST || kind == RK_REQ_HISTORY;
}

/* Once per connection, before anything is changed: a module that speaks another interface is asked
 * for nothing, whose numbers may mean something else. One that cannot be asked tells at the
 * request. */
static int check_module(struct rk_agent *a)
{
	struct rk_uapi_info info;
	char speaks[24] = "an older interface", why[RK_WHY];

	memset(&info, 0, sizeof(info));
	if (a->module_fits)
		return 0;
	if (a->ask(a, RK_IOC_INFO, &info)) {
		if (errno != ENOTTY)
			return 0;
	} else {
		a->module_fits = info.version == RK_UAPI_VERSION;
		snprintf(speaks, sizeof(speaks), "interface %u", info.version);
	}
	if (a->module_fits)
		return 0;
	snprintf(why, sizeof(why),
		"the module there has %s, and rk-agent " RK_VERSION " asks for %d", speaks,
		RK_UAPI_VERSION);
	return rk_answer_refuse(a, RK_EVERSION, EPROTO, why);
}

static int answer(struct rk_agent *a, const struct rk_frame *f)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(requests); i++) {
		if (requests[i].kind != f->kind)
			continue;
		if (f->size < requests[i].least || f->size > requests[i].most)
			return rk_answer_refuse(
				a, RK_EINPUT, EINVAL, "the request has a wrong size");
		if (!a->greeted && f->kind != RK_REQ_HELLO)
			return rk_answer_refuse(a, RK_EINPUT, EPROTO, "HELLO must come first");
		if (!is_own(f->kind) && check_module(a))
			return -1;
		return requests[i].answer(a, f);
	}
	return rk_answer_refuse(
		a, RK_EUNSUP, EOPNOTSUPP, "this agent is older and lacks the request");
}

bool rk_agent_handle(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_frame out = {
		f->kind | RK_FRAME_REPLY, f->tag, sizeof(a->reply), (void *)&a->reply};
	int n;

	memset(&a->reply, 0, sizeof(a->reply));
	n = answer(a, f);
	if (n > 0)
		out.size += (u32)n;
	return a->emit(a, &out);
}
