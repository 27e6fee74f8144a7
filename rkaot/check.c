// SPDX-License-Identifier: MIT
/*
 * rk_code_check: structure of the text, relocations and branches. Every byte of the text is
 * classified once, in order: an instruction of a function, or padding between functions. As all
 * branches lead to the starts found here, no other decoding of the bytes can ever run.
 */
#include <string.h>
#include "check.h"
#include "rk/tables.h"

static const struct {
	const char *name, *text;
} rules[CK_RULES] = {
	[CK_OK] = {"", ""},
#define CHECK_RULE(id, name, targets, text) [CK_##id] = {name, text},
#include "check.def"
#undef CHECK_RULE
};

int rk_ck_refuse(struct rk_ck *c, enum rk_ck_rule rule, u32 at)
{
	c->rule = rule;
	c->at = at;
	return RK_ECHECK;
}

u32 rk_ck_func_at(const struct rk_ck *c, s64 offset)
{
	u32 lo = 0, hi = c->code->n_funcs;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (c->code->funcs[mid].offset < offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < c->code->n_funcs && c->code->funcs[lo].offset == offset ? lo : c->code->n_funcs;
}

enum rk_ck_rule rk_ck_decode(const struct rk_ck *c, struct rk_ck_insn *out, u32 at, u32 end)
{
	const u8 *p = c->code->text + at;
	enum rk_ck_rule rule;

	memset(out, 0, sizeof(*out));
	out->data[0] = out->data[1] = CK_NO_REG;
	if ((rule = c->t->decode(out, p, end - at)))
		return rule;
	if (out->flow == CK_RET && c->t->ret_len) {
		if (!(c->mark[at] & CK_AT_RELOC))
			return CK_RETURN;
		/* check_placeholder saw these bytes; they must also belong to this function. */
		out->len = c->t->ret_len;
	}
	return out->len > end - at ? CK_TRUNCATED : CK_OK;
}

static bool padding(const struct rk_ck *c, u32 from, u32 to)
{
	struct rk_ck_insn in;

	while (from < to) {
		memset(&in, 0, sizeof(in));
		if (c->t->decode(&in, c->code->text + from, to - from) || in.flow != CK_PAD ||
			in.len > to - from)
			return false;
		from += in.len;
	}
	return true;
}

static int check_funcs(struct rk_ck *c)
{
	const struct rk_code *code = c->code;
	u32 end = 0;

	if (!code->size || code->size > RK_MAX_TEXT || code->size % c->t->unit)
		return rk_ck_refuse(c, CK_SIZE, 0);
	if (!code->n_funcs || code->entry || code->funcs[0].offset)
		return rk_ck_refuse(c, CK_ENTRY, code->entry);
	for (u32 i = 0; i < code->n_funcs; i++) {
		const struct rk_code_func *f = &code->funcs[i];

		if (f->offset < end || f->offset % c->t->unit || f->offset > code->size ||
			!f->size || f->size % c->t->unit || f->size > code->size - f->offset)
			return rk_ck_refuse(c, CK_FUNCS, f->offset);
		if (!padding(c, end, f->offset))
			return rk_ck_refuse(c, CK_GAP, end);
		end = f->offset + f->size;
	}
	return padding(c, end, code->size) ? 0 : rk_ck_refuse(c, CK_GAP, end);
}

static int check_placeholder(struct rk_ck *c, const struct rkb_reloc *r, u32 *end)
{
	const struct rk_ck_target *t = c->t;
	const struct rk_code *code = c->code;
	bool call = r->kind == RKB_RELOC_CALL;
	u32 len = call ? t->call_len : t->ret_len;

	if ((!call && r->kind != RKB_RELOC_RET) || !len)
		return rk_ck_refuse(c, CK_RELOC_KIND, r->offset);
	if (call ? r->import >= code->n_imports || code->imports[r->import].kind != RK_IMPORT_HELPER
		 : r->import != 0)
		return rk_ck_refuse(c, CK_RELOC_IMPORT, r->offset);
	if (r->offset % t->unit || r->offset >= code->size || len > code->size - r->offset)
		return rk_ck_refuse(c, CK_RELOC_PLACE, r->offset);
	if (memcmp(code->text + r->offset, call ? t->call : t->ret, len))
		return rk_ck_refuse(c, CK_PLACEHOLDER, r->offset);
	*end = r->offset + len;
	return 0;
}

static int check_relocs(struct rk_ck *c)
{
	u32 end = 0;
	int err;

	if (c->code->n_relocs > RK_MAX_RELOCS || c->code->n_imports > RK_MAX_IMPORTS)
		return rk_ck_refuse(c, CK_SIZE, 0);
	for (u32 i = 0; i < c->code->n_relocs; i++) {
		const struct rkb_reloc *r = &c->code->relocs[i];

		if (r->offset < end)
			return rk_ck_refuse(c, CK_RELOC_ORDER, r->offset);
		if ((err = check_placeholder(c, r, &end)))
			return err;
		c->mark[r->offset] |= CK_AT_RELOC;
	}
	return 0;
}

static int note_call(struct rk_ck *c, u32 func, const struct rk_ck_insn *in, u32 at)
{
	u32 callee = c->code->n_funcs;

	if (!(c->mark[at] & CK_AT_RELOC)) {
		callee = rk_ck_func_at(c, (s64)at + in->target);
		if (callee == c->code->n_funcs)
			return rk_ck_refuse(c, CK_CALLEE, at);
	}
	c->calls[c->n_calls++] = (struct rk_ck_call){.at = at, .caller = func, .callee = callee};
	return 0;
}

/* The instructions of one function, one after the other; no relocation may hide inside one. */
static int scan(struct rk_ck *c, u32 func)
{
	const struct rk_code_func *f = &c->code->funcs[func];
	u32 end = f->offset + f->size;
	struct rk_ck_insn in;
	enum rk_ck_rule rule;
	int err;

	for (u32 at = f->offset; at < end; at += in.len) {
		if ((rule = rk_ck_decode(c, &in, at, end)))
			return rk_ck_refuse(c, rule, at);
		if ((c->mark[at] & CK_AT_RELOC) && in.flow != CK_CALL && in.flow != CK_RET)
			return rk_ck_refuse(c, CK_RELOC_PLACE, at);
		for (u32 k = at + 1; k < at + in.len; k++)
			if (c->mark[k] & CK_AT_RELOC)
				return rk_ck_refuse(c, CK_RELOC_PLACE, k);
		c->mark[at] |= CK_AT_INSN;
		if (in.flow == CK_CALL && (err = note_call(c, func, &in, at)))
			return err;
	}
	return 0;
}

static int check_branches(struct rk_ck *c, const struct rk_code_func *f)
{
	u32 end = f->offset + f->size;
	struct rk_ck_insn in;

	for (u32 at = f->offset; at < end; at += in.len) {
		s64 to;

		rk_ck_decode(c, &in, at, end);
		if (in.flow != CK_COND && in.flow != CK_JUMP)
			continue;
		to = (s64)at + in.target;
		if (to < f->offset || to >= end || !(c->mark[to] & CK_AT_INSN))
			return rk_ck_refuse(c, CK_BRANCH, at);
		c->mark[to] |= CK_AT_TARGET;
	}
	return 0;
}

/* Relocations between functions were never met by scan. */
static int check_relocs_met(struct rk_ck *c)
{
	for (u32 i = 0; i < c->code->n_relocs; i++)
		if (!(c->mark[c->code->relocs[i].offset] & CK_AT_INSN))
			return rk_ck_refuse(c, CK_RELOC_PLACE, c->code->relocs[i].offset);
	return 0;
}

/*
 * Landing pads: one where the entry starts; none at any other byte except a function's start, so
 * that constants cannot smuggle in a target for somebody else's indirect branch.
 */
static int check_landing(struct rk_ck *c)
{
	const struct rk_code *code = c->code;
	const u8 *pad = c->t->landing;
	u32 n = sizeof(c->t->landing);

	if (code->size < n || memcmp(code->text, pad, n))
		return rk_ck_refuse(c, CK_LANDING, 0);
	for (u32 at = 0; at <= code->size - n; at += c->t->unit)
		if (!memcmp(code->text + at, pad, n) && rk_ck_func_at(c, at) == code->n_funcs)
			return rk_ck_refuse(c, CK_LANDING, at);
	return 0;
}

static int check_text(struct rk_ck *c)
{
	int err;

	for (u32 i = 0; i < c->code->n_funcs; i++)
		if ((err = scan(c, i)))
			return err;
	if ((err = check_relocs_met(c)) || (err = check_landing(c)))
		return err;
	for (u32 i = 0; i < c->code->n_funcs; i++)
		if ((err = check_branches(c, &c->code->funcs[i])) || (err = rk_ck_flow(c, i)))
			return err;
	return 0;
}

static int check(struct rk_ck *c, u32 limit)
{
	int err;

	if (c->code->arch == RK_ARCH_X86_64)
		c->t = &rk_ck_x86_64;
	else if (c->code->arch == RK_ARCH_AARCH64)
		c->t = &rk_ck_aarch64;
	else
		return rk_ck_refuse(c, CK_ARCH, 0);
	if ((err = check_funcs(c)))
		return err;
	c->mark = rk_alloc(c->a, c->code->size);
	c->depth = rk_alloc_array(c->a, c->code->n_funcs, sizeof(*c->depth));
	c->calls = rk_alloc_array(c->a, c->code->size / c->t->call_len + 1, sizeof(*c->calls));
	if ((err = check_relocs(c)) || (err = check_text(c)))
		return err;
	return rk_ck_chain(c, limit);
}

int rk_code_check(struct rk_code *code, struct rk_arena *a, const struct rk_check_limits *limits,
	const char **why)
{
	struct rk_ck c = {.code = code, .a = a};
	int err = check(&c, limits->native_stack);

	if (err)
		*why = rk_format(a, "%s check: %s at +0x%x [%s]", c.t ? c.t->name : "code",
			rules[c.rule].text, c.at, rules[c.rule].name);
	return err;
}
