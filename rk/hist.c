/* SPDX-License-Identifier: MIT */
/*
 * Arrays of counters drawn as bars. A bar carries its index, and its range where the map's name
 * says what the index means: in NAME_log2, bar 0 counts the value 0 and bar n what is from 2^(n-1)
 * up to 2^n, the last one everything above too; NAME_us_log2 adds the unit. Nothing else is
 * assumed.
 */
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

/* Where the name ends in _log2: true, and the word before it if that is a unit, else "". */
static bool is_log2(const char *name, const char **unit)
{
	static const char *const units[] = {"ns", "us", "ms", "s", "bytes"};
	size_t n = strlen(name);

	*unit = "";
	if (n < 5 || strcmp(name + n - 5, "_log2"))
		return false;
	for (size_t i = 0; i < RK_ARRAY_SIZE(units); i++) {
		size_t u = strlen(units[i]);

		if (n > 5 + u && name[n - 6 - u] == '_' && !memcmp(name + n - 5 - u, units[i], u))
			*unit = units[i];
	}
	return true;
}

/* "[64, 128)": the values that bar i counts; the last bar of the map has no end. */
static void range(char *text, size_t size, u32 i, bool open)
{
	u64 from = i ? 1ull << (i - 1) : 0;

	if (open)
		snprintf(text, size, "[%llu, ...)", (unsigned long long)from);
	else if (i == 64)
		snprintf(text, size, "[2^63, 2^64)");
	else
		snprintf(text, size, "[%llu, %llu)", (unsigned long long)from, 1ull << i);
}

static void bar(FILE *f, const char *label, u64 n, u64 max)
{
	char line[WIDTH + 1];
	u32 len = (u32)((__extension__(unsigned __int128) n * WIDTH + max - 1) / max);

	memset(line, ' ', WIDTH);
	memset(line, '@', len);
	line[WIDTH] = 0;
	fprintf(f, "  %s %12llu |%s|\n", label, (unsigned long long)n, line);
}

static void row(FILE *f, u32 i, bool log2, bool open, u64 n, u64 max)
{
	char values[48], label[64];

	if (log2) {
		range(values, sizeof(values), i, open);
		snprintf(label, sizeof(label), "%-18s", values);
	} else {
		snprintf(label, sizeof(label), "[%4u]", i);
	}
	bar(f, label, n, max);
}

/* Which bars there are, and the tallest. False: all are empty. */
static bool bounds(const u64 *n, u32 entries, u32 *first, u32 *last, u64 *max)
{
	*max = 0;
	for (u32 i = 0; i < entries; i++) {
		if (!n[i])
			continue;
		*first = *max ? *first : i;
		*last = i;
		*max = *max > n[i] ? *max : n[i];
	}
	return *max;
}

bool rk_hist_bars(FILE *f, const char *name, const u64 *n, u32 entries, bool named)
{
	const char *unit;
	bool log2 = is_log2(name, &unit) && entries <= 65;
	u32 first = 0, last = 0;
	u64 max;

	if (named && !log2)
		return false;
	fprintf(f, "map %s:%s%s%s\n", name, *unit ? " (" : "", unit, *unit ? ")" : "");
	if (!bounds(n, entries, &first, &last, &max))
		fputs("  (empty)\n", f);
	for (u32 i = first; max && i <= last; i++)
		row(f, i, log2, i + 1 == entries, n[i], max);
	return true;
}

bool rk_hist_draw(struct rk_print *out, struct rk_map *m, u32 n_cpus)
{
	const struct rk_map_attr *a = rk_map_attr(m);
	u64 n[MAX_BARS];

	if (out->json || !(rk_map_row(a->type)->flags & RK_MAPF_INLINE) ||
		(a->value_size != 8 && a->value_size != 4) || a->max_entries < MIN_BARS ||
		a->max_entries > MAX_BARS)
		return false;
	for (u32 i = 0; i < a->max_entries; i++)
		n[i] = count_of(m, i, n_cpus);
	return rk_hist_bars(out->f, a->name, n, a->max_entries, false);
}
