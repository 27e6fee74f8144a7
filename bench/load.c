// SPDX-License-Identifier: MIT
/*
 * What rk_rt_load costs in the user port: one signed image in, the installed program out, and how
 * much of it is the Ed25519 signature alone. Keys are made for the run.
 */
#include <stdio.h>
#include <string.h>
#include "loader.h"
#include "measure.h"

static const struct {
	const char *path, *program;
} subjects[] = {
	{RK_BENCH_KERNELS, "empty"},
	{RK_BENCH_KERNELS, "fir"},
	{RK_BENCH_KERNELS, "interlock"},
	{RK_BENCH_EXAMPLES "/imu_clip.bpf.o", "imu_clip"},
	{RK_BENCH_EXAMPLES "/motor_trace.bpf.o", "motor_trace"},
	{RK_BENCH_EXAMPLES "/loop_jitter.bpf.o", "loop_jitter"},
};

static double load_once(struct bench_loader *l, const struct rk_image *im)
{
	struct rk_program *p;
	const char *why = "";
	double start = cpu_ns(), t;

	if (rk_rt_load(&l->rt, im->bytes, im->size, &p, &why)) {
		fprintf(stderr, "not loaded: %s\n", why);
		return -1;
	}
	t = cpu_ns() - start;
	rk_rt_unload(p);
	return t;
}

static double verify_once(const struct bench_loader *l, const struct rk_image *im)
{
	u8 msg[RKB_DOMAIN_SIZE + sizeof(im->header)];
	double start;
	int err;

	memcpy(msg, RKB_DOMAIN, RKB_DOMAIN_SIZE);
	memcpy(msg + RKB_DOMAIN_SIZE, &im->header, sizeof(im->header));
	start = cpu_ns();
	err = rk_ed25519_verify(im->sig[0].sig, msg, sizeof(msg), l->pub.pk);
	return err ? -1 : cpu_ns() - start;
}

static int measure(struct bench_loader *l, u32 i, u32 rounds)
{
	struct series load = {0}, sig = {0};
	struct rk_image im;

	if (bench_object_read(&l->o, subjects[i].path) || bench_image(l, subjects[i].program, &im))
		return -1;
	for (u32 k = 0; k < rounds; k++) {
		double a = load_once(l, &im), b = verify_once(l, &im);

		if (a < 0 || b < 0)
			return -1;
		series_add(&load, a / 1e3);
		series_add(&sig, b / 1e3);
	}
	printf("%-12s %8zu %9.0f %9.0f %9.0f %6.0f%%\n", subjects[i].program, im.size,
		series_median(&load), series_median(&sig),
		series_median(&load) - series_median(&sig), 100 * series_spread(&load));
	bench_object_free(&l->o);
	return 0;
}

int bench_load(u32 rounds)
{
	static struct bench_loader l;

	if (bench_loader_begin(&l))
		return 1;
	printf("%-12s %8s %9s %9s %9s %7s\n", "program", "bytes", "load us", "of it sig",
		"the rest", "spread");
	for (u32 i = 0; i < RK_ARRAY_SIZE(subjects); i++)
		if (measure(&l, i, rounds))
			return 1;
	printf("medians of %u rounds, thread CPU time, user port\n", rounds);
	rk_rt_fini(&l.rt);
	return 0;
}
