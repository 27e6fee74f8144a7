/* SPDX-License-Identifier: MIT */
/*
 * The world of one counterexample: the program's memory, filled only when it is read, and helpers
 * that answer anything their row allows. Private to this folder.
 */
#ifndef RK_WITNESS_WORLD_H
#define RK_WITNESS_WORLD_H

#include "map.h"
#include "witness.h"

#define WORLD_NONE (~(u32)0)
#define WORLD_RCU (~(u32)0) /* owner: the section of RCU */

enum {
	WORLD_CELLS = 3,     /* values that a map has at once */
	WORLD_REGIONS = 256, /* context, kernel memory, cells, records */
	WORLD_RECORDS = 16,  /* of memory that is lent */
	WORLD_HELD = 16,
	WORLD_THINGS = 16,
	WORLD_GUARD = 4096,
	WORLD_OBJECTS = 48,
	WORLD_OBJECT = 1 << 14, /* bytes of each: distance of the addresses that the kernel gives */
	WORLD_CONTEXT = 4096,
	WORLD_ANSWERS = 512,
	WORLD_FUEL = 20000,
	WORLD_BYTES = 32 << 20,
	WORLD_LOW_BYTES = 5 * 4096,
};

struct world_region {
	u16 *known;        /* per byte: the run that gave it its content, 0xffff for constants */
	u32 object, owner; /* owner: it ends with that object on the stack; 0: it does not */
	u8 asked;
	const struct rk_map_def *def; /* of a map's value */
	bool packet;                  /* ends when anything writes to a packet */
	u32 type;    /* of memory that the program allocated, in the object's BTF */
	u8 sock;     /* a socket, of which kind; 0: it is none */
	u64 sock_of; /* ... which ends with this one */
	bool listed; /* ... which is in a list or tree whose lock is held */
};

/* A part of a value that is the kernel's. */
struct world_field {
	u32 type;
	u8 kind;    /* enum rk_field_kind */
	bool whole; /* the bytes asked about are all of it */
};

struct world_map {
	struct rk_map handle; /* what programs see of the map: an address */
	const struct rk_map_def *def;
	u8 *cell[WORLD_CELLS];
	u32 inner; /* index of the inner map, WORLD_NONE */
};

/* What must be given back before the program ends, in the order in which it was taken. */
enum world_holding {
	HOLD_RECORD,
	HOLD_ITER,   /* of the loop over numbers, which is code: eight bytes of the stack */
	HOLD_OBJECT, /* of the kernel */
	HOLD_THING,  /* an object of the kernel on the stack */
	HOLD_RCU,
	HOLD_PREEMPT,
	HOLD_LOCK,
};

struct world_held {
	u64 at;
	u8 kind; /* enum world_holding */
};

enum world_object_state {
	OBJECT_NONE, /* no address of it was given */
	OBJECT_LENT,
	OBJECT_WEAK, /* perhaps about to be freed: not for kernel functions */
	OBJECT_HELD,
	OBJECT_GONE,
	OBJECT_VARIABLE,
	OBJECT_READABLE, /* an address that is only good to be read from */
};

struct world_object {
	u32 type;         /* in the target's BTF; 0: unknown */
	const char *name; /* of its struct; NULL: unknown */
	u8 state;         /* enum world_object_state */
	u32 owner;        /* it ends with that iterator; 0: it does not */
};

/* An object of the kernel on the stack: dynptr, iterator, saved flags of interrupts. */
struct world_thing {
	u64 at;
	u32 bytes;
	const struct rk_helper_row *row; /* that made it */
	u8 kind;                         /* RK_ARG_DYNPTR_NEW, ... */
	u32 id;                          /* copies of a dynptr have the same */
	bool sized;
	u64 size; /* of the memory that a dynptr names, where that is known */
};

/* A helper that calls back, while its function runs. */
struct world_back {
	const struct rk_helper_row *row;
	u32 helper;
	struct world_map *map; /* whose elements; NULL: only counts */
	u64 context, done, trips;
	s64 error; /* it refuses, and calls nothing */
	u32 target;
	u8 *key;
	u32 n_held, frame;
};

struct world {
	const struct rk_prog *p;
	struct rk_arena *arena;
	const struct rk_hook_row *hook;
	struct rk_env *env;
	struct world_map *maps;
	u32 n_maps;
	struct rk_interp_region regions[WORLD_REGIONS];
	struct world_region about[WORLD_REGIONS];
	u32 n_regions, n_fixed; /* records come after the fixed ones */
	struct rk_interp in;
	struct rk_interp_hooks hooks;
	struct rk_interp_result result;
	u8 *block; /* all of the program's memory, at the same address every time */
	u64 used;
	u8 *stack, *context, *kernel, *low;
	u64 packet_at[2];         /* where the packet may lie */
	u32 packet, packet_moves; /* packet: its first region, 0: there is none */

	struct rk_witness *witness; /* answers: given ones first, then recorded */
	u32 given;                  /* how many are given */
	bool strict;                /* what is asked must be what is given */
	u64 random;

	/* of the run */
	u16 run;
	u16 known[RK_INTERP_STACK], written[RK_INTERP_STACK];
	u16 saved[RK_INTERP_STACK], broken[RK_INTERP_STACK]; /* bytes of a stored address */
	u16 set[RK_MAX_FRAMES];                              /* registers that hold something */
	u16 nulls[RK_MAX_FRAMES]; /* registers that hold null where an address was asked for */
	struct world_held held[WORLD_HELD];
	u32 n_held;
	struct world_object objects[WORLD_OBJECTS];
	struct world_thing things[WORLD_THINGS];
	u32 n_things, n_ids;
	struct world_back backs[RK_MAX_FRAMES];
	u32 n_backs;
	bool begins;  /* the helper that ran last calls back */
	bool settled; /* registers and frames are already those behind the last instruction */
	u32 depth, asked, last;
	u32 helper;
	bool diverged;
	const char *fault;
	u32 fault_insn;
	/* how far along the way; what the first wrong branch lacked */
	const struct rk_way *way;
	u32 passed;
	u32 lacking;
	u64 short_by; /* what one side of it would have to move by */
	bool started, left, arrived;
	u32 target;
};

/* False: the program's memory is more than a search is worth. End what was made in any case. */
void world_end(struct world *w);
bool world_make(struct world *w, struct rk_arena *a, const struct rk_prog *p);
/* True where the run faults at some instruction: w->fault_insn. */
bool world_run(struct world *w);
u64 world_ask(struct world *w, u8 asked, u32 object, s64 offset, u8 size);
u64 world_random(struct world *w);
bool world_fault(struct world *w, const char *what); /* false, for hooks */

/* memory */
bool world_owns(const struct world *w, u64 address, u64 size, bool write);
/* Give bytes without content one before they are read. */
void world_fill(struct world *w, u64 address, u64 size);
/* About to be written: part of an address saved on the stack. False: that is the fault. */
bool world_may_overwrite(struct world *w, u64 address, u64 size);
/* All of a stored value: an address, or none. */
void world_saved(struct world *w, u64 address, u64 value, bool null);
bool world_is_broken(const struct world *w, u64 address, u64 size);
/* The program wrote here, or (forget) a helper wrote anything. */
void world_wrote(struct world *w, u64 address, u64 size, bool forget);
/* The value of a map that this address is in, and where; NULL: none. */
const struct rk_map_def *world_value_at(const struct world *w, u64 address, s64 *off);
bool world_was_written(const struct world *w, u64 address, u64 size);
/* Memory for as long as the program holds what it belongs to; NULL: no more is to be had. */
u8 *world_lend(struct world *w, u64 size, u8 asked, u32 object, bool write);
u32 world_region_of(const struct world *w, u64 address);
void world_release(struct world *w, u32 region);

/* protocol.c: what is held, and iterators, which are used as they may be and not written to. */
bool world_hold(struct world *w, u8 kind, u64 at);
u32 world_held(const struct world *w, u8 kind, u64 at); /* WORLD_NONE */
bool world_give_back(struct world *w, u8 kind, u64 at, const char *none);
bool world_throws(void *data, u32 id);
bool world_may_end(struct world *w); /* the program, or a function that a helper calls */
bool world_iter_call(struct world *w, u32 target, u64 address);
bool world_iter_write(struct world *w, u64 address, u64 size);
/* back.c */
bool world_back_begin(
	struct world *w, const struct rk_helper_row *row, struct world_map *m, const u64 a[5]);
bool world_goes_on(void *data); /* may_goto */
bool world_callback(void *data, bool returned, u64 *r0, u32 *target, u64 args[5]);
u32 world_held_before(const struct world *w);  /* the innermost function that a helper calls */
bool world_is_callback(const struct world *w); /* does the innermost frame belong to one? */
/* watch.c: frames and registers when functions are called by helpers. */
void world_enter(struct world *w, u16 set);
void world_left(struct world *w);
void world_left_helper(struct world *w);

/* objects.c: objects of the kernel, at addresses that programs only read from. */
u64 world_object_new(struct world *w, u64 pick, const char *name, u32 type, u8 state, u32 owner);
void world_objects_ended(struct world *w, u32 owner);
u64 world_object_cast(struct world *w, u32 type);
u64 world_object_any(struct world *w, u64 pick); /* of a type that nobody knows */
u64 world_context_object(struct world *w, s64 off, u64 v, bool *is); /* argument of a typed hook */
bool world_is_part_of_object(const struct world *w, u64 address, u64 size);
u64 world_member_object(struct world *w, u64 address, u64 v, bool *is);
bool world_object_is_memory(struct world *w, u64 address, u64 size); /* helpers may read it */
void world_rcu_ended(struct world *w);
u64 world_variable(void *data, u32 ref);
bool world_object_write(struct world *w, u64 address, u64 size);
bool world_object_read(struct world *w, u64 address, u64 size);
/* An argument of this kind; none of objects: *is is false. */
bool world_object_arg(struct world *w, u8 kind, u64 v, bool *is);
bool world_object_release(struct world *w, u8 kind, u64 v);
bool world_object_is_held(struct world *w, u64 v, const char *name);

/* types.c */
enum { WORLD_KEPT_TRUSTED = 1, WORLD_KEPT_RCU = 2, WORLD_NULLABLE = 4 };
u32 world_pointee(const struct rk_btf *b, u32 id); /* 0: points to no struct */
u32 world_enclosed(const struct rk_btf *b, u32 id, s64 *off);
bool world_open_ended(const struct rk_btf *b, u32 id);
u32 world_member(const struct rk_btf *b, u32 id, s64 off); /* the struct that it points to */
/* Is it a pointer, to whatever? */
bool world_member_points(const struct rk_btf *b, u32 id, s64 off);
s64 world_member_end(const struct rk_btf *b, u32 id, s64 off);
u8 world_lasting(const struct rk_btf *b, u32 id, s64 off);

/* fields.c: parts of values that are the kernel's, and memory that programs allocate. */
bool world_field_access(struct world *w, u64 address, u64 size, bool write, bool helper);
u64 world_field_load(struct world *w, u64 address, u64 v, bool *is);
bool world_field_is(const struct world *w, u64 address, u8 kind); /* does one begin there? */
bool world_field_arg(struct world *w, u8 kind, u32 k, const u64 a[5], bool *is);
u64 world_field_old(struct world *w, u64 place, u64 v);
void world_field_release(struct world *w, u8 kind, u64 v);
u64 world_alloc(struct world *w, u32 type);

/* packet.c */
/* sock.c */
u64 world_sock_of_packet(struct world *w, u64 v);
u64 world_sock_found(struct world *w, u32 map, u64 v);
u64 world_sock_result(struct world *w, const struct rk_helper_row *row, u64 of, u64 v);
bool world_sock_map(const struct world *w, u32 helper, u32 map);
bool world_sock_arg(struct world *w, u8 kind, u64 v, bool *is);
void world_sock_release(struct world *w, u8 kind, u64 v);
bool world_sock_is(const struct world *w, u64 address);
bool world_sock_access(struct world *w, u64 address, u64 size, bool write);

/* graph.c */
bool world_graph_arg(struct world *w, u8 kind, u32 k, const u64 a[5], bool *is);
void world_graph_given(struct world *w, u8 kind, u64 v);
u64 world_graph_result(struct world *w, u8 ret, const u64 a[5], u64 v);
void world_graph_unlocked(struct world *w);

bool world_packet_make(struct world *w);
void world_packet_begin(struct world *w, bool whole); /* whole: all of its memory */
u64 world_packet_field(struct world *w, s64 off, u64 v);
bool world_packet_context(struct world *w, u64 at, u64 size, bool write);
bool world_packet_takes(struct world *w, u64 address);
bool world_packet_load(void *data, u8 size, u64 *bytes);
bool world_packet_atomic(struct world *w, u64 address);
void world_packet_moved(struct world *w);
void world_packet_called(struct world *w, u32 id);
bool world_packet_moves(const struct world *w, u32 id);

/* things.c: objects of the kernel on the stack. */
bool world_thing_arg(
	struct world *w, const struct rk_helper_row *row, u32 k, const u64 a[5], bool *is);
bool world_thing_stays(struct world *w, const struct rk_helper_row *row, const u64 a[5], u32 k);
bool world_thing_effects(struct world *w, const struct rk_helper_row *row, const u64 a[5]);
u64 world_thing_slice(struct world *w, const struct rk_helper_row *row, const u64 a[5]);
u64 world_thing_next(struct world *w, const struct rk_helper_row *row, const u64 a[5], u64 v);
bool world_thing_access(struct world *w, u64 address, u64 size, bool write);
void world_things_forget(struct world *w); /* those of frames that are left */

rk_helper_fn world_helper(void *data, u32 id);
bool world_step(void *data, u32 insn, const u64 regs[11]);

#endif
