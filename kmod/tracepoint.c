/* SPDX-License-Identifier: MIT */
/* Tracepoints of the kernel proper (not of modules) by name, for hooks that have their own probe.
 */
#include <linux/string.h>

#include "kmod.h"

struct search {
	const char *name;
	struct tracepoint *found;
};

static void compare(struct tracepoint *tp, void *data)
{
	struct search *s = data;

	if (!strcmp(tp->name, s->name))
		s->found = tp;
}

struct tracepoint *rk_tracepoint_find(const char *name)
{
	struct search s = {.name = name};

	for_each_kernel_tracepoint(compare, &s);
	return s.found;
}
