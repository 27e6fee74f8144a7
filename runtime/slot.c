/* SPDX-License-Identifier: MIT */
/*
 * A hook's slot: every event loads the active pointer once, so it is run by exactly one program,
 * the old or the new. Changes are made under the key lock; the program that lost its place must
 * stay loaded until the grace period of running programs is over.
 */
#include "runtime.h"

static void switch_to(struct rk_slot *s, struct rk_program *p)
{
	__atomic_store_n(&s->active, p, __ATOMIC_RELEASE);
}

int rk_slot_attach(struct rk_slot *s, struct rk_program *p)
{
	if (!p->run)
		return RK_EINPUT;
	if (s->active)
		return RK_EBUSY;
	s->previous = NULL;
	switch_to(s, p);
	return RK_OK;
}

int rk_slot_replace(struct rk_slot *s, struct rk_program *p)
{
	struct rk_program *old = s->active;

	if (!p->run)
		return RK_EINPUT;
	if (!old)
		return RK_ENOENT;
	if (old == p)
		return RK_EEXIST;
	s->previous = old;
	switch_to(s, p);
	return RK_OK;
}

void rk_slot_forget(struct rk_slot *s)
{
	s->previous = NULL;
}

void rk_slot_detach(struct rk_slot *s)
{
	switch_to(s, NULL);
	s->previous = NULL;
}

bool rk_slot_run(struct rk_slot *s, void *ctx, u64 *ret)
{
	struct rk_program *p = __atomic_load_n(&s->active, __ATOMIC_ACQUIRE);

	return p && rk_prog_run(p, ctx, ret);
}
