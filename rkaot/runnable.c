// SPDX-License-Identifier: MIT
/* What the verifier knows and the compiler refuses: verify-only rows of the tables, callbacks. */
#include <string.h>
#include "aot.h"
#include "rk/tables.h"
#include "used_maps.h"

static const char *insn_problem(const struct rk_prog *p, const struct rk_insn *in)
{
	const struct rk_helper_row *row;

	if (in->kind == RK_INSN_LDDW && in->ref_kind == RK_REF_FUNC)
		return "callbacks cannot be compiled yet";
	if (in->kind == RK_INSN_LDDW && in->ref_kind == RK_REF_KSYM)
		return "kernel variables cannot be compiled";
	if (in->kind == RK_INSN_MAY_GOTO)
		return "may_goto cannot be compiled";
	if (in->kind == RK_INSN_PACKET)
		return "loads of packets cannot be compiled";
	if (in->kind == RK_INSN_CALLX)
		return "calls through a register cannot be compiled";
	if (in->kind != RK_INSN_CALL)
		return NULL;
	row = rk_helper_row(in->ref);
	if (row && row->runnable)
		return NULL;
	return rk_format(p->obj->arena, "helper bpf_%s is known to the verifier alone",
		row ? row->name : "?");
}

int rk_aot_runnable(const struct rk_prog *p, const struct rk_result *r, struct rk_diags *diags)
{
	const struct rk_hook_row *hook = rk_hook_row(p->hook.id);
	const struct rk_loc nowhere = {.insn = -1};
	u16 used[RK_MAX_MAPS];
	int n = rk_used_maps(p, used);
	size_t before = diags->n;

	if (!hook || !hook->runnable)
		rk_diag_add(diags, RK_DIAG_NOT_RUNNABLE, p->name, nowhere,
			"programs of section '%s' can be verified, not compiled", p->section);
	if (r->leaks)
		rk_diag_add(diags, RK_DIAG_NOT_RUNNABLE, p->name, nowhere,
			"the program makes a number of an address, which robots do not allow");
	if (r->lends)
		rk_diag_add(diags, RK_DIAG_NOT_RUNNABLE, p->name, nowhere,
			"a helper would read a kernel object where it lies: robots' helpers take "
			"the program's own memory (copy it: bpf_probe_read_kernel)");
	if (r->kptrs)
		rk_diag_add(diags, RK_DIAG_NOT_RUNNABLE, p->name, nowhere,
			"the program follows a kernel pointer in a map's value, which robots take "
			"for data that anyone may write");
	if (n < 0)
		rk_diag_add(diags, RK_DIAG_NOT_RUNNABLE, p->name, nowhere,
			"program uses more than %d maps", RK_MAX_MAPS);
	for (int i = 0; i < n; i++) {
		const struct rk_map_def *m = &p->obj->maps[used[i]];
		const struct rk_map_row *row = rk_map_row(m->type);

		if (!row || !row->runnable)
			rk_diag_add(diags, RK_DIAG_NOT_RUNNABLE, p->name, nowhere,
				"map '%s': type %s is known to the verifier alone", m->name,
				row ? row->name : "?");
		if (!strcmp(m->name, ".kconfig") && m->use != RK_MAP_RODATA)
			rk_diag_add(diags, RK_DIAG_NOT_RUNNABLE, p->name, nowhere,
				"the target kernel's configuration is not known: name its release, "
				"and its .config for CONFIG_ externs (--kernel-release, "
				"--kernel-config FILE)");
	}
	for (u32 i = 0; i < p->n_insns; i++) {
		const char *problem = insn_problem(p, &p->insns[i]);

		if (problem && (r->facts[i].flags & RK_FACT_REACHED))
			rk_diag_add(diags, RK_DIAG_NOT_RUNNABLE, p->name, rk_prog_loc(p, i), "%s",
				problem);
	}
	return diags->n > before ? RK_EUNSUP : 0;
}
