/* SPDX-License-Identifier: MIT */
/*
 * One analysis of one program: what its passes share. Passes return false after reporting the
 * program's first error through rk_fail(); nothing runs after that. Scratch memory is the
 * arena's; facts and diagnostics live where the caller of rk_verify() said.
 */
#ifndef RK_AN_H
#define RK_AN_H

#include "live.h"
#include "rk/tables.h"
#include "state.h"
#include "verify.h"

/* How much is explored before states are joined, and loops widened. */
struct rk_budget {
	u32 states; /* per point outside loops, of one type signature */
	u32 trips;  /* visits of one loop head before its states are widened */
	u64 steps;  /* instructions before every loop is widened early */
	u64 bytes;  /* memory, after which it is, too */
};

/* No proof takes more: what needs it is refused, whatever a machine has. */
enum { RK_MEMORY_MAX = 1 << 30 };
/* Nor more work than so many instructions are, in all attempts: calls within calls multiply. */
enum { RK_STEPS_MAX = 1 << 25 };

/* What a branch makes of its operands' values on one side. */
struct rk_outcome {
	struct rk_val x, y;
};

struct rk_an {
	const struct rk_prog *p;
	const struct rk_verify_opts *opts;
	const struct rk_hook_row *hook; /* NULL for hook NONE */
	struct rk_arena *arena;         /* scratch */
	struct rk_cfg cfg;
	struct rk_live live;
	struct rk_pool pool;
	struct rk_budget budget;

	struct rk_fact *facts; /* see fact.c for their form while exploring; NULL: not wanted */
	u8 *branches;          /* per slot: RK_SAW_* */
	u32 *frame_low;        /* per function: bytes of stack used */
	bool stops;            /* as rk_result */
	u32 stop_mask;
	bool counts;   /* it has loops that may end by the kernel's count alone */
	bool may_goto; /* the program has such an instruction */
	bool catches;  /* a function of its own runs after bpf_throw */
	bool objects;  /* there may be some of the kernel's on the stack: some were made */
	bool moves_packets;
	u8 *moves; /* per function: it, or one that it calls, may move packets; NULL: none does */
	bool verify_only; /* it uses what no robot has */
	u8 *loads;        /* bits per slot: a load of own memory there; then a probe there */
	const u8 *probes; /* where loads are compiled as probes, of a pass before; NULL: none was */
	bool mixes;       /* some load does both */
	/* Per frame, slots that functions called by helpers write: as assumed, and as seen. */
	u64 runs_may_write[RK_MAX_FRAMES], runs_write[RK_MAX_FRAMES];
	bool forgot;   /* some number was forgotten for what is assumed */
	bool kptrs;    /* it accesses a kernel pointer in a map value */
	bool lends;    /* a helper reads a kernel object where it lies, unprobed */
	bool packets;  /* it has pointers into packets or to sockets, which no run can show */
	bool leaks;    /* it makes a number of an address, which only Linux's hooks allow */
	u32 ctx_bytes; /* end of the last byte of the context that is touched */

	struct rk_state s;     /* the state being stepped */
	struct rk_state other; /* for the other side of a branch, for a callback */
	struct rk_frozen *saved;
	struct rk_outcome next; /* after RK_FORK: of the fall-through */
	u32 pc;
	u64 cost; /* of the run since its node */
	u32 next_id;
	u64 body_trips; /* LOOP: how often the callback may run */
	u32 body_map;   /* ... which is once for each of its entries, or RK_NONE */
	bool ranking;   /* re-running a node: facts are complete already */

	struct rk_graph *graph;
	u32 node; /* being expanded */
	u32 via;  /* last branch of the run so far, as in struct rk_node */
	u64 steps, joins, kept_states;
	size_t peak;  /* bytes of this attempt */
	bool graphed; /* explore with a graph, whatever the program */

	struct rk_diags diags;
	struct rk_diag *error;
	bool inexact; /* the error was found in a joined state */
};

/* Are facts collected now? Where nobody wants them, or a node is run again, they are not. */
static inline bool rk_facts_wanted(const struct rk_an *a)
{
	return a->facts && !a->ranking;
}

static inline bool rk_is_late(const struct rk_an *a)
{
	return a->steps > a->budget.steps || a->arena->used > a->budget.bytes;
}

/* branches[] at pc: what this visit saw */
static inline void rk_facts_saw(struct rk_an *a, u32 what)
{
	if (rk_facts_wanted(a))
		a->branches[a->pc] |= (u8)what;
}

enum {
	RK_SAW_TAKEN = 1,
	RK_SAW_NEXT = 2,
	RK_SAW_MAYBE_NULL = 4,
	RK_SAW_OTHER_MAP = 8,
	RK_SAW_NUMBER = 16,
};

/* ---- explain.c ---- */
bool rk_fail(struct rk_an *a, int id, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* False after an error: RK_STEPS_MAX or RK_MEMORY_MAX is reached, or would be with this. */
bool rk_has_room(struct rk_an *a, size_t more);
void rk_because(struct rk_an *a, u32 insn, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* A note where the value came from: "r1 is what bpf_map_lookup_elem returned". */
void rk_note_origin(struct rk_an *a, const struct rk_reg *r, u32 reg);
void rk_note_crowd(struct rk_an *a); /* crowd.c: where states had to be joined */
void rk_note_path(struct rk_an *a);  /* the decisive branches on the way to the error */
const char *rk_kind_name(const struct rk_an *a, const struct rk_reg *r); /* "a pointer to ..." */

struct rk_access;

/* ---- fact.c ---- */
void rk_facts_init(struct rk_an *a);
void rk_facts_regs(struct rk_an *a); /* before the instruction at pc */
void rk_facts_result(struct rk_an *a, const struct rk_reg *r);
void rk_facts_access(struct rk_an *a, const struct rk_access *x);
void rk_facts_unwritten(struct rk_an *a); /* a helper reads stack bytes not written for certain */
void rk_facts_map(struct rk_an *a, u32 obj);
void rk_facts_finish(struct rk_an *a);

/* ---- check.c ---- */
enum rk_use { RK_READ, RK_WRITE, RK_ATOMIC_RMW, RK_ARG_READ, RK_ARG_WRITE };

struct rk_access {
	u8 region; /* enum rk_region */
	u8 align;
	u32 obj;    /* frame, map */
	s64 lo, hi; /* offset of the first byte */
	s64 size;
	bool uninit;
	struct rk_kfield field; /* kind 0: data */
};
/* May `size` bytes at base + off be used so? base is the content of register `reg`. */
bool rk_check_access(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off, s64 size,
	enum rk_use use, struct rk_access *out);
bool rk_check_readable(struct rk_an *a, u32 reg); /* initialised */
/* Bytes that a helper reads: written, and no addresses among them unless it prints them. */
bool rk_check_stack_bytes(struct rk_an *a, const struct rk_access *x, u32 reg, bool addresses);
bool rk_check_out_stack(struct rk_an *a, const struct rk_access *x, s64 sure, u32 reg);
bool rk_check_ctx(struct rk_an *a, struct rk_access *x, u32 reg, enum rk_use use);
const struct rk_map_def *rk_an_map(const struct rk_an *a, u32 obj);

/* ---- kernel.c: typed kernel memory and arguments ---- */
bool rk_check_kernel(
	struct rk_an *a, const struct rk_reg *base, const struct rk_access *x, u32 reg);
struct rk_reg rk_kernel_load(
	struct rk_an *a, const struct rk_reg *base, s64 off, u8 size, bool sign);
struct rk_reg rk_ctx_arg(struct rk_an *a, s64 off); /* BTF_ARGS: the argument at this offset */
u32 rk_kernel_var(const struct rk_an *a, u32 var);  /* struct type of a kernel variable, 0 */
u32 rk_ctx_args_bytes(const struct rk_an *a);
/* Does r point to a struct of this name, alone or within another, for which one of `degrees` says
 * that it lasts (RK_TRUSTED, RK_RCU, RK_WALKED)? */
bool rk_kernel_is(const struct rk_an *a, const struct rk_reg *r, const char *name, u8 degrees);
/* Where the innermost member at this offset ends; 0: there is none. */
s64 rk_kernel_member_end(const struct rk_an *a, u32 type, s64 off);
bool rk_in_rcu(const struct rk_an *a); /* may objects not be freed here? */
u8 rk_walked(const struct rk_an *a); /* flags of what is found in what is known, in such a place */
void rk_rcu_ended(struct rk_state *s); /* what lasted as long as the section is only an address */
struct rk_reg rk_kernel_ptr(struct rk_an *a, u32 type, u8 flags); /* pointer to BTF type */

/* ---- iter.c ---- */
bool rk_iter_call(struct rk_an *a, enum rk_builtin which);            /* may it be called now? */
bool rk_check_iter_write(struct rk_an *a, const struct rk_access *x); /* of the stack */

/* ---- kptr.c: kernel pointers in map values ---- */
bool rk_is_kptr_access(const struct rk_an *a, const struct rk_map_def *m, struct rk_access *x,
	bool write); /* fills x->field */
struct rk_reg rk_kptr_load(struct rk_an *a, const struct rk_access *x);
bool rk_kptr_store(struct rk_an *a, const struct rk_access *x, const struct rk_reg *v);
bool rk_alloc_is_special(const struct rk_an *a, u32 type, s64 lo, s64 end);

/* ---- object.c: the kernel's objects on the stack ---- */
bool rk_check_object_read(struct rk_an *a, const struct rk_access *x);
bool rk_check_object_write(struct rk_an *a, const struct rk_access *x);
bool rk_check_object_out(struct rk_an *a, const struct rk_access *x); /* by a helper */
bool rk_writes_dynptr(u32 helper);
void rk_packets_moved(struct rk_state *s); /* what was lent out of packets ends */
void rk_object_overwritten(struct rk_an *a, u32 frame, s64 off, s64 size);
/* Its element that was waited for is null, or is not. */
void rk_object_counts(struct rk_reg *r, bool null);
const char *rk_object_name(u32 obj);
/* A frame of s begins; one time more goes on (`ask`: can it?). */
bool rk_counts(const struct rk_insn *in); /* may_goto, or an iterator's next */
void rk_may_goto_begin(const struct rk_an *a, struct rk_state *s);
bool rk_may_goto_count(struct rk_an *a, bool ask);

/* ---- step.c, mem.c, call.c, subprog.c ---- */
enum rk_flow {
	RK_NEXT,
	RK_JUMP,
	RK_FORK,   /* both ways; s is where the jump is taken, rk_step_other() comes after */
	RK_DEAD,   /* neither: the state was empty */
	RK_RETURN, /* from a subprogram: s is the caller's, pc the instruction after the call */
	RK_SPLIT,  /* behind a helper: s, and what rk_step_other() makes of it */
	RK_LOOP,   /* a helper that calls back: `other` is the state where the callback begins */
	RK_LATER,  /* a helper that has it called later, on its own */
	RK_DONE,   /* the program ends, or a callback */
	RK_ERROR,
};
/* Effect of the instruction at pc on s. */
enum rk_flow rk_step(struct rk_an *a);
bool rk_step_alu(struct rk_an *a, const struct rk_insn *in);
enum rk_flow rk_step_cond(struct rk_an *a, const struct rk_insn *in);
enum rk_flow rk_step_may_goto(struct rk_an *a);
enum rk_flow rk_step_packet(struct rk_an *a, const struct rk_insn *in);
void rk_step_other(struct rk_an *a); /* after RK_FORK: s becomes the state of the fall-through */
bool rk_step_load(struct rk_an *a, const struct rk_insn *in);
bool rk_step_store(struct rk_an *a, const struct rk_insn *in);
bool rk_step_atomic(struct rk_an *a, const struct rk_insn *in);
bool rk_step_helper(struct rk_an *a, u32 id, enum rk_flow *flow);
void rk_save_other(struct rk_an *a); /* s, for rk_step_other() */
bool rk_step_call(struct rk_an *a, const struct rk_insn *in);
bool rk_step_exit(struct rk_an *a, bool *done);
bool rk_step_throw(struct rk_an *a); /* bpf_throw: the program ends here */
/* policy.c: may a program of this hook call the helper, whatever its arguments? */
bool rk_check_helper(struct rk_an *a, const struct rk_helper_row *row);
bool rk_may_sleep(const struct rk_an *a); /* here? */
bool rk_check_attached(struct rk_an *a);  /* attached.c: may it be where it shall? */
void rk_security_returns(const struct rk_an *a, s64 *min, s64 *max); /* ... and what of it? */
bool rk_is_session(const struct rk_an *a);
/* policy.c: may the program make a number of an address here? Then it has. */
bool rk_may_leak(struct rk_an *a);
bool rk_is_graph_call(const struct rk_helper_row *row); /* graph.c: works on a list or tree */
/* lock.c: no lock is held where this, of two parts, is called? */
bool rk_check_unlocked(struct rk_an *a, const char *prefix, const char *what);
/* callback.c: `other` becomes the state in which func begins. */
struct rk_call;
bool rk_enter_callback(struct rk_an *a, const struct rk_call *c);
/* Does the caller of the callback that runs hold this reference, record or iterator? */
bool rk_is_callers(const struct rk_state *s, u32 id);
bool rk_check_release(struct rk_an *a, u32 id);
u32 rk_callback_result(const struct rk_an *a);         /* the largest that it may return */
bool rk_check_callback_held(struct rk_an *a);          /* nothing is held that was not before */
bool rk_in_callback(const struct rk_an *a, u32 frame); /* does one run above this frame? */
bool rk_check_caller_stack(struct rk_an *a, const struct rk_access *x);
bool rk_note_stack(struct rk_an *a, u32 frame, s64 off); /* stack is used down to here */
/* r, and the nullable pointers that share its id, are known to be null, or not. */
void rk_state_resolve(struct rk_state *s, const struct rk_reg *r, bool null);
/* linked.c: x, which is in s, is known better: so are all that are linked with it. */
void rk_state_refine(struct rk_state *s, const struct rk_reg *x);
/* Gives register n, of which src is a copy, and the copy an id; false: it needs none. */
bool rk_link_name(struct rk_an *a, u32 n, struct rk_reg *src);
/* dst, a new number, is the low half of src; the same, its sign extended; src op a constant. */
void rk_link_low(struct rk_reg *dst, const struct rk_reg *src);
void rk_link_signed(struct rk_reg *dst, const struct rk_reg *src);
void rk_link_alu(struct rk_reg *dst, const struct rk_reg *src, const struct rk_insn *in,
	const struct rk_val *by);
void rk_state_release(struct rk_state *s, u32 ref);
/* All registers and stored values. */
void rk_state_each(struct rk_state *s, void (*fn)(struct rk_reg *, u32, bool), u32 id, bool flag);

/*
 * delta.c: how a value moves, for ranking. dst becomes a plus (minus) by; call it while *a is what
 * it was, dst's value may be set before or after.
 */
u8 rk_delta_lax(const struct rk_reg *r); /* which claims do not hold */
void rk_delta_add(
	struct rk_reg *dst, const struct rk_reg *a, const struct rk_val *by, u8 size, bool negate);

#endif
