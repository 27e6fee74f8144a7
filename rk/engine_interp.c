/* SPDX-License-Identifier: MIT */
/* BPF objects through the interpreter: the maps a program uses become a program of the runtime. */
#include <string.h>

#include "cmd.h"
#include "engine.h"
#include "interp.h"

struct plan {
	struct rkb_map *maps;
	u32 n_maps;
	u16 *index; /* map of the object -> map of the program */
	u8 *data;
	size_t data_size;
};

static int pick_program(struct rk_engine *e, const struct rk_obj *obj)
{
	const char *names = "";
	u32 n = 0;

	for (u32 i = 0; i < obj->n_progs; i++) {
		const struct rk_prog *p = &obj->progs[i];

		if (e->program && strcmp(p->name, e->program))
			continue;
		names = rk_format(e->a, "%s %s", names, p->name);
		e->source = p;
		n++;
	}
	if (n == 1)
		return RK_OK;
	e->source = NULL;
	e->why = n ? rk_format(e->a, "several programs:%s; choose one with --program", names)
		   : "no such program in the object";
	return RK_EINPUT;
}

static void add_map(struct rk_engine *e, struct plan *plan, const struct rk_map_def *def)
{
	struct rkb_map *m = &plan->maps[plan->n_maps++];

	snprintf(m->name, sizeof(m->name), "%s", def->name);
	m->type = def->type;
	m->key_size = def->key_size;
	m->value_size = def->value_size;
	m->max_entries = def->max_entries;
	m->flags = def->flags;
	m->scope = def->scope;
	memcpy(m->layout_hash, def->layout_hash, sizeof(m->layout_hash));
	if (!def->init)
		return;
	m->data_off = (u32)plan->data_size;
	m->data_size = def->value_size;
	memcpy(plan->data + plan->data_size, def->init, def->value_size);
	plan->data_size += def->value_size;
}

static bool refers_to(const struct rk_prog *p, u32 map)
{
	for (u32 i = 0; i < p->n_insns; i++) {
		const struct rk_insn *insn = &p->insns[i];

		if (insn->kind == RK_INSN_LDDW && insn->ref == map &&
			(insn->ref_kind == RK_REF_MAP || insn->ref_kind == RK_REF_MAP_VALUE))
			return true;
	}
	return false;
}

/* The maps that instructions refer to, in the object's order, as in a blob. */
static void plan_maps(struct rk_engine *e, const struct rk_obj *obj, struct plan *plan)
{
	size_t data = 0;

	for (u32 i = 0; i < obj->n_maps; i++)
		data += obj->maps[i].init ? obj->maps[i].value_size : 0;
	memset(plan, 0, sizeof(*plan));
	plan->maps = rk_alloc_array(e->a, obj->n_maps + 1, sizeof(*plan->maps));
	plan->index = rk_alloc_array(e->a, obj->n_maps + 1, sizeof(*plan->index));
	plan->data = rk_alloc(e->a, data + 1);
	for (u32 i = 0; i < obj->n_maps; i++) {
		if (!refers_to(e->source, i))
			continue;
		plan->index[i] = (u16)plan->n_maps;
		add_map(e, plan, &obj->maps[i]);
	}
}

static int create(struct rk_engine *e, const struct plan *plan)
{
	const struct rk_prog *p = e->source;
	struct rkb_manifest m = {
		.hook = p->hook.id,
		.fail_action = (u16)p->fail_action,
		.period_ns = p->hook.period_ns,
		.insn_slots = p->n_insns,
		.bpf_stack = RK_INTERP_STACK,
	};
	u32 ctx_bytes = e->row->ctx_size ? e->row->ctx_size : 12 * 8;
	int err;

	snprintf(m.section, sizeof(m.section), "%s", p->section);
	err = rk_rt_create(e->rt, &m, p->name, plan->maps, plan->n_maps, plan->data,
		plan->data_size, &e->p, &e->why);
	if (err)
		return err;
	e->why = "out of memory";
	return rk_interp_attach(e->p, p->insns, p->n_insns, plan->index, ctx_bytes);
}

int rk_engine_interp(struct rk_engine *e, const char *path, const u8 *file, size_t size)
{
	const struct rk_obj_opts opts = {.arch = RK_ARCH_SELF};
	struct rk_obj *obj = rk_alloc(e->a, sizeof(*obj));
	struct rk_diags diags;
	struct plan plan;
	int err;

	rk_diags_init(&diags, e->a, path);
	err = rk_obj_read(obj, e->a, file, size, &opts, &diags);
	for (const struct rk_diag *d = diags.first; d; d = d->next)
		rk_diag_print(stderr, &diags, d, false);
	e->why = rk_strerror(err);
	if (err || (err = pick_program(e, obj)))
		return err;
	e->name = "interp";
	e->hook = e->source->hook;
	e->row = rk_hook_row(e->hook.id);
	if (!e->row) {
		e->why = rk_format(e->a, "section '%s' is no hook", e->source->section);
		return RK_EHOOK;
	}
	plan_maps(e, obj, &plan);
	return create(e, &plan);
}
