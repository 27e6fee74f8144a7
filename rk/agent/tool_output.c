/* SPDX-License-Identifier: MIT */
/* output add, list, arm, stop: the lines that programs and the emergency stop act on. */
#include <stdio.h>
#include <string.h>

#include "tool.h"

static const char *kind_name(u32 kind)
{
	return kind == RK_OUTPUT_GPIO ? "gpio" : kind == RK_OUTPUT_PWM ? "pwm" : "?";
}

/* "gpio CHIP LINE" or "pwm CHIP CHANNEL". */
static int parse(struct rk_tool *t, struct rk_uapi_output *o)
{
	const char *kind = t->word[0], *chip = t->word[1];
	u64 line;

	o->kind = !strcmp(kind, "gpio") ? RK_OUTPUT_GPIO : !strcmp(kind, "pwm") ? RK_OUTPUT_PWM : 0;
	if (!o->kind)
		return rk_tool_say(t, RK_EXIT_USAGE, "'%s' is neither gpio nor pwm", kind);
	if (strlen(chip) >= sizeof(o->chip))
		return rk_tool_say(t, RK_EXIT_USAGE, "'%s' is too long for a chip", chip);
	if (!rk_text_unsigned(t->word[2], U32_MAX, &line))
		return rk_tool_say(t, RK_EXIT_USAGE, "'%s' is no number of a line", t->word[2]);
	memcpy(o->chip, chip, strlen(chip));
	o->line = (u32)line;
	return RK_EXIT_OK;
}

int rk_tool_output_add(struct rk_tool *t)
{
	struct rk_uapi_output o = {
		.stopped = t->value[__builtin_ctz(RK_OPT_STOPPED)],
		.period = t->value[__builtin_ctz(RK_OPT_PERIOD)],
		.flags = (t->options & RK_OPT_ESTOP ? RK_OUTPUT_STOP : 0) |
			 (t->options & RK_OPT_INPUT ? RK_OUTPUT_INPUT : 0) |
			 (t->options & RK_OPT_RT_SAFE ? RK_OUTPUT_RT_SAFE : 0),
	};
	int code = parse(t, &o);

	if (code)
		return code;
	if (rk_link_call(t->link, RK_REQ_OUTPUT_ADD, &o, sizeof(o), sizeof(u32)))
		return rk_tool_refused(t, t->word[1]);
	printf("%llu\n", (unsigned long long)rk_text_number(t->link->data, sizeof(u32)));
	return RK_EXIT_OK;
}

static void print(const struct rk_uapi_output *o, bool json)
{
	printf(json ? "{\"index\":%u,\"kind\":\"%s\",\"chip\":%u,\"line\":%u,\"value\":%llu,"
		      "\"latched\":%u,\"motor\":%u,\"sleeps\":%u,\"stopped\":%llu,\"period\":%llu}"
		      "\n"
		    : "%u %s chip %u line %u value %llu latched %u motor %u sleeps %u stopped %llu "
		      "period %llu\n",
		o->index, kind_name(o->kind), o->number, o->line, (unsigned long long)o->value,
		o->latched, o->motor, o->sleeps, (unsigned long long)o->stopped,
		(unsigned long long)o->period);
}

int rk_tool_output_list(struct rk_tool *t)
{
	struct rk_uapi_output o;
	u32 index = 0;

	do {
		if (rk_link_call(t->link, RK_REQ_OUTPUTS, &index, sizeof(index), 0))
			return rk_tool_refused(t, NULL);
		for (size_t at = 0; at + sizeof(o) <= t->link->size; at += sizeof(o), index++) {
			memcpy(&o, t->link->data + at, sizeof(o));
			print(&o, t->options & RK_OPT_JSON);
		}
	} while (t->link->size >= sizeof(o));
	return RK_EXIT_OK;
}

static int mask(struct rk_tool *t, u16 kind)
{
	u64 bits;
	u32 word;

	if (!rk_text_unsigned(t->word[0], U32_MAX, &bits))
		return rk_tool_say(t, RK_EXIT_USAGE, "'%s' is no mask of 32 bits", t->word[0]);
	word = (u32)bits;
	if (rk_link_call(t->link, kind, &word, sizeof(word), 0))
		return rk_tool_refused(t, t->word[0]);
	return RK_EXIT_OK;
}

int rk_tool_output_arm(struct rk_tool *t)
{
	return mask(t, RK_REQ_OUTPUT_ARM);
}

int rk_tool_output_stop(struct rk_tool *t)
{
	return mask(t, RK_REQ_OUTPUT_STOP);
}
