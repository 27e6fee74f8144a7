/* SPDX-License-Identifier: MIT */
/* Requests about the module as a whole: status, seal, freeze, keys, commands, counters, outputs. */
#include <errno.h>
#include <string.h>

#include "answer.h"

int rk_answer_status(struct rk_agent *a, const struct rk_frame *f)
{
	return rk_answer_ask(a, RK_IOC_STATUS, a->data) ? -1 : (int)sizeof(struct rk_uapi_status);
}

int rk_answer_seal(struct rk_agent *a, const struct rk_frame *f)
{
	return rk_answer_ask(a, RK_IOC_SEAL, NULL);
}

int rk_answer_freeze(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_freeze freeze = {.on = 0};

	memcpy(&freeze.on, f->body, sizeof(freeze.on));
	return rk_answer_ask(a, RK_IOC_FREEZE, &freeze);
}

int rk_answer_key_limit(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_limit limit;

	memcpy(&limit, f->body, sizeof(limit));
	return rk_answer_ask(a, RK_IOC_KEY_LIMIT, &limit);
}

int rk_answer_counters(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_counter c = {.index = 0};
	size_t at;

	memcpy(&c.index, f->body, sizeof(c.index));
	for (at = 0; at + sizeof(c) <= sizeof(a->data); at += sizeof(c), c.index++) {
		if (a->ask(a, RK_IOC_COUNTER_NEXT, &c)) {
			if (errno == ENOENT)
				break;
			return rk_answer_refuse(a, 0, errno, rk_answer_why(errno));
		}
		memcpy(a->data + at, &c, sizeof(c));
	}
	return (int)at;
}

int rk_answer_raise(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_counter c;

	memcpy(&c, f->body, sizeof(c));
	return rk_answer_ask(a, RK_IOC_COUNTER_RAISE, &c);
}

int rk_answer_output_add(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_output o;

	memcpy(&o, f->body, sizeof(o));
	if (a->ask(a, RK_IOC_OUTPUT_ADD, &o)) {
		o.why[RK_WHY - 1] = 0;
		return rk_answer_refuse(a, o.error < 0 ? o.error : 0, errno,
			o.error < 0 && o.why[0] ? o.why : rk_answer_why(errno));
	}
	memcpy(a->data, &o.index, sizeof(o.index));
	return sizeof(o.index);
}

int rk_answer_outputs(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_output o;
	size_t at;
	u32 index;

	memcpy(&index, f->body, sizeof(index));
	for (at = 0; at + sizeof(o) <= sizeof(a->data); at += sizeof(o), index++) {
		o = (struct rk_uapi_output){.index = index};
		if (a->ask(a, RK_IOC_OUTPUT_GET, &o)) {
			if (errno == ENOENT)
				break;
			return rk_answer_refuse(a, 0, errno, rk_answer_why(errno));
		}
		memcpy(a->data + at, &o, sizeof(o));
	}
	return (int)at;
}

static int mask(struct rk_agent *a, const struct rk_frame *f, unsigned long request)
{
	u32 bits;

	memcpy(&bits, f->body, sizeof(bits));
	return rk_answer_ask(a, request, &bits);
}

int rk_answer_output_arm(struct rk_agent *a, const struct rk_frame *f)
{
	return mask(a, f, RK_IOC_OUTPUT_ARM);
}

int rk_answer_output_stop(struct rk_agent *a, const struct rk_frame *f)
{
	return mask(a, f, RK_IOC_OUTPUT_STOP);
}

int rk_answer_key_allow(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_allow allow;

	memcpy(&allow, f->body, sizeof(allow));
	return rk_answer_ask(a, RK_IOC_KEY_ALLOW, &allow);
}

int rk_answer_challenge(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_challenge c;

	if (rk_answer_ask(a, RK_IOC_CHALLENGE, &c))
		return -1;
	memcpy(a->data, &c, sizeof(c));
	return sizeof(c);
}

int rk_answer_command(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_command c = {.command = (uintptr_t)f->body, .size = f->size};

	if (!a->ask(a, RK_IOC_COMMAND, &c))
		return 0;
	c.why[RK_WHY - 1] = 0;
	return rk_answer_refuse(a, c.error, errno, c.why[0] ? c.why : rk_answer_why(errno));
}

int rk_answer_policy(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_policy p;

	memcpy(&p, f->body, sizeof(p));
	if (!a->ask(a, RK_IOC_POLICY, &p))
		return 0;
	return rk_answer_refuse(a, 0, errno,
		errno == EBUSY ? "a program is loaded: the policy comes before the first one"
			       : rk_answer_why(errno));
}
