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
#include "smt.h"

enum { MAX_BLOCKS = 4096, MAX_PARTS = 4 };

struct term { /* a number, or the members of a small struct */
	Z3_ast part[MAX_PARTS];
	unsigned n;
};

struct edge {
	struct edge *next;
	Z3_ast when;
	struct term *phis;
};

struct block {
	LLVMBasicBlockRef bb;
	struct edge *edges;
	unsigned runs, n_phis, order;
	bool done, open;
};

struct slot { /* hash table of instruction values */
	LLVMValueRef key;
	struct term term;
};

struct walk {
	struct smt *s;
	struct block blocks[MAX_BLOCKS];
	unsigned n_blocks, next_order;
	bool (*loop)[MAX_BLOCKS]; /* loop[h]: the blocks of the loop whose header is h */
	struct slot *slots;
	size_t n_slots;
};

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
	s->steps[s->n_steps++] = step;
}

void smt_claim(struct smt *s, Z3_ast truth)
{
	truth = Z3_simplify(s->z3, truth);
	if (Z3_get_bool_value(s->z3, truth) != Z3_L_TRUE)
		add_step(s, (struct smt_step){.truth = truth, .claim = true});
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

static struct block *block_of(struct walk *w, LLVMBasicBlockRef bb)
{
	for (unsigned i = 0; i < w->n_blocks; i++)
		if (w->blocks[i].bb == bb)
			return &w->blocks[i];
	smt_fail("block", LLVMBasicBlockAsValue(bb));
}

static bool is_false(struct walk *w, Z3_ast a)
{
	return Z3_get_bool_value(w->s->z3, a) == Z3_L_FALSE;
}

/* The target's phis are read now, with the values of this round of the loop. */
static void add_edge(struct walk *w, LLVMBasicBlockRef from, LLVMBasicBlockRef to, Z3_ast when)
{
	struct block *target = block_of(w, to);
	struct edge *e;
	LLVMValueRef phi = LLVMGetFirstInstruction(to);
	unsigned n = 0;

	if (is_false(w, when))
		return;
	e = calloc(1, sizeof(*e));
	e->when = when;
	e->phis = calloc(target->n_phis + 1, sizeof(*e->phis));
	for (; LLVMIsAPHINode(phi); phi = LLVMGetNextInstruction(phi), n++)
		for (unsigned i = 0; i < LLVMCountIncoming(phi); i++)
			if (LLVMGetIncomingBlock(phi, i) == from)
				e->phis[n] = value(w, LLVMGetIncomingValue(phi, i));
	e->next = target->edges;
	target->edges = e;
}

static void branch(struct walk *w, LLVMValueRef term, Z3_ast here)
{
	LLVMBasicBlockRef bb = LLVMGetInstructionParent(term);
	Z3_context z = w->s->z3;
	Z3_ast cond;

	if (!LLVMIsConditional(term)) {
		add_edge(w, bb, LLVMGetSuccessor(term, 0), here);
		return;
	}
	cond = smt_bool(w->s, scalar(w, LLVMGetCondition(term)));
	add_edge(w, bb, LLVMGetSuccessor(term, 0), smt_and(w->s, here, cond));
	add_edge(w, bb, LLVMGetSuccessor(term, 1), smt_and(w->s, here, Z3_mk_not(z, cond)));
}

static void switch_to(struct walk *w, LLVMValueRef term, Z3_ast here)
{
	LLVMBasicBlockRef bb = LLVMGetInstructionParent(term);
	Z3_ast x = scalar(w, LLVMGetOperand(term, 0)), rest = here, is;
	Z3_context z = w->s->z3;

	for (int i = 2; i + 1 < LLVMGetNumOperands(term); i += 2) {
		is = Z3_mk_eq(z, x, integer(w, LLVMGetOperand(term, (unsigned)i)));
		add_edge(w, bb, LLVMValueAsBasicBlock(LLVMGetOperand(term, (unsigned)i + 1)),
			smt_and(w->s, here, is));
		rest = smt_and(w->s, rest, Z3_mk_not(z, is));
	}
	add_edge(w, bb, LLVMGetSwitchDefaultDest(term), rest);
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

		s->assumed = smt_and(s, s->assumed, Z3_mk_implies(s->z3, here, cond));
		return;
	}
	if (!strcmp(name, "rk_claim")) {
		smt_claim(s,
			Z3_mk_implies(s->z3, here, smt_bool(s, scalar(w, LLVMGetOperand(v, 0)))));
		return;
	}
	if (!strcmp(name, "rk_try")) {
		Z3_ast cond = smt_bool(s, scalar(w, LLVMGetOperand(v, 0)));

		add_step(s, (struct smt_step){.truth = Z3_mk_implies(s->z3, here, cond),
				    .first = LLVMConstIntGetZExtValue(LLVMGetOperand(v, 1))});
		return;
	}
	if (!strncmp(name, "rk_any", 6)) {
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

static void execute(struct walk *w, LLVMValueRef v, Z3_ast here)
{
	switch (LLVMGetInstructionOpcode(v)) {
	case LLVMPHI: return;
	case LLVMGetElementPtr: return; /* read with its load */
	case LLVMLoad: load(w, v); return;
	case LLVMBr: branch(w, v, here); return;
	case LLVMSwitch: switch_to(w, v, here); return;
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

/* All edges that arrived, merged: the block's condition and its phis. */
static Z3_ast enter(struct walk *w, struct block *b)
{
	struct edge *e = b->edges;
	Z3_ast here = e->when;
	struct term *phis = e->phis;
	LLVMValueRef phi = LLVMGetFirstInstruction(b->bb);

	for (e = e->next; e; e = e->next) {
		here = smt_or(w->s, here, e->when);
		for (unsigned i = 0; i < b->n_phis; i++)
			phis[i] = choose(w, e->when, e->phis[i], phis[i]);
	}
	for (unsigned i = 0; i < b->n_phis; i++, phi = LLVMGetNextInstruction(phi))
		define(w, phi, phis[i]);
	b->edges = NULL;
	return here;
}

static void run_block(struct walk *w, struct block *b)
{
	Z3_ast here = enter(w, b);

	if (b->runs++ == SMT_UNROLL) {
		smt_claim(w->s, Z3_mk_not(w->s->z3, here));
		return;
	}
	for (LLVMValueRef v = LLVMGetFirstInstruction(b->bb); v; v = LLVMGetNextInstruction(v))
		execute(w, v, here);
}

static void add_to_loop(struct walk *w, unsigned header, unsigned block)
{
	LLVMUseRef use;

	if (w->loop[header][block])
		return;
	w->loop[header][block] = true;
	for (use = LLVMGetFirstUse(LLVMBasicBlockAsValue(w->blocks[block].bb)); use;
		use = LLVMGetNextUse(use)) {
		LLVMValueRef user = LLVMGetUser(use);

		if (LLVMIsATerminatorInst(user) && block != header)
			add_to_loop(w, header,
				(unsigned)(block_of(w, LLVMGetInstructionParent(user)) -
					   w->blocks));
	}
}

static void find_loops(struct walk *w, unsigned i)
{
	LLVMValueRef term = LLVMGetBasicBlockTerminator(w->blocks[i].bb);

	w->blocks[i].done = w->blocks[i].open = true;
	for (unsigned k = 0; k < LLVMGetNumSuccessors(term); k++) {
		unsigned to = (unsigned)(block_of(w, LLVMGetSuccessor(term, k)) - w->blocks);

		if (w->blocks[to].open) {
			w->loop[to][to] = true;
			add_to_loop(w, to, i);
		} else if (!w->blocks[to].done) {
			find_loops(w, to);
		}
	}
	w->blocks[i].open = false;
}

/*
 * Post-order numbers, highest first to run. What leaves a loop is numbered before the loop's own
 * blocks so that it runs after every round.
 */
static void number(struct walk *w, unsigned i)
{
	LLVMValueRef term = LLVMGetBasicBlockTerminator(w->blocks[i].bb);

	w->blocks[i].done = true;
	for (unsigned h = 0; h < w->n_blocks; h++) {
		if (!w->loop[h][i])
			continue;
		for (unsigned m = 0; m < w->n_blocks; m++) {
			LLVMValueRef t = LLVMGetBasicBlockTerminator(w->blocks[m].bb);

			for (unsigned k = 0; w->loop[h][m] && k < LLVMGetNumSuccessors(t); k++) {
				unsigned to =
					(unsigned)(block_of(w, LLVMGetSuccessor(t, k)) - w->blocks);

				if (!w->loop[h][to] && !w->blocks[to].done)
					number(w, to);
			}
		}
	}
	for (unsigned k = 0; k < LLVMGetNumSuccessors(term); k++) {
		unsigned to = (unsigned)(block_of(w, LLVMGetSuccessor(term, k)) - w->blocks);

		if (!w->blocks[to].done)
			number(w, to);
	}
	w->blocks[i].order = w->next_order++;
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
	w->loop = calloc(w->n_blocks, sizeof(*w->loop));
	find_loops(w, 0);
	for (unsigned i = 0; i < w->n_blocks; i++)
		w->blocks[i].done = false;
	number(w, 0);
}

void smt_translate(struct smt *s, LLVMValueRef function)
{
	struct walk *w = calloc(1, sizeof(*w));
	struct block *next;

	w->s = s;
	s->assumed = Z3_mk_true(s->z3);
	prepare(w, function);
	add_edge(w, NULL, w->blocks[0].bb, Z3_mk_true(s->z3));
	for (;;) {
		next = NULL;
		for (unsigned i = 0; i < w->n_blocks; i++)
			if (w->blocks[i].edges && (!next || w->blocks[i].order > next->order))
				next = &w->blocks[i];
		if (!next)
			break;
		run_block(w, next);
	}
	free(w->loop);
	free(w->slots);
	free(w);
}
