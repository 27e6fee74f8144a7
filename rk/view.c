/* SPDX-License-Identifier: MIT */
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "types.h"

struct view {
	struct rk_arena a;
	struct rk_types types;
};

static void sent(struct rk_tool *t, const u8 *file, size_t size)
{
	rk_types_keep(file, size);
}

static void open_program(struct rk_tool *t, const u8 sha3[32])
{
	struct view *v = t->view_arg;

	rk_types_find(&v->types, &v->a, sha3);
}

static bool print(struct rk_tool *t, const char *map, bool key, const u8 *p, size_t n)
{
	struct view *v = t->view_arg;

	return rk_types_print(&v->types, stdout, map, key, p, n, t->options & RK_OPT_JSON);
}

static bool bars(struct rk_tool *t, const struct rk_uapi_map *m, const u64 *numbers)
{
	return rk_hist_bars(stdout, m->name, numbers, m->max_entries, true);
}

static const struct rk_view view = {sent, open_program, print, bars};

void rk_view_begin(struct rk_tool *t)
{
	struct view *v = calloc(1, sizeof(*v));

	if (!v)
		return;
	rk_arena_init(&v->a);
	t->view = &view;
	t->view_arg = v;
}

void rk_view_end(struct rk_tool *t)
{
	struct view *v = t->view_arg;

	if (!v)
		return;
	rk_arena_fini(&v->a);
	free(v);
	t->view = NULL;
	t->view_arg = NULL;
}
