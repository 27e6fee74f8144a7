/* SPDX-License-Identifier: MIT */
/* What a program emitted: ring-buffer records and the contents of its maps, for people or as JSON.
 */
#ifndef RK_EVENTS_H
#define RK_EVENTS_H

#include "print.h"
#include "runtime.h"
#include "types.h"

/* Print and release every record of a ring. `as`: a context struct whose fields to name, or NULL:
 * then what the blob says of the map. */
u64 rk_events_drain(struct rk_print *out, struct rk_map *ring, const struct rk_hook_row *as,
	const struct rk_types *types, u64 seq);
/* The hook whose context struct has this name. */
const struct rk_hook_row *rk_events_type(const char *ctx_name);
/* Every key with its value; per-CPU values summed where they are numbers, else each CPU's. */
void rk_events_map(struct rk_print *out, struct rk_map *m, u32 n_cpus);
/* An array of counters as bars. False: this map does not look like a histogram, nothing printed. */
bool rk_hist_draw(struct rk_print *out, struct rk_map *m, u32 n_cpus);
/* `entries` counts as bars; `named`: only where the name says that they are of powers of two. */
bool rk_hist_bars(FILE *f, const char *name, const u64 *n, u32 entries, bool named);

#endif
