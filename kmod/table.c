/* SPDX-License-Identifier: MIT */
/* The loaded programs, under rk_mutex. An id is never given twice while the module is loaded. */
#include "kmod.h"

static struct rk_entry entries[RK_MAX_ENTRIES];
static u32 last_id;

struct rk_entry *rk_entry_find(u32 id)
{
	for (u32 i = 0; id && i < RK_MAX_ENTRIES; i++)
		if (entries[i].id == id)
			return &entries[i];
	return NULL;
}

struct rk_entry *rk_entry_after(u32 id)
{
	struct rk_entry *best = NULL;

	for (u32 i = 0; i < RK_MAX_ENTRIES; i++)
		if (entries[i].id > id && (!best || entries[i].id < best->id))
			best = &entries[i];
	return best;
}

struct rk_entry *rk_entry_new(void)
{
	if (last_id == U32_MAX)
		return NULL;
	for (u32 i = 0; i < RK_MAX_ENTRIES; i++) {
		if (entries[i].id)
			continue;
		memset(&entries[i], 0, sizeof(entries[i]));
		entries[i].id = ++last_id;
		return &entries[i];
	}
	return NULL;
}

void rk_entry_cancel(struct rk_entry *e)
{
	memset(e, 0, sizeof(*e));
	last_id--;
}

u32 rk_entry_count(void)
{
	u32 n = 0;

	for (u32 i = 0; i < RK_MAX_ENTRIES; i++)
		n += entries[i].id != 0;
	return n;
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
	memset(e, 0, sizeof(*e));
	return RK_OK;
}

/* Open descriptors pin the module: where this runs, no entry has users. */
void rk_entries_clear(void)
{
	for (u32 i = 0; i < RK_MAX_ENTRIES; i++) {
		if (!entries[i].id)
			continue;
		rk_entry_drop(&entries[i]);
		rk_rt_unload(entries[i].prog);
		entries[i].id = 0;
	}
}
