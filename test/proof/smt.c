/* SPDX-License-Identifier: MIT */
/*
 * Control flow of the translator. A block is executed symbolically when every edge that can still
 * reach it has arrived: blocks in topological order, loops before what follows them. An edge
 * carries its condition and the values of its target's phis, so a block that runs again (a loop)
 * needs nothing else: in loop-closed form values leave a loop through phis only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "smt_walk.h"

void smt_fail(const char *what, LLVMValueRef v)
{
	char *text = v ? LLVMPrintValueToString(v) : NULL;

	fprintf(stderr, "rk-prove: cannot translate this %s: %s\n", what, text ? text : "");
	exit(SMT_BROKEN);
}

static void add_step(struct smt *s, struct smt_step step)
{
	if (s->n_steps == SMT_STEPS)
		smt_fail("number of claims", NULL);
	step.n_facts = s->n_facts;
	step.split = s->split != NULL;
	s->steps[s->n_steps++] = step;
}

static void claim(struct smt *s, Z3_ast truth, bool paths)
{
	truth = Z3_simplify(s->z3, truth);
	if (Z3_get_bool_value(s->z3, truth) != Z3_L_TRUE)
		add_step(s, (struct smt_step){.truth = truth, .claim = true, .paths = paths});
}

void smt_claim(struct smt *s, Z3_ast truth)
{
	claim(s, truth, false);
}

static struct slot *slot_of(struct walk *w, LLVMValueRef key)
{
	size_t i = ((size_t)key >> 4) * 0x9e3779b97f4a7c15 % w->n_slots;

	while (w->slots[i].key && w->slots[i].key != key)
		i = (i + 1) % w->n_slots;
	return &w->slots[i];
}

static Z3_ast fresh(struct smt *s, unsigned bits, const char *label)
{
	Z3_ast x = Z3_mk_fresh_const(s->z3, label, Z3_mk_bv_sort(s->z3, bits));

	if (s->n_names == SMT_NAMES)
		smt_fail("number of names", NULL);
	s->labels[s->n_names] = label;
	s->names[s->n_names++] = x;
	return x;
}

static unsigned bits_of(LLVMTypeRef type, LLVMValueRef v)
{
	if (LLVMGetTypeKind(type) != LLVMIntegerTypeKind)
		smt_fail("type", v);
	return LLVMGetIntTypeWidth(type);
}

static Z3_ast integer(struct walk *w, LLVMValueRef v)
{
	unsigned bits = LLVMGetIntTypeWidth(LLVMTypeOf(v));
	char *text = LLVMPrintValueToString(v), *number = strrchr(text, ' ') + 1;
	Z3_ast x;

	if (bits == 1)
		x = smt_number(w->s, 1, LLVMConstIntGetZExtValue(v));
	else
		x = Z3_mk_numeral(w->s->z3, number, Z3_mk_bv_sort(w->s->z3, bits));
	LLVMDisposeMessage(text);
	return x;
}

static struct term unknown(struct walk *w, LLVMTypeRef type, LLVMValueRef v)
{
	struct term t = {.n = 1};

	if (LLVMGetTypeKind(type) != LLVMStructTypeKind) {
		t.part[0] = fresh(w->s, bits_of(type, v), "undefined");
		return t;
	}
	t.n = LLVMCountStructElementTypes(type);
	if (t.n > MAX_PARTS)
		smt_fail("struct", v);
	for (unsigned i = 0; i < t.n; i++)
		t.part[i] = fresh(w->s, bits_of(LLVMStructGetTypeAtIndex(type, i), v), "undefined");
	return t;
}

static struct term value(struct walk *w, LLVMValueRef v)
{
	struct slot *slot;

	if (LLVMIsAConstantInt(v))
		return (struct term){.part = {integer(w, v)}, .n = 1};
	if (LLVMIsUndef(v))
		return unknown(w, LLVMTypeOf(v), v);
	slot = slot_of(w, v);
	if (!slot->key)
		smt_fail("operand", v);
	return slot->term;
}

static Z3_ast scalar(struct walk *w, LLVMValueRef v)
{
	struct term t = value(w, v);

	if (t.n != 1)
		smt_fail("operand", v);
	return t.part[0];
}

static void define(struct walk *w, LLVMValueRef v, struct term t)
{
	struct slot *slot = slot_of(w, v);

	for (unsigned i = 0; i < t.n; i++)
		t.part[i] = Z3_simplify(w->s->z3, t.part[i]);
	slot->key = v;
	slot->term = t;
}

static bool is_false(struct walk *w, Z3_ast a)
{
	return Z3_get_bool_value(w->s->z3, a) == Z3_L_FALSE;
}

static const struct path *whole_path(Z3_ast when)
{
	struct path *p = calloc(1, sizeof(*p));

	p->when = when;
	return p;
}

static const struct path *branch_path(
	struct walk *w, const struct path *from, Z3_ast cond, bool taken)
{
	struct path *p = calloc(1, sizeof(*p));
	Z3_ast here = taken ? cond : Z3_mk_not(w->s->z3, cond);

	*p = (struct path){from, cond, smt_and(w->s, from->when, here), taken};
	return p;
}

/* The target's phis are read now, with the values of this round of the loop. */
static void add_edge(
	struct walk *w, LLVMBasicBlockRef from, LLVMBasicBlockRef to, const struct path *path)
{
	struct block *target = smt_block_of(w, to);
	struct edge *e;
	LLVMValueRef phi = LLVMGetFirstInstruction(to);
	unsigned n = 0;

	if (is_false(w, path->when))
		return;
	e = calloc(1, sizeof(*e));
	e->path = path;
	e->phis = calloc(target->n_phis + 1, sizeof(*e->phis));
	for (; LLVMIsAPHINode(phi); phi = LLVMGetNextInstruction(phi), n++)
		for (unsigned i = 0; i < LLVMCountIncoming(phi); i++)
			if (LLVMGetIncomingBlock(phi, i) == from)
				e->phis[n] = value(w, LLVMGetIncomingValue(phi, i));
	e->next = target->edges;
	target->edges = e;
}

static void go(struct walk *w, LLVMBasicBlockRef from, LLVMBasicBlockRef to,
	const struct place *here, Z3_ast cond, bool taken)
{
	for (unsigned i = 0; i < here->n; i++)
		add_edge(w, from, to,
			cond ? branch_path(w, here->paths[i], cond, taken) : here->paths[i]);
}

static void branch(struct walk *w, LLVMValueRef term, const struct place *here)
{
	LLVMBasicBlockRef bb = LLVMGetInstructionParent(term);
	Z3_lbool known;
	Z3_ast cond;

	if (!LLVMIsConditional(term)) {
		go(w, bb, LLVMGetSuccessor(term, 0), here, NULL, true);
		return;
	}
	cond = smt_bool(w->s, scalar(w, LLVMGetCondition(term)));
	known = Z3_get_bool_value(w->s->z3, cond);
	if (known != Z3_L_UNDEF) {
		go(w, bb, LLVMGetSuccessor(term, known == Z3_L_TRUE ? 0 : 1), here, NULL, true);
		return;
	}
	go(w, bb, LLVMGetSuccessor(term, 0), here, cond, true);
	go(w, bb, LLVMGetSuccessor(term, 1), here, cond, false);
}

static void switch_to(struct walk *w, LLVMValueRef term, const struct place *here)
{
	LLVMBasicBlockRef bb = LLVMGetInstructionParent(term);
	Z3_ast x = scalar(w, LLVMGetOperand(term, 0)), is;
	struct place rest = *here;

	for (int i = 2; i + 1 < LLVMGetNumOperands(term); i += 2) {
		is = Z3_mk_eq(w->s->z3, x, integer(w, LLVMGetOperand(term, (unsigned)i)));
		go(w, bb, LLVMValueAsBasicBlock(LLVMGetOperand(term, (unsigned)i + 1)), &rest, is,
			true);
		for (unsigned k = 0; k < rest.n; k++)
			rest.paths[k] = branch_path(w, rest.paths[k], is, false);
	}
	go(w, bb, LLVMGetSwitchDefaultDest(term), &rest, NULL, true);
}

static const char *string_of(LLVMValueRef v)
{
	LLVMValueRef text = LLVMIsAGlobalVariable(v) ? LLVMGetInitializer(v) : NULL;
	size_t n;

	return text && LLVMIsConstantString(text) ? LLVMGetAsString(text, &n) : "?";
}

static Z3_ast ghost(struct walk *w, LLVMValueRef v)
{
	char name[32];
	unsigned which;

	if (!Z3_get_numeral_uint(w->s->z3, scalar(w, LLVMGetOperand(v, 0)), &which))
		smt_fail("ghost", v);
	snprintf(name, sizeof(name), "ghost%u", which);
	return Z3_mk_const(w->s->z3, Z3_mk_string_symbol(w->s->z3, name),
		Z3_mk_bv_sort(w->s->z3, bits_of(LLVMTypeOf(v), v)));
}

void smt_assume(struct smt *s, Z3_ast truth)
{
	truth = Z3_simplify(s->z3, truth);
	if (Z3_get_bool_value(s->z3, truth) == Z3_L_TRUE)
		return;
	if (s->n_facts == SMT_FACTS)
		smt_fail("number of assumptions", NULL);
	s->facts[s->n_facts++] = truth;
}

static void cases(struct walk *w, LLVMValueRef v)
{
	struct smt *s = w->s;
	Z3_ast ghost = scalar(w, LLVMGetOperand(v, 0)), n = scalar(w, LLVMGetOperand(v, 1));

	if (s->split || Z3_get_app_num_args(s->z3, Z3_to_app(s->z3, ghost)) ||
		!Z3_get_numeral_uint(s->z3, n, &s->split_n))
		smt_fail("cases", v); /* of a name: a number takes its place everywhere */
	smt_claim(s, Z3_mk_bvult(s->z3, ghost, n));
	s->split = ghost;
}

static void call(struct walk *w, LLVMValueRef v, Z3_ast here)
{
	const char *name = LLVMGetValueName(LLVMGetCalledValue(v));
	struct smt *s = w->s;
	Z3_ast args[2] = {0};

	if (!strncmp(name, "llvm.lifetime.", 14) ||
		!strcmp(name, "llvm.experimental.noalias.scope.decl"))
		return;
	if (!strcmp(name, "rk_assume")) {
		Z3_ast cond = smt_bool(s, scalar(w, LLVMGetOperand(v, 0)));

		smt_assume(s, Z3_mk_implies(s->z3, here, cond));
		return;
	}
	if (!strcmp(name, "rk_cases")) {
		cases(w, v);
		return;
	}
	if (!strcmp(name, "rk_claim") || !strcmp(name, "rk_claim_paths")) {
		claim(s, Z3_mk_implies(s->z3, here, smt_bool(s, scalar(w, LLVMGetOperand(v, 0)))),
			!strcmp(name, "rk_claim_paths"));
		return;
	}
	if (!strcmp(name, "rk_try")) {
		Z3_ast cond = smt_bool(s, scalar(w, LLVMGetOperand(v, 0)));

		add_step(s, (struct smt_step){.truth = Z3_mk_implies(s->z3, here, cond),
				    .first = LLVMConstIntGetZExtValue(LLVMGetOperand(v, 1))});
		return;
	}
	if (!strcmp(name, "rk_same")) {
		args[0] = scalar(w, LLVMGetOperand(v, 0));
	} else if (!strncmp(name, "rk_any", 6)) {
		args[0] = fresh(s, bits_of(LLVMTypeOf(v), v), string_of(LLVMGetOperand(v, 0)));
	} else if (!strcmp(name, "rk_ghost")) {
		args[0] = ghost(w, v);
	} else {
		for (unsigned i = 0; i < LLVMGetNumArgOperands(v) && i < 2; i++)
			args[i] = scalar(w, LLVMGetOperand(v, i));
		args[0] = smt_intrinsic(s, name, v, args);
	}
	define(w, v, (struct term){.part = {args[0]}, .n = 1});
}

static void cast(struct walk *w, LLVMValueRef v)
{
	LLVMValueRef from = LLVMGetOperand(v, 0);
	Z3_ast a = scalar(w, from);
	unsigned wide = bits_of(LLVMTypeOf(v), v), had = bits_of(LLVMTypeOf(from), v);
	Z3_context z = w->s->z3;

	switch (LLVMGetInstructionOpcode(v)) {
	case LLVMZExt: a = Z3_mk_zero_ext(z, wide - had, a); break;
	case LLVMSExt: a = Z3_mk_sign_ext(z, wide - had, a); break;
	case LLVMTrunc: a = Z3_mk_extract(z, wide - 1, 0, a); break;
	default: break;
	}
	define(w, v, (struct term){.part = {a}, .n = 1});
}

static struct term choose(struct walk *w, Z3_ast cond, struct term yes, struct term no)
{
	for (unsigned i = 0; i < yes.n; i++)
		yes.part[i] = Z3_mk_ite(w->s->z3, cond, yes.part[i], no.part[i]);
	return yes;
}

/* A constant table, read at an index that is known in this round of the loop. */
static void load(struct walk *w, LLVMValueRef v)
{
	LLVMValueRef table = LLVMGetOperand(v, 0), item;
	unsigned i = 0;

	if (LLVMIsAGetElementPtrInst(table)) {
		LLVMValueRef last = LLVMGetOperand(table, (unsigned)LLVMGetNumOperands(table) - 1);

		if (!Z3_get_numeral_uint(w->s->z3, scalar(w, last), &i))
			smt_fail("index", v);
		table = LLVMGetOperand(table, 0);
	}
	if (!LLVMIsAGlobalVariable(table) || !LLVMIsGlobalConstant(table))
		smt_fail("load", v);
	item = LLVMGetAggregateElement(LLVMGetInitializer(table), i);
	if (!item || LLVMTypeOf(item) != LLVMTypeOf(v))
		smt_fail("table", v);
	define(w, v, (struct term){.part = {integer(w, item)}, .n = 1});
}

static void take_member(struct walk *w, LLVMValueRef v)
{
	struct term t = value(w, LLVMGetOperand(v, 0));

	if (LLVMGetNumIndices(v) != 1)
		smt_fail("struct", v);
	define(w, v, (struct term){.part = {t.part[*LLVMGetIndices(v)]}, .n = 1});
}

static void put_member(struct walk *w, LLVMValueRef v)
{
	struct term t = value(w, LLVMGetOperand(v, 0));

	if (LLVMGetNumIndices(v) != 1)
		smt_fail("struct", v);
	t.part[*LLVMGetIndices(v)] = scalar(w, LLVMGetOperand(v, 1));
	define(w, v, t);
}

static void finish(struct walk *w, LLVMValueRef v, Z3_ast here)
{
	Z3_ast ok = smt_bool(w->s, scalar(w, LLVMGetOperand(v, 0)));

	smt_claim(w->s, Z3_mk_implies(w->s->z3, here, ok));
}

static void execute(struct walk *w, LLVMValueRef v, const struct place *place)
{
	Z3_ast here = place->when;

	switch (LLVMGetInstructionOpcode(v)) {
	case LLVMPHI: return;
	case LLVMGetElementPtr: return; /* read with its load */
	case LLVMLoad: load(w, v); return;
	case LLVMBr: branch(w, v, place); return;
	case LLVMSwitch: switch_to(w, v, place); return;
	case LLVMRet: finish(w, v, here); return;
	case LLVMUnreachable: smt_claim(w->s, Z3_mk_not(w->s->z3, here)); return;
	case LLVMCall: call(w, v, here); return;
	case LLVMZExt:
	case LLVMSExt:
	case LLVMFreeze:
	case LLVMTrunc: cast(w, v); return;
	case LLVMExtractValue: take_member(w, v); return;
	case LLVMInsertValue: put_member(w, v); return;
	case LLVMSelect:
		define(w, v,
			choose(w, smt_bool(w->s, scalar(w, LLVMGetOperand(v, 0))),
				value(w, LLVMGetOperand(v, 1)), value(w, LLVMGetOperand(v, 2))));
		return;
	default: break;
	}
	if (LLVMGetNumOperands(v) != 2)
		smt_fail("instruction", v);
	define(w, v,
		(struct term){.part = {smt_binary(w->s, v, scalar(w, LLVMGetOperand(v, 0)),
				      scalar(w, LLVMGetOperand(v, 1)), here)},
			.n = 1});
}

static void merge_phis(
	struct walk *w, const struct block *b, Z3_ast cond, struct term *yes, const struct term *no)
{
	for (unsigned i = 0; i < b->n_phis; i++)
		yes[i] = choose(w, cond, yes[i], no[i]);
}

/* Two edges that are the two ways of one branch are one that does not know of it. */
static bool merge_branch(struct walk *w, struct block *b)
{
	for (struct edge *e = b->edges; e; e = e->next) {
		for (struct edge **at = &b->edges; *at; at = &(*at)->next) {
			const struct path *p = e->path, *q = (*at)->path;

			if (!p->from || p->from != q->from || p->cond != q->cond || !p->taken ||
				q->taken)
				continue;
			merge_phis(w, b, p->cond, e->phis, (*at)->phis);
			e->path = p->from;
			*at = (*at)->next;
			return true;
		}
	}
	return false;
}

/* All edges that arrived, merged: the block's condition and its phis. */
static struct place enter(struct walk *w, struct block *b)
{
	LLVMValueRef phi = LLVMGetFirstInstruction(b->bb);
	struct place here = {.n = 0};
	struct term *phis;

	while (merge_branch(w, b))
		;
	here.when = b->edges->path->when;
	phis = b->edges->phis;
	for (struct edge *e = b->edges; e; e = e->next) {
		if (here.n < MAX_PATHS)
			here.paths[here.n] = e->path;
		if (!here.n++)
			continue;
		here.when = smt_or(w->s, here.when, e->path->when);
		merge_phis(w, b, e->path->when, e->phis, phis);
		phis = e->phis;
	}
	if (here.n > MAX_PATHS) {
		here.paths[0] = whole_path(here.when);
		here.n = 1;
	}
	for (unsigned i = 0; i < b->n_phis; i++, phi = LLVMGetNextInstruction(phi))
		define(w, phi, phis[i]);
	b->edges = NULL;
	return here;
}

static void run_block(struct walk *w, struct block *b)
{
	struct place here = enter(w, b);

	if (b->runs++ == SMT_UNROLL) {
		smt_claim(w->s, Z3_mk_not(w->s->z3, here.when));
		return;
	}
	for (LLVMValueRef v = LLVMGetFirstInstruction(b->bb); v; v = LLVMGetNextInstruction(v))
		execute(w, v, &here);
}

static void prepare(struct walk *w, LLVMValueRef function)
{
	LLVMBasicBlockRef bb;
	size_t insns = 0;

	for (bb = LLVMGetFirstBasicBlock(function); bb; bb = LLVMGetNextBasicBlock(bb)) {
		struct block *b = &w->blocks[w->n_blocks++];
		LLVMValueRef v = LLVMGetFirstInstruction(bb);

		if (w->n_blocks == MAX_BLOCKS)
			smt_fail("number of blocks", NULL);
		b->bb = bb;
		for (; v; v = LLVMGetNextInstruction(v), insns++)
			b->n_phis += LLVMIsAPHINode(v) != NULL;
	}
	w->n_slots = 2 * insns + 16;
	w->slots = calloc(w->n_slots, sizeof(*w->slots));
	smt_order(w);
}

void smt_translate(struct smt *s, LLVMValueRef function)
{
	struct walk *w = calloc(1, sizeof(*w));
	struct block *next;

	w->s = s;
	prepare(w, function);
	add_edge(w, NULL, w->blocks[0].bb, whole_path(Z3_mk_true(s->z3)));
	for (;;) {
		next = NULL;
		for (unsigned i = 0; i < w->n_blocks; i++)
			if (w->blocks[i].edges && (!next || w->blocks[i].order > next->order))
				next = &w->blocks[i];
		if (!next)
			break;
		run_block(w, next);
	}
	free(w->slots);
	free(w);
}
