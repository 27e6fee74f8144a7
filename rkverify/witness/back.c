// SPDX-License-Identifier: MIT
/*
 * Helpers that call back: a loop as often as it is told to, until its function says stop; for each
 * element of a map as many times as the map has elements, which is an answer of the world where
 * the map's type does not say it.
 */
#include <string.h>
#include "world.h"

enum { MOST_TRIPS = 1 << 23, TOO_MANY = -7, BAD_FLAGS = -22 }; /* as Linux refuses */

static const struct world_back *top(const struct world *w)
{
	return w->n_backs ? &w->backs[w->n_backs - 1] : NULL;
}

u32 world_held_before(const struct world *w)
{
	const struct world_back *b = top(w);

	return b ? b->n_held : 0;
}

bool world_is_callback(const struct world *w)
{
	return top(w) && top(w)->frame == w->depth;
}

static bool counted(const struct world_map *m)
{
	const struct rk_map_row *row = rk_map_row(m->def->type);

	return row && row->flags & RK_MAPF_INLINE && m->def->key_size == sizeof(u32);
}

/* By the kinds of its arguments: (count, function, context) or (map, function, context). */
bool world_back_begin(
	struct world *w, const struct rk_helper_row *row, struct world_map *m, const u64 a[5])
{
	struct world_back *b = &w->backs[w->n_backs];

	if (w->n_backs == RK_MAX_FRAMES) {
		w->diverged = true;
		return false;
	}
	*b = (struct world_back){.row = row,
		.helper = w->helper,
		.map = m,
		.context = a[2],
		.target = (u32)a[1],
		.trips = m ? m->def->max_entries : a[0],
		.n_held = w->n_held,
		.frame = w->depth + 1};
	if (m)
		b->key = world_lend(w, m->def->key_size, RK_ASKED_KEY, 0, false);
	b->error = a[3] ? BAD_FLAGS : !m && a[0] > MOST_TRIPS ? TOO_MANY : 0;
	w->n_backs++;
	w->begins = true;
	return !m || b->key;
}

static void next_key(struct world *w, struct world_back *b)
{
	u64 at = (u64)(uintptr_t)b->key;
	u32 index = (u32)b->done;

	world_wrote(w, at, b->map->def->key_size, true);
	if (!counted(b->map))
		return;
	memcpy(b->key, &index, sizeof(index));
	world_wrote(w, at, sizeof(index), false);
}

static bool again(struct world *w, const struct world_back *b)
{
	if (b->error || b->done >= b->trips || w->fault || w->diverged)
		return false;
	return !b->map || counted(b->map) || world_ask(w, RK_ASKED_AGAIN, b->helper, 0, 8) & 1;
}

static void arguments(struct world *w, struct world_back *b, u64 args[5])
{
	if (!b->map) {
		args[0] = b->done;
		args[1] = b->context;
		return;
	}
	next_key(w, b);
	args[0] = (u64)(uintptr_t)&b->map->handle;
	args[1] = (u64)(uintptr_t)b->key;
	args[2] = (u64)(uintptr_t)b->map->cell[b->map->def->use ? 0 : b->done % WORLD_CELLS];
	args[3] = b->context;
}

static u64 ends(struct world *w, const struct world_back *b)
{
	if (b->key)
		world_release(w, world_region_of(w, (u64)(uintptr_t)b->key));
	w->n_backs--;
	return b->error ? (u64)b->error : b->done;
}

/* The loop's own count ends it at the latest: any time, for the world. */
bool world_goes_on(void *data)
{
	struct world *w = data;

	return world_ask(w, RK_ASKED_AGAIN, 0, 0, 8) & 1;
}

bool world_callback(void *data, bool returned, u64 *r0, u32 *target, u64 args[5])
{
	struct world *w = data;
	struct world_back *b = &w->backs[w->n_backs ? w->n_backs - 1 : 0];
	bool stop = returned && *r0;

	if (!returned && !w->begins)
		return false;
	w->begins = false;
	b->done += returned;
	if (returned)
		world_left(w);
	if (!stop && again(w, b)) {
		arguments(w, b, args);
		*target = b->target;
		world_enter(w, b->map ? 0x1e : 0x06);
		return true;
	}
	*r0 = ends(w, b);
	world_left_helper(w);
	return false;
}
