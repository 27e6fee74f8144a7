// SPDX-License-Identifier: MIT
/*
 * Values of the working state, where they stand: a row of 28 bytes each as in stored states, and a
 * row of the state's table for a value that is wide, or moves while a loop is ranked. A row of the
 * table belongs to one place; places are read and written as copies, so that none can point into
 * the table when it grows.
 */
#include "pack.h"

static u32 new_row(struct rk_state *s)
{
	u32 row = s->free_wide - 1;

	if (s->free_wide) {
		s->free_wide = (u32)s->wide[row].v.umin;
		return row;
	}
	s->wide = rk_pool_grow(
		s->pool, s->wide, s->n_wide, &s->cap_wide, s->n_wide + 1, sizeof(*s->wide));
	return s->n_wide++;
}

void rk_place_clear(struct rk_state *s, struct rk_packed *l)
{
	if (l->form == RK_FORM_WIDE) {
		s->wide[l->val].v.umin = s->free_wide;
		s->free_wide = l->val + 1;
	}
	*l = (struct rk_packed){.kind = RK_T_NONE, .key = l->key, .size = l->size};
}

void rk_place_fill(
	struct rk_state *s, struct rk_packed *l, u16 key, u8 size, const struct rk_reg *r)
{
	rk_loc_pack(l, r, key, size);
	if (r->sym)
		l->form = RK_FORM_WIDE;
	if (l->form != RK_FORM_WIDE)
		return;
	l->val = new_row(s);
	s->wide[l->val] = (struct rk_wide){.v = r->v, .dlo = r->dlo, .dhi = r->dhi, .sym = r->sym};
}

void rk_place_thaw(struct rk_state *s, struct rk_packed *to, const struct rk_frozen *f,
	const struct rk_packed *l)
{
	*to = *l;
	if (l->form != RK_FORM_WIDE)
		return;
	to->val = new_row(s);
	s->wide[to->val] = (struct rk_wide){.v = rk_frozen_vals(f)[l->val]};
}

void rk_place_get(const struct rk_state *s, const struct rk_packed *l, struct rk_reg *out)
{
	const struct rk_wide *w = l->form == RK_FORM_WIDE ? &s->wide[l->val] : NULL;

	rk_loc_read(l, w ? &w->v : NULL, out);
	if (!w)
		return;
	out->dlo = w->dlo;
	out->dhi = w->dhi;
	out->sym = w->sym;
}

void rk_place_put(struct rk_state *s, struct rk_packed *l, const struct rk_reg *r)
{
	rk_place_clear(s, l);
	rk_place_fill(s, l, l->key, l->size, r);
}

struct rk_packed *rk_state_place(const struct rk_state *s, u32 i)
{
	u32 saved = s->depth * RK_N_SAVED;

	if (i < 10)
		return &s->r[i];
	i -= 10;
	if (i < saved)
		return &s->frame[i / RK_N_SAVED].saved[i % RK_N_SAVED];
	i -= saved;
	if (i < s->n_spills)
		return &s->spills[i];
	s->pool->work += s->n_spills; /* all were looked at */
	return NULL;
}

struct rk_reg rk_reg_get(const struct rk_state *s, u32 n)
{
	struct rk_reg r;

	rk_place_get(s, &s->r[n], &r);
	return r;
}

struct rk_reg *rk_reg_read(const struct rk_state *s, u32 n, struct rk_reg *out)
{
	rk_place_get(s, &s->r[n], out);
	return out;
}

void rk_reg_put(struct rk_state *s, u32 n, const struct rk_reg *r)
{
	rk_place_put(s, &s->r[n], r);
}

void rk_regs_clear(struct rk_state *s, u32 first, u32 last)
{
	for (u32 n = first; n <= last; n++)
		rk_place_clear(s, &s->r[n]);
}
