/* SPDX-License-Identifier: MIT */
/*
 * From LLVM IR to SMT bit-vectors: one function without memory or calls, its loops unrolled as far
 * as their conditions can hold. What the translator does not know ends the program with a message:
 * nothing is skipped. The context owns every term.
 */
#ifndef RK_PROOF_SMT_H
#define RK_PROOF_SMT_H

#include <stdbool.h>
#include <llvm-c/Core.h>
#include <z3.h>

/* A part of the proof: to be proved, or used if it can be. */
struct smt_step {
	Z3_ast truth;
	bool claim, first; /* first of the parts of one thing that is tried */
	bool split, paths; /* to be proved case by case, path by path */
	unsigned n_facts;  /* what was assumed before it */
};

enum {
	SMT_STEPS = 1024,
	SMT_FACTS = 4096,
	SMT_NAMES = 4096,
	SMT_UNROLL = 66,
	SMT_BROKEN = 9
}; /* the last: exit code */

struct smt {
	Z3_context z3;
	Z3_ast claim; /* what the function returns is true, on every path */
	/* In order: rk_claim() and rk_try(), that no behaviour is undefined, that loops end where
	 * they are unrolled to, that the function returns true. */
	struct smt_step steps[SMT_STEPS];
	unsigned n_steps;
	Z3_ast facts[SMT_FACTS]; /* rk_assume() where it is reached */
	unsigned n_facts;
	Z3_ast split; /* rk_cases(): proved for each number below split_n */
	unsigned split_n;
	Z3_ast names[SMT_NAMES];
	const char *labels[SMT_NAMES];
	unsigned n_names;
	bool opaque; /* products and quotients are uninterpreted functions */
};

void smt_fail(const char *what, LLVMValueRef v) __attribute__((noreturn));
/* What must hold; nothing where it plainly does. */
void smt_claim(struct smt *s, Z3_ast truth);
void smt_assume(struct smt *s, Z3_ast truth);
void smt_translate(struct smt *s, LLVMValueRef function);

/* The arithmetic half: one instruction whose operands are terms. */
/* The condition of a choice between numbers that truth depends on; NULL: there is none. */
Z3_ast smt_condition(struct smt *s, Z3_ast truth);
Z3_ast smt_binary(struct smt *s, LLVMValueRef insn, Z3_ast a, Z3_ast b, Z3_ast here);
Z3_ast smt_intrinsic(struct smt *s, const char *name, LLVMValueRef call, Z3_ast *args);
Z3_ast smt_bool(struct smt *s, Z3_ast bit);
Z3_ast smt_bit(struct smt *s, Z3_ast truth);
Z3_ast smt_and(struct smt *s, Z3_ast a, Z3_ast b);
Z3_ast smt_or(struct smt *s, Z3_ast a, Z3_ast b);
Z3_ast smt_number(struct smt *s, unsigned bits, unsigned long long x);

#endif
