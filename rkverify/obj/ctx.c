// SPDX-License-Identifier: MIT
/*
 * What the target's BTF says of a program's context: the prototype behind its hook, and how wide
 * each argument of a tracepoint is. Without a target the prototype is unknown, which is no error.
 */
#include <string.h>
#include "read.h"
#include "rk/tables.h"

/* Is r1 read before it is overwritten? Straight-line scan: a branch or a call counts as a read. */
static bool uses_ctx(const struct rk_prog *p)
{
	for (u32 s = 0; s < p->n_insns; s++) {
		const struct rk_insn *i = &p->insns[s];

		switch (i->kind) {
		case RK_INSN_EXIT: return false;
		case RK_INSN_PAD: continue;
		case RK_INSN_LDDW: break;
		case RK_INSN_LDX:
		case RK_INSN_MOVSX:
			if (i->src == 1)
				return true;
			break;
		case RK_INSN_ST:
			if (i->dst == 1)
				return true;
			continue;
		case RK_INSN_STX:
			if (i->dst == 1 || i->src == 1)
				return true;
			continue;
		case RK_INSN_ALU:
			if ((i->flags & RK_INSN_SRC_REG && i->src == 1) ||
				(i->dst == 1 && i->op != RK_ALU_MOV))
				return true;
			break;
		default: return true;
		}
		if (i->dst == 1)
			return false;
	}
	return true;
}

/* The prototype behind a hook's typed arguments in the target's BTF. */
static u32 target_proto(const struct rk_btf *t, const struct rk_hook *h, struct rk_arena *a)
{
	const char *format = h->id == RK_HOOK_LSM    ? "bpf_lsm_%s"
			     : h->id == RK_HOOK_ITER ? "bpf_iter_%s"
						     : "%s";
	u32 id;

	if (h->id == RK_HOOK_FENTRY || h->id == RK_HOOK_FEXIT || h->id == RK_HOOK_LSM ||
		h->id == RK_HOOK_ITER) {
		id = rk_btf_find(t, rk_format(a, format, h->device), RK_BTF_FUNC, 0);
		return id ? rk_btf_type(t, id).size_or_type : 0;
	}
	id = rk_btf_find(t, rk_format(a, "btf_trace_%s", h->device), RK_BTF_TYPEDEF, 0);
	if (!id)
		return 0;
	id = rk_btf_skip(t, id);
	if (rk_btf_type(t, id).kind != RK_BTF_PTR)
		return 0;
	id = rk_btf_skip(t, rk_btf_type(t, id).size_or_type);
	return rk_btf_type(t, id).kind == RK_BTF_FUNC_PROTO ? id : 0;
}

/* One argument as the manifest has it; 0 for what a register cannot carry as one number. */
static u8 arg_of(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, id));
	bool sign = t.kind == RK_BTF_INT ? t.tail[3] & 1 : t.kflag;
	u32 size = t.size_or_type;

	if (t.kind == RK_BTF_PTR)
		return 8;
	if (t.kind != RK_BTF_INT && t.kind != RK_BTF_ENUM && t.kind != RK_BTF_ENUM64)
		return 0;
	if (size != 1 && size != 2 && size != 4 && size != 8)
		return 0;
	return (u8)(size | (sign ? RKB_ARG_SIGNED : 0));
}

/* Up to the first that would take more than one register: it moves all that follow. */
static void read_args(struct rk_prog *p, const struct rk_btf *b, u32 proto)
{
	struct rk_btf_type t = rk_btf_type(b, proto);

	for (u32 i = 1; i < t.vlen && i <= RKB_ARGS; i++) { /* the first is the probe's data */
		u8 arg = arg_of(b, rk_btf_param(b, &t, i, NULL));

		if (!arg)
			return;
		p->args[p->n_args++] = arg;
	}
}

enum {
	A0 = 1 << 0,
	A1 = 1 << 1,
	A2 = 1 << 2,
	A3 = 1 << 3,
	A4 = 1 << 4,
};

static const struct {
	const char *name;
	struct rk_quirks q;
} traced[] = {
#define KTRACE(name, null, error) {name, {null, error}},
#include "rk/ktrace.def"
#undef KTRACE
};

/* Of a module's tracepoint that is not in the table any may be null. */
static struct rk_quirks quirks_of(const struct rk_prog *p, const struct rk_btf *target)
{
	u32 base = target ? target->n_base : 0;

	if (p->hook.id != RK_HOOK_TP_BTF)
		return (struct rk_quirks){0, 0};
	for (u32 i = 0; i < RK_ARRAY_SIZE(traced); i++)
		if (!strcmp(traced[i].name, p->hook.device))
			return traced[i].q;
	return (struct rk_quirks){.null = base && p->ctx_btf >= base ? ~(u64)0 : 0, .error = 0};
}

void rk_ctx_read(struct rk_reader *r, struct rk_prog *p)
{
	const struct rk_hook_row *row = rk_hook_row(p->hook.id);
	u32 proto = 0, n;

	if (!row)
		return;
	if (row->ctx_kind != RK_CTX_STRUCT && row->ctx_kind != RK_CTX_OPAQUE &&
		row->ctx_kind != RK_CTX_PACKET)
		p->kernel_specific |= uses_ctx(p);
	if (row->ctx_kind != RK_CTX_BTF_ARGS && row->ctx_kind != RK_CTX_RAW_ARGS)
		return;
	if (r->obj->target)
		proto = target_proto(r->obj->target, &p->hook, r->a);
	p->n_raw_args = RKB_ARGS;
	if (proto && row->runnable)
		read_args(p, r->obj->target, proto);
	if (row->ctx_kind == RK_CTX_BTF_ARGS) {
		p->ctx_btf = proto;
		p->quirks = quirks_of(p, r->obj->target);
		return;
	}
	n = proto ? rk_btf_type(r->obj->target, proto).vlen : 0; /* the first is the probe's data */
	if (n && n - 1 < RKB_ARGS)
		p->n_raw_args = (u8)(n - 1);
}
