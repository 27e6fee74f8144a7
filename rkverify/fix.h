/* SPDX-License-Identifier: MIT */
/*
 * Exploration: a graph whose nodes are states at points (joins of control flow, loop heads, returns
 * of subprograms) and whose edges are runs of instructions between them. Every concrete execution
 * is a walk in the graph from node 0, or from where a function that runs later begins; a cycle is a
 * loop that stepping did not finish, for rank.c.
 */
#ifndef RK_FIX_H
#define RK_FIX_H

#include "an.h"
#include "pack.h"

struct rk_edge {
	u64 cost;             /* instructions of the run, helpers included */
	u64 trips;            /* of the callback `body` before this run's last step */
	u32 body;             /* node where the callback begins, where trips is not 0 */
	u32 map;              /* whose entries the trips are, RK_NONE: they are a number */
	u32 to, next;         /* next edge of the same node, in order of discovery */
	struct rk_moved *end; /* ranking: what is kept at the end of the run, and how it moved */
	u32 n_end;
};

struct rk_node {
	struct rk_frozen *state; /* NULL once nothing can arrive any more */
	u64 tail;                /* cost of the longest run from here that ends the program */
	u32 slot;
	u32 parent, via; /* who found it, by which branch: slot * 2 + taken, RK_NONE */
	u32 first, last; /* edges */
	u32 older;       /* next node of its group */
	u32 point;       /* RK_NONE: no other state can arrive here */
	u32 alike;       /* next node of its chain */
	u32 digest : 30; /* of the state that it was made for, which its state covers */
	u32 pending : 1;
	u32 begins : 1; /* a function that runs later begins here: no edge leads to it from its
			 * maker */
};

/* States of one point that may be joined. */
struct rk_group {
	u32 type_hash, n;
	u32 newest; /* node, of the group's point */
	u32 next;   /* of its bucket */
	u32 *alike; /* chains of nodes by digest, once there are many; NULL before */
};

struct rk_point {
	u32 slot, depth;
	u32 calls[RK_MAX_FRAMES];
	u32 next; /* of its bucket */
	bool in_loop, head;
	bool counted; /* the head of a loop that ends by the kernel's count: no exact trips */
};

/* Chains of what has one hash, by its low bits: on average no longer than one. */
struct rk_table {
	u32 *first; /* RK_NONE: there is none */
	u32 n;      /* a power of two, or 0 */
};

struct rk_graph {
	struct rk_node *nodes;
	struct rk_edge *edges;
	struct rk_group *groups;
	struct rk_point *points;
	u32 n_nodes, n_edges, n_groups, n_points;
	u32 cap_nodes, cap_edges, cap_groups, cap_points;
	struct rk_table point_table, group_table;
	u32 *heap, n_heap, cap_heap;
	u32 *place;   /* per block: loops are contiguous, callers' order inside them */
	u8 *is_point; /* per slot: states of several runs can meet here */
	s64 *rungs;   /* thresholds for widening */
	u32 n_rungs;
	bool *counted; /* per loop: it may end by the kernel's count alone */
	u32 replayed;  /* ranking: the next edge of the node that is run again */
};

/* Explore everything. False: the first error was reported. */
bool rk_fix(struct rk_an *a);
/* Run a node again with its values' movements tracked: each edge gets its `end`. False: no room. */
bool rk_fix_replay(struct rk_an *a, u32 node);

/* rank.c: worst-case cost of any walk; false: a loop is not proved to end. */
bool rk_rank(struct rk_an *a, struct rk_result *out);

/*
 * flow.c: the same in one pass for programs without cycles, and the worst case with it. False: an
 * error, or too much at once; fix.c must judge.
 */
bool rk_flow_can(const struct rk_an *a);
bool rk_flow(struct rk_an *a, u64 *worst);
/* What may still be read of s at this slot: a keep for each frame. */
void rk_keep_at(const struct rk_an *a, const struct rk_state *s, u32 slot, struct rk_keep *keep);

/* order.c: place and is_point; and rungs, for the first widening. */
void rk_order(struct rk_an *a);
void rk_find_rungs(struct rk_an *a);

#endif
