/* SPDX-License-Identifier: MIT */
/*
 * One call of a helper while its arguments are checked: what they told, for its effects and its
 * result. Private to call.c and to the files that judge kinds of arguments of their own. Checks
 * return false after reporting; they change nothing but the call.
 */
#ifndef RK_CALL_H
#define RK_CALL_H

#include "an.h"

/* What one call's arguments told. */
struct rk_call {
	const struct rk_helper_row *row;
	u32 map; /* obj of the MAP argument */
	bool has_map;
	bool sockets; /* its elements are sockets */
	u64 bytes;    /* sized arguments, keys and values: for the cost */
	s64 const_size;
	u32 release; /* reference given back, 0 */
	u32 n_out;
	struct {
		struct rk_access x;
		s64 sure; /* bytes certainly written */
	} out[5];
	bool calls_back;
	u32 func;
	struct rk_made { /* obj 0: none; made by the call */
		u32 frame, obj;
		s64 off;
	} made;
	struct rk_reg
		used; /* OBJECT: first slot of what an argument named, at used_frame, used_off */
	u32 used_frame;
	s64 used_off;
	struct rk_kfield field; /* KPTR_FIELD */
	struct rk_holds graph;  /* LIST, TREE */
	u32 given, owned;       /* NODE_GIVEN, SHARED: their references, 0 */
	struct rk_reg buffer;   /* SLICE_BUFFER */
	bool packet;            /* the first argument is a dynptr to a packet */
	bool ends;              /* the call ends it */
	struct rk_val key;      /* MAP_KEY of 4 bytes, where it is known */
	bool key_known;
};

/* call.c: "argument 1 (r1) is ...; bpf_... takes `need`" */
bool rk_bad_arg(struct rk_an *a, u32 reg, const char *need);
bool rk_arg_is_null(const struct rk_reg *r);
/* It must be given back from now on; false: too much is held. */
bool rk_call_hold(struct rk_an *a, u32 id);
u32 rk_target_struct(const struct rk_an *a, const char *name);

/* object.c: the kernel's objects on the stack */
bool rk_arg_on_stack(struct rk_an *a, struct rk_call *c, u32 reg);
/* Does nothing live that only the section of RCU kept, which ended? */
bool rk_check_section_iterators(struct rk_an *a);
bool rk_object_effects(struct rk_an *a, struct rk_call *c); /* false: too much is held */
void rk_object_next(struct rk_an *a, const struct rk_call *c, struct rk_reg *r);
void rk_object_slice(struct rk_an *a, const struct rk_call *c, bool writable, struct rk_reg *r);

/* kptr.c: kernel pointers in map values */
bool rk_arg_kptr(struct rk_an *a, struct rk_call *c, u32 reg);
struct rk_reg rk_kptr_old(struct rk_an *a, const struct rk_call *c);

bool rk_kptr_graph(const struct rk_an *a, const struct rk_reg *r, struct rk_holds *g);
/* May what `owner` points into own an object of this type, by a pointer or else by a head? */
bool rk_may_own(struct rk_an *a, const struct rk_reg *owner, u32 type, bool by_pointer);
struct rk_map_def rk_alloc_layout(const struct rk_an *a, u32 type); /* as of a map's value */
bool rk_alloc_has(const struct rk_an *a, u32 type, u8 field);

/* policy.c: may a program of this hook, or that sleeps, work on such a map? */
bool rk_check_map(struct rk_an *a, const struct rk_map_def *m);

/* packet.c: is the memory there for as long as the helper reads it? */
bool rk_check_stays(struct rk_an *a, const struct rk_call *c, u32 reg);
/* kobject.c: options of a connection have room for the error. */
bool rk_check_options(struct rk_an *a, const struct rk_call *c, u32 reg);

/* sock.c: sockets, as struct bpf_sock */
bool rk_arg_sock(struct rk_an *a, struct rk_call *c, u32 reg);
bool rk_arg_put_socket(struct rk_an *a, u32 reg);
bool rk_serves_sockets(const struct rk_hook_row *hook, u32 helper, u32 type);
struct rk_reg rk_sock_found(struct rk_an *a, u32 type);
struct rk_reg rk_sock_result(struct rk_an *a, const struct rk_call *c);

/* lock.c */
bool rk_arg_lock(struct rk_an *a, struct rk_call *c, u32 reg);
void rk_name_value(struct rk_an *a, const struct rk_map_def *m, struct rk_reg *r);
bool rk_lock(struct rk_an *a, const struct rk_call *c);
bool rk_unlock(struct rk_an *a, const struct rk_call *c);

bool rk_holds_lock_of(const struct rk_an *a, const struct rk_reg *r); /* in the same value */
bool rk_is_locked(const struct rk_an *a, u32 ref); /* the lock in an object that is held */

/* graph.c: lists and trees */
bool rk_arg_graph(struct rk_an *a, struct rk_call *c, u32 reg);
void rk_graph_effects(struct rk_an *a, const struct rk_call *c);
bool rk_graph_result(struct rk_an *a, const struct rk_call *c, struct rk_reg *r);
void rk_graph_unlocked(struct rk_state *s); /* what was lent ends */

/* callback.c */
bool rk_check_named(struct rk_an *a, const struct rk_reg *func); /* by who has it called? */
/* A timer or a work: a field of this kind. */
bool rk_arg_later(struct rk_an *a, struct rk_call *c, u32 reg, u8 kind);

/* kobject.c: pointers to kernel objects */
bool rk_arg_object(struct rk_an *a, struct rk_call *c, u32 reg);
struct rk_reg rk_kptr_result(struct rk_an *a, const struct rk_helper_row *row);
bool rk_kern_ctx_result(struct rk_an *a, struct rk_reg *r); /* false: it is not known */

#endif
