// SPDX-License-Identifier: MIT
/* rkcc build of each example: source in, both targets verified, compiled, checked, signed. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "measure.h"
#include "sign.h"

extern char **environ;

static const char *const examples[] = {"imu_clip", "estop_gpio", "loop_jitter", "motor_trace"};

static double children_ms(void)
{
	struct rusage u;

	getrusage(RUSAGE_CHILDREN, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

/* CPU time of the process and of Clang's child, or -1. */
static double build_once(struct rk_arena *a, const char *name, const char *dir)
{
	char *argv[] = {RK_BENCH_RKCC, "build", rk_format(a, RK_BENCH_SOURCES "/%s.bpf.c", name),
		"-o", rk_format(a, "%s/out.rkb", dir), "--target", "x86_64", "--target", "aarch64",
		"--key", rk_format(a, "%s/key.sec", dir), NULL};
	posix_spawn_file_actions_t quiet;
	double start = children_ms();
	int status = 1;
	pid_t pid;

	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, argv[0], &quiet, NULL, argv, environ) == 0)
		waitpid(pid, &status, 0);
	posix_spawn_file_actions_destroy(&quiet);
	return status ? -1 : children_ms() - start;
}

static int make_key(struct rk_arena *a, const char *dir)
{
	struct rk_seckey sec;
	struct rk_pubkey pub;
	const char *why;

	return rk_key_generate(&sec, &pub, "bench") ||
	       rk_key_write_secret(a, rk_format(a, "%s/key.sec", dir), &sec, &why);
}

static int measure(struct rk_arena *a, const char *name, const char *dir, u32 rounds)
{
	struct series ms = {0};

	for (u32 k = 0; k < rounds; k++) {
		double t = build_once(a, name, dir);

		if (t < 0) {
			fprintf(stderr, "%s: rkcc failed\n", name);
			return -1;
		}
		series_add(&ms, t);
	}
	printf("%-12s %8.0f %6.0f%%\n", name, series_median(&ms), 100 * series_spread(&ms));
	return 0;
}

int bench_build(u32 rounds)
{
	char dir[] = "/tmp/rk-bench-XXXXXX";
	struct rk_arena a;
	int err = 0;

	rk_arena_init(&a);
	if (!mkdtemp(dir) || make_key(&a, dir))
		return 1;
	printf("%-12s %8s %7s\n", "example", "cpu ms", "spread");
	for (u32 i = 0; i < RK_ARRAY_SIZE(examples) && !err; i++)
		err = measure(&a, examples[i], dir, rounds);
	printf("medians of %u rounds, CPU time of rkcc and its child, both targets, signed\n",
		rounds);
	unlink(rk_format(&a, "%s/key.sec", dir));
	unlink(rk_format(&a, "%s/out.rkb", dir));
	rmdir(dir);
	rk_arena_fini(&a);
	return err != 0;
}
