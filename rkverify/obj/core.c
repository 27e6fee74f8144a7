/* SPDX-License-Identifier: MIT */
/* Apply CO-RE relocations: find the one answer among the target's candidates, patch the
 * instruction. */
#include "core.h"

#include <string.h>
#include "read.h"

enum { INT_SIGNED = 1 };

/* One relocation while it is worked on. */
struct relo {
	struct rk_reader *r;
	struct rk_code *c;
	u32 slot;
	struct rk_core_spec local, target;
	struct rk_core_value old, now;
};

static u32 le32(const u8 *p)
{
	return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

void rk_core_poison(struct rk_code *c, u32 slot, const char *text)
{
	struct rk_insn *i = &c->insns[slot];
	struct rk_insn call = {.kind = RK_INSN_CALL,
		.ref = RK_POISON,
		.imm = RK_DIAG_NO_FIELD,
		.target = -1,
		.line = i->line};

	if (i->kind == RK_INSN_LDDW) {
		i[1] = call;
		c->poisons[slot + 1] = text;
	}
	*i = call;
	c->poisons[slot] = text;
}

static void fail(struct relo *o, const char *why)
{
	rk_code_fault(o->c, o->slot, RK_DIAG_BAD_RELOC,
		rk_format(o->r->a, "CO-RE relocation of %s: %s",
			rk_core_spec_text(&o->local, o->r->a), why));
}

static void poison(struct relo *o, const char *why)
{
	rk_core_poison(o->c, o->slot,
		rk_format(o->r->a, "%s: %s", rk_core_spec_text(&o->local, o->r->a), why));
}

/* A load of another width is right only for what zero-extends: pointers and unsigned numbers. */
static bool may_resize(const struct relo *o)
{
	const struct rk_btf *lb = o->local.btf, *tb = o->target.btf;
	struct rk_btf_type l = rk_btf_type(lb, rk_btf_skip(lb, o->old.type));
	struct rk_btf_type t = rk_btf_type(tb, rk_btf_skip(tb, o->now.type));

	if (l.kind == RK_BTF_PTR && t.kind == RK_BTF_PTR)
		return true;
	return l.kind == RK_BTF_INT && t.kind == RK_BTF_INT && !(l.tail[3] & INT_SIGNED) &&
	       !(t.tail[3] & INT_SIGNED);
}

static void patch_memory(struct relo *o)
{
	struct rk_insn *i = &o->c->insns[o->slot];
	u32 bytes = o->now.bytes;

	if (o->old.exact && i->off != (s64)o->old.value) {
		fail(o, "the instruction's offset is not the one the relocation is for");
		return;
	}
	if (o->now.value > INT16_MAX) {
		fail(o, "the offset on the target does not fit an instruction");
		return;
	}
	i->off = (s16)o->now.value;
	if (!o->old.bytes || bytes == o->old.bytes)
		return;
	if (!may_resize(o) || (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8)) {
		poison(o, "the field's size differs on the target");
		return;
	}
	if (i->size != o->old.bytes)
		fail(o, "the instruction's width is not the field's");
	else
		i->size = (u8)bytes;
}

static void patch(struct relo *o)
{
	struct rk_insn *i = &o->c->insns[o->slot];

	switch (i->kind) {
	case RK_INSN_LDX:
	case RK_INSN_ST:
	case RK_INSN_STX: patch_memory(o); return;
	case RK_INSN_ALU:
		if (i->flags & RK_INSN_SRC_REG)
			break;
		if (o->old.exact && (s32)i->imm != (s32)o->old.value) {
			fail(o, "the instruction's number is not the one the relocation is for");
			return;
		}
		if (o->now.value > U32_MAX && (s64)o->now.value < S32_MIN) {
			fail(o, "the value on the target does not fit an instruction");
			return;
		}
		i->imm = (s32)o->now.value;
		return;
	case RK_INSN_LDDW:
		if (i->ref_kind != RK_REF_NONE)
			break;
		i->imm = (s64)o->now.value;
		return;
	}
	fail(o, "the instruction holds no offset and no number");
}

static const char *missing_text(const struct relo *o)
{
	if (rk_core_is_field(o->local.kind))
		return "no such field on the target";
	return "no such enumerator on the target";
}

/* Nothing on the target: an answer for questions, poison for accesses. */
static void resolve_missing(struct relo *o)
{
	o->now = (struct rk_core_value){.exact = true};
	if (o->local.kind == RK_CORE_FIELD_EXISTS || o->local.kind == RK_CORE_ENUM_EXISTS ||
		rk_core_is_type(o->local.kind))
		patch(o);
	else
		poison(o, missing_text(o));
}

static bool defines(const struct rk_btf *b, const struct relo *o)
{
	struct rk_btf_type local = rk_btf_type(o->local.btf, o->local.root);

	for (u32 id = 0; b && (id = rk_btf_find_essential(b, local.name, id));)
		if (rk_core_same_kind(rk_btf_type(b, id).kind, local.kind))
			return true;
	return false;
}

/* The target's types, or of those parts that a profile has the one that defines this type. */
static const struct rk_btf *types_of(const struct relo *o)
{
	const struct rk_obj_opts *opts = o->r->opts;

	if (o->r->obj->target || !opts)
		return o->r->obj->target;
	return opts->headers && !defines(opts->records, o) ? opts->headers : opts->records;
}

/* Parts are not all types of a kernel: what they do not define is not known to be missing. */
static const char *unknown_text(const struct relo *o)
{
	const struct rk_btf *b = types_of(o);

	if (!b)
		return "depends on the target kernel's types";
	if (o->r->obj->target || (o->local.kind != RK_CORE_TYPE_ID_TARGET && defines(b, o)))
		return NULL;
	if (o->r->opts->headers)
		return "depends on the target kernel's types, and neither its headers nor its "
		       "trace "
		       "records have this one";
	return "depends on the target kernel's types, and its profile has those of trace records "
	       "alone: struct trace_event_raw_<event>";
}

/* Candidates have the local type's essential name and kind. All that fit must agree. */
static u32 resolve_candidates(struct relo *o, const char **why)
{
	const struct rk_btf *target = types_of(o);
	struct rk_btf_type local = rk_btf_type(o->local.btf, o->local.root);
	struct rk_core_spec found;
	struct rk_core_value value;
	u32 id = 0, n = 0;

	while ((id = rk_btf_find_essential(target, local.name, id))) {
		if (!rk_core_same_kind(rk_btf_type(target, id).kind, local.kind))
			continue;
		if (!rk_core_spec_find(&found, &o->local, target, id))
			continue;
		if (!rk_core_evaluate(&found, &value)) {
			*why = "it cannot be computed on the target";
			return 0;
		}
		if (n++ &&
			(value.value != o->now.value || found.bit_offset != o->target.bit_offset)) {
			*why = "types of the target disagree";
			return 0;
		}
		o->target = found;
		o->now = value;
	}
	return n;
}

static void resolve(struct relo *o)
{
	const char *why = NULL;

	if (!rk_core_evaluate(&o->local, &o->old)) {
		fail(o, "it cannot be computed in the object's own types");
		return;
	}
	if (o->local.kind == RK_CORE_TYPE_ID_LOCAL) {
		o->now = o->old;
		patch(o);
		return;
	}
	o->c->core[o->slot] = true;
	if (types_of(o) && !*rk_btf_type(o->local.btf, o->local.root).name) {
		fail(o, "a type without a name cannot be found on the target");
		return;
	}
	why = unknown_text(o);
	if (why) {
		rk_code_fault(o->c, o->slot, RK_DIAG_NEED_BTF,
			rk_format(o->r->a, "%s %s", rk_core_spec_text(&o->local, o->r->a), why));
		return;
	}
	if (resolve_candidates(o, &why))
		patch(o);
	else if (why)
		fail(o, why);
	else
		resolve_missing(o);
}

void rk_core_apply(struct rk_reader *r, struct rk_code *c, u32 slot, const u8 *record)
{
	const struct rk_btf *b = &r->obj->btf;
	u32 type = le32(record + 4), kind = le32(record + 12);
	const char *access = rk_btf_string(b, le32(record + 8)), *why;
	struct relo o = {.r = r, .c = c, .slot = slot};

	if (c->poisons[slot])
		return;
	if (!type || type >= b->n || kind >= RK_CORE_N_KINDS ||
		c->insns[slot].kind == RK_INSN_PAD) {
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC, "damaged CO-RE relocation");
		return;
	}
	why = rk_core_spec_read(&o.local, b, type, access, kind);
	if (why)
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC,
			rk_format(r->a, "damaged CO-RE relocation: %s", why));
	else
		resolve(&o);
}
