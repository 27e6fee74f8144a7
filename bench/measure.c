// SPDX-License-Identifier: MIT
/* The clock, and order statistics over at most MAX_ROUNDS values. */
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "measure.h"

double cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

void pin_to_one_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	sched_setaffinity(0, sizeof(set), &set);
}

void series_add(struct series *s, double v)
{
	if (s->n < MAX_ROUNDS)
		s->v[s->n++] = v;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double quantile(const struct series *s, double q)
{
	struct series sorted = *s;

	if (!s->n)
		return 0;
	qsort(sorted.v, s->n, sizeof(double), by_value);
	return sorted.v[(u32)(q * (s->n - 1) + 0.5)];
}

double series_median(const struct series *s)
{
	return quantile(s, 0.5);
}

double series_spread(const struct series *s)
{
	double m = series_median(s);

	return m > 0 ? (quantile(s, 0.75) - quantile(s, 0.25)) / m : 0;
}
