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

enum {
	WORLD_CELLS = 3,     /* values that a map has at once */
	WORLD_REGIONS = 256, /* context, kernel memory, cells, records */
	WORLD_RECORDS = 16,
	WORLD_GUARD = 4096,
	WORLD_KERNEL = 4096,
	WORLD_OBJECT = 64, /* distance of the addresses that the kernel gives */
	WORLD_CONTEXT = 4096,
	WORLD_ANSWERS = 512,
	WORLD_FUEL = 20000,
	WORLD_BYTES = 32 << 20,
};

struct world_region {
	u16 *known; /* per byte: the run that gave it its content, 0xffff for constants */
	u32 object;
	u8 asked;
};

struct world_map {
	struct rk_map handle; /* what programs see of the map: an address */
	const struct rk_map_def *def;
	u8 *cell[WORLD_CELLS];
	u32 inner; /* index of the inner map, WORLD_NONE */
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
	u8 *stack, *context, *kernel;

	struct rk_witness *witness; /* answers: given ones first, then recorded */
	u32 given;                  /* how many are given */
	bool strict;                /* what is asked must be what is given */
	u64 random;

	/* of the run */
	u16 run;
	u16 known[RK_INTERP_STACK], written[RK_INTERP_STACK];
	u16 saved[RK_INTERP_STACK], broken[RK_INTERP_STACK]; /* bytes of a stored address */
	u16 set[RK_MAX_FRAMES];                              /* registers that hold something */
	u32 calls[RK_MAX_FRAMES];
	u64 iters[WORLD_RECORDS]; /* live iterators */
	u32 n_iters;
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
u64 world_kernel(const struct world *w, u64 pick); /* an address that the kernel gives */
bool world_owns(const struct world *w, u64 address, u64 size, bool write);
/* Give bytes without content one before they are read. */
void world_fill(struct world *w, u64 address, u64 size);
/* About to be written: part of an address saved on the stack. False: that is the fault. */
bool world_may_overwrite(struct world *w, u64 address, u64 size);
/* All of a stored value: an address, or none. */
void world_saved(struct world *w, u64 address, u64 value);
bool world_is_broken(const struct world *w, u64 address, u64 size);
/* The program wrote here, or (forget) a helper wrote anything. */
void world_wrote(struct world *w, u64 address, u64 size, bool forget);
bool world_was_written(const struct world *w, u64 address, u64 size);
u8 *world_record(struct world *w, u64 size);
u32 world_region_of(const struct world *w, u64 address);
void world_release(struct world *w, u32 region);

/* protocol.c: iterators are used as they may be, and are not written to. */
bool world_iter_call(struct world *w, u32 target, u64 address);
bool world_iter_write(struct world *w, u64 address, u64 size);
rk_helper_fn world_helper(void *data, u32 id);
bool world_step(void *data, u32 insn, const u64 regs[11]);

#endif
