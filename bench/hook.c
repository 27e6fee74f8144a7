// SPDX-License-Identifier: MIT
/*
 * What an event costs in the user port, from the hook's slot to its return: with an empty program,
 * and with one that takes the time and sends a record. The reader empties the ring between batches,
 * which is not in the figure.
 */
#include <stdio.h>
#include "loader.h"
#include "map.h"
#include "measure.h"

enum { EVENTS = 8000 };

/* Every run is timed, or one in 16, as the module does it. */
static const struct {
	const char *program, *what;
	u32 time_mask, records; /* records: of a batch */
} subjects[] = {
	{"nothing", "empty, one run in 16 timed", 15, 0},
	{"nothing", "empty, every run timed", 0, 0},
	{"record", "record, one run in 16 timed", 15, EVENTS},
	{"timed_record", "time stamp and record, one in 16", 15, EVENTS},
	{"timed_record", "time stamp and record, every run", 0, EVENTS},
};

static u32 read_all(struct rk_program *p)
{
	u32 len, n = 0;

	for (u32 i = 0; i < p->n_maps; i++)
		while (p->maps[i]->attr.type == RK_MAP_RINGBUF && rk_ring_peek(p->maps[i], &len)) {
			rk_ring_release(p->maps[i]);
			n++;
		}
	return n;
}

/* ns for each event; every record must have come. */
static double batch(struct rk_slot *slot, struct rk_program *p, u32 records)
{
	u64 event[8] = {0}, ret;
	double start = cpu_ns(), t;
	u32 came;

	for (u32 i = 0; i < EVENTS; i++)
		rk_slot_run(slot, event, &ret);
	t = (cpu_ns() - start) / EVENTS;
	came = read_all(p);
	if (came == records)
		return t;
	fprintf(stderr, "%u records came, not %u\n", came, records);
	return -1;
}

static int measure(struct bench_loader *l, u32 i, u32 rounds)
{
	struct series s = {0};
	struct rk_slot slot = {0};
	struct rk_program *p;
	struct rk_image im;
	const char *why = "";

	if (bench_object_read(&l->o, RK_BENCH_HOOK) || bench_image(l, subjects[i].program, &im))
		return -1;
	if (rk_rt_load(&l->rt, im.bytes, im.size, &p, &why) || rk_slot_attach(&slot, p)) {
		fprintf(stderr, "not loaded: %s\n", why);
		return -1;
	}
	l->rt.time_mask = subjects[i].time_mask;
	for (u32 k = 0; k < rounds; k++) {
		double t = batch(&slot, p, subjects[i].records);

		if (t < 0)
			return -1;
		series_add(&s, t);
	}
	printf("%-36s %8.1f %6.0f%%\n", subjects[i].what, series_median(&s),
		100 * series_spread(&s));
	rk_slot_detach(&slot);
	rk_rt_unload(p);
	bench_object_free(&l->o);
	return 0;
}

/* What a time stamp takes of it: the machine's. */
static void measure_clock(u32 rounds)
{
	struct series s = {0};

	for (u32 k = 0; k < rounds; k++) {
		double start = cpu_ns();

		for (u32 i = 0; i < EVENTS; i++)
			rk_plat_now_ns();
		series_add(&s, (cpu_ns() - start) / EVENTS);
	}
	printf("%-36s %8.1f %6.0f%%\n", "the clock alone", series_median(&s),
		100 * series_spread(&s));
}

int bench_hook(u32 rounds)
{
	static struct bench_loader l;

	if (bench_loader_begin(&l))
		return 1;
	printf("%-36s %8s %7s\n", "event", "ns", "spread");
	for (u32 i = 0; i < RK_ARRAY_SIZE(subjects); i++)
		if (measure(&l, i, rounds))
			return 1;
	measure_clock(rounds);
	printf("medians of %u rounds of %u events, thread CPU time, user port\n", rounds, EVENTS);
	rk_rt_fini(&l.rt);
	return 0;
}
