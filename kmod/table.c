/* SPDX-License-Identifier: MIT */
/*
 * The loaded programs, under rk_mutex, in the order of their ids. An id is never given twice while
 * the module is loaded. An entry outlives every run of its program.
 */
#include <linux/slab.h>

#include "kmod.h"

static LIST_HEAD(entries);
static u32 last_id, n_entries;

struct rk_entry *rk_entry_find(u32 id)
{
	struct rk_entry *e = id ? rk_entry_after(id - 1) : NULL;

	return e && e->id == id ? e : NULL;
}

struct rk_entry *rk_entry_after(u32 id)
{
	struct rk_entry *e;

	list_for_each_entry(e, &entries, node)
		if (e->id > id)
			return e;
	return NULL;
}

struct rk_entry *rk_entry_new(void)
{
	struct rk_entry *e = NULL;

	if (last_id < U32_MAX && n_entries < RK_MAX_ENTRIES)
		e = kzalloc(sizeof(*e), GFP_KERNEL);
	if (!e)
		return NULL;
	e->id = ++last_id;
	n_entries++;
	list_add_tail(&e->node, &entries);
	return e;
}

static void remove(struct rk_entry *e)
{
	list_del(&e->node);
	n_entries--;
	kfree(e);
}

void rk_entry_cancel(struct rk_entry *e)
{
	remove(e);
	last_id--;
}

u32 rk_entry_count(void)
{
	return n_entries;
}

int rk_entry_unload(struct rk_entry *e, const char **why)
{
	*why = "program is attached: detach it first";
	if (rk_entry_active(e))
		return RK_EBUSY;
	*why = "a ring buffer of the program is open";
	if (e->users)
		return RK_EBUSY;
	rk_entry_drop(e); /* the spare slot */
	rk_rt_unload(e->prog);
	remove(e);
	return RK_OK;
}

/* Open descriptors pin the module: where this runs, no entry has users. */
void rk_entries_clear(void)
{
	struct rk_entry *e;

	while ((e = rk_entry_after(0))) {
		rk_entry_drop(e);
		rk_rt_unload(e->prog);
		remove(e);
	}
}
