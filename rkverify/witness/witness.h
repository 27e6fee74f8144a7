/* SPDX-License-Identifier: MIT */
/*
 * Counterexamples: what the outside world answers a program so that it runs into a fault. A witness
 * is the list of these answers in the order in which the program asks; with it the interpreter's
 * run is the same every time. Results live in the caller's arena; nothing is global.
 */
#ifndef RK_WITNESS_H
#define RK_WITNESS_H

#include "interp.h"
#include "obj/prog.h"

/* Whose answer a value is. */
enum rk_asked {
	RK_ASKED_CONTEXT, /* bytes of the context */
	RK_ASKED_MAP,     /* of a value of map `object` */
	RK_ASKED_STACK,   /* of what a helper wrote there, or nobody */
	RK_ASKED_RECORD,
	RK_ASKED_KERNEL,
	RK_ASKED_RESULT, /* what helper `object` returns; of pointers, whether there is one */
	RK_ASKED_KEY,    /* bytes of the key of an element */
	RK_ASKED_AGAIN,  /* does helper `object` call back once more? */
	RK_ASKED_PACKET,
	RK_N_ASKED,
};

struct rk_answer {
	u64 value;
	s64 offset; /* in the object; the stack's from r10 */
	u32 insn, object;
	u8 asked, size;
};

struct rk_witness {
	struct rk_answer *answers;
	u32 n, cap;
	u32 insn;          /* where it faults */
	const char *fault; /* what goes wrong there */
	bool changing;     /* map values change between any two reads */
};

/* The branches on the way to an error, slot * 2 + taken: from the verifier. */
struct rk_way {
	const u32 *branches;
	u32 n;
};

/*
 * Search for answers with which the program faults at insn. False: none was found in a fixed number
 * of runs, which says nothing about the program.
 */
bool rk_witness_find(struct rk_witness *out, struct rk_arena *a, const struct rk_prog *p, u32 insn,
	const struct rk_way *way);
/*
 * Run with these answers. True where it faults: insn and fault are then those of this run. False
 * with a reason where it ends well, or asks for something else than the answers say.
 */
bool rk_witness_replay(
	struct rk_witness *w, struct rk_arena *a, const struct rk_prog *p, const char **why);
const char *rk_asked_name(u8 asked);
bool rk_ret_or_null(u8 ret); /* results that are an address, or null */

#endif
