/* SPDX-License-Identifier: MIT */
/* Arrays of counters drawn as bars. */
#include <string.h>

#include "events.h"

enum { MIN_BARS = 8, MAX_BARS = 1024, WIDTH = 40 };

static u64 count_of(struct rk_map *m, u32 i, u32 n_cpus)
{
	const struct rk_map_attr *a = rk_map_attr(m);
	bool per_cpu = rk_map_row(a->type)->flags & RK_MAPF_PERCPU;
	u64 sum = 0;

	for (u32 c = 0; c < (per_cpu ? n_cpus : 1); c++) {
		u64 v = 0;

		if (!rk_map_read(m, &i, &v, c))
			sum += v;
	}
	return sum;
}

static void bar(FILE *f, u32 i, u64 n, u64 max)
{
	char line[WIDTH + 1];
	u32 len = (u32)((__extension__(unsigned __int128) n * WIDTH + max - 1) / max);

	memset(line, ' ', WIDTH);
	memset(line, '@', len);
	line[WIDTH] = 0;
	fprintf(f, "  [%4u] %12llu |%s|\n", i, (unsigned long long)n, line);
}

bool rk_hist_draw(struct rk_print *out, struct rk_map *m, u32 n_cpus)
{
	const struct rk_map_attr *a = rk_map_attr(m);
	u32 first = a->max_entries, last = 0;
	u64 max = 0;

	if (out->json || !(rk_map_row(a->type)->flags & RK_MAPF_INLINE) ||
		(a->value_size != 8 && a->value_size != 4) || a->max_entries < MIN_BARS ||
		a->max_entries > MAX_BARS)
		return false;
	for (u32 i = 0; i < a->max_entries; i++) {
		u64 n = count_of(m, i, n_cpus);

		if (!n)
			continue;
		first = first < i ? first : i;
		last = i;
		max = max > n ? max : n;
	}
	fprintf(out->f, "map %s:\n", a->name);
	if (!max)
		fputs("  (empty)\n", out->f);
	for (u32 i = first; max && i <= last; i++)
		bar(out->f, i, count_of(m, i, n_cpus), max);
	return true;
}
