/* SPDX-License-Identifier: MIT */
/*
 * A world for one verified program: memory that keeps its distance, helpers that answer anything
 * their row allows, map values that others change between two instructions. Every step is held
 * against what the verifier claimed. All state is here; nothing in it outlives a run but memory.
 *
 * rkverify/witness/ plays programs in a world of its own. The two share the interpreter and the
 * .def tables alone: a judge that took its rules from the verifier would share its mistakes.
 */
#ifndef RK_CONFORMANCE_WORLD_H
#define RK_CONFORMANCE_WORLD_H

#include "interp.h"
#include "map.h"
#include "verify.h"

#define WORLD_NONE 0xffffffffu

enum {
	WORLD_CELLS = 3, /* values that a map has at once */
	WORLD_RECORDS = 16,
	WORLD_KERNEL = 8192, /* bytes of "kernel" memory, half of them addresses of itself */
	WORLD_CONTEXT = 8192,
	WORLD_ELEMENT =
		1 << 16,  /* bytes of a map iterator's key and value: as large as programs ask */
	WORLD_SLICES = 8, /* of dynptrs; an older one is forgotten */
	WORLD_REGIONS = 512,
	WORLD_FUEL = 20000 /* instructions of a run */
};

struct world_cell {
	u8 *at;
	u32 size;
	bool constant; /* .rodata */
};

struct world_map {
	struct rk_map handle; /* what programs see of the map: an address */
	const struct rk_map_def *def;
	u32 inner; /* index of the inner map, WORLD_NONE */
	struct world_cell cell[WORLD_CELLS];
};

struct world {
	const struct rk_prog *p;
	const struct rk_result *r;
	struct rk_arena *arena;
	u64 random;
	struct rk_env *env;
	struct world_map *maps;
	u32 n_maps; /* inner maps behind the object's */
	struct rk_interp_region regions[WORLD_REGIONS];
	u32 n_regions, n_fixed; /* records come after the fixed ones */
	struct rk_interp in;
	struct rk_interp_hooks hooks;
	struct rk_interp_result result;
	u8 *stack, *context, *kernel, *element, *record[WORLD_RECORDS];
	u32 slices; /* the first of WORLD_SLICES regions, of no bytes where there is no slice */

	/* of the run */
	u8 written[RK_MAX_FRAMES][RK_FRAME_BYTES]; /* stack bytes */
	u16 set[RK_MAX_FRAMES];                    /* registers that hold something */
	u32 depth; /* frames above the first, those of callbacks included */
	u32 last;  /* instruction before this one, WORLD_NONE */
	u32 helper;
	u64 executed, cost;       /* of callbacks, of helpers */
	u64 lender[WORLD_SLICES]; /* address of the dynptr that a slice is of */
	u32 n_lent;
	s32 held;        /* dynptrs of ring-buffer records that were not given back */
	bool abandoned;  /* a callback went where this world has nothing to offer */
	char wrong[256]; /* the first claim that did not hold */
};

/* Memory for the program of r; run it as often as wanted with world_run(). */
void world_make(struct world *w, struct rk_arena *a, const struct rk_prog *p,
	const struct rk_result *r, u64 seed);
/* A callback for index a1 and context a2; false: the run cannot go on. */
bool world_callback(struct world *w, u32 slot, u64 a1, u64 a2, u64 *r0);
/* True where nothing was wrong: else w->wrong says what. */
bool world_run(struct world *w);
u64 world_next(struct world *w);
u32 world_below(struct world *w, u32 n);
bool world_complain(struct world *w, u32 insn, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* world_call.c: the helper of the CALL that was met last */
rk_helper_fn world_helper(void *data, u32 id);
/* world_claims.c: hold the state before an instruction against the facts. */
bool world_step(void *data, u32 insn, const u64 regs[11]);
/* Bytes of the running stack frames: noted as written, or were they? */
void world_mark(struct world *w, u64 address, u64 size);
bool world_marked(const struct world *w, u64 address, u64 size);
/* Memory that the program owns? */
bool world_owns(const struct world *w, u64 address, u64 size, bool write);

#endif
