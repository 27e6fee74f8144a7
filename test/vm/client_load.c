/* SPDX-License-Identifier: MIT */
/* Commands of rkclient about loading: damaged images, images that change meanwhile, many times. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client.h"

/*
 * bad FILE STEP: every STEP-th bit of a good image flipped in turn, and every shorter length, must
 * be refused by a load. Only side data is left alone: it is not loaded.
 */
int bad(char **arg)
{
	struct rk_uapi_load l;
	size_t n, signed_bytes, step = (size_t)atoi(arg[1]);
	u8 *p = read_file(arg[0], &n);
	unsigned long tried = 0;
	u32 side;

	if (!step)
		return 2;
	memcpy(&side, p + 8 + 72 + 20, sizeof(side)); /* one signature, then the header */
	signed_bytes = n - side;
	for (size_t bit = 0; bit < signed_bytes * 8; bit += step, tried++) {
		p[bit / 8] ^= (u8)(1 << bit % 8);
		if (!load_bytes(RK_IOC_LOAD, p, n, &l)) {
			printf("accepted with bit %zu flipped\n", bit);
			return 1;
		}
		p[bit / 8] ^= (u8)(1 << bit % 8);
	}
	for (size_t len = 0; len < signed_bytes; len++, tried++) {
		if (!load_bytes(RK_IOC_LOAD, p, len, &l)) {
			printf("accepted with %zu bytes\n", len);
			return 1;
		}
	}
	printf("refused %lu\n", tried);
	return 0;
}

/* cycle FILE N: load, attach, detach, unload. */
int cycle(char **arg)
{
	size_t n;
	u8 *p = read_file(arg[0], &n);

	for (int i = atoi(arg[1]); i > 0; i--) {
		struct rk_uapi_load l;
		struct rk_uapi_act a = {.id = 0};

		if (load_bytes(RK_IOC_LOAD, p, n, &l))
			return refused("load", l.why);
		a.id = l.id;
		if (ioctl(device, RK_IOC_ATTACH, &a) || ioctl(device, RK_IOC_DETACH, &a) ||
			ioctl(device, RK_IOC_UNLOAD, &a))
			return refused("cycle", a.why);
	}
	return 0;
}

enum { SIGNED = 8 + 72, PAYLOAD_SHA3 = SIGNED + 96 }; /* one signature, then the header */

/* Every byte of the image differs for a moment, and then is right again. */
static void keep_changing(volatile u8 *p, size_t n)
{
	for (size_t i = 0;; i = (i + 7) % n) {
		p[i] ^= 0x20;
		for (volatile int wait = 0; wait < 2000; wait++)
			;
		p[i] ^= 0x20;
		for (volatile int wait = 0; wait < 2000; wait++)
			;
	}
}

static int is_the_good_one(u32 id, const u8 *good)
{
	struct rk_uapi_prog p = {.id = id - 1};

	return !ioctl(device, RK_IOC_PROG_NEXT, &p) && p.id == id &&
	       !memcmp(p.sha3, good + PAYLOAD_SHA3, sizeof(p.sha3));
}

/* Refused, or what is installed is the image that was signed. */
static int load_changing(const u8 *p, const u8 *good, size_t n, unsigned long *refusals)
{
	struct rk_uapi_load l;
	struct rk_uapi_act a = {.id = 0};

	if (load_bytes(RK_IOC_LOAD, p, n, &l)) {
		++*refusals;
		return 0;
	}
	a.id = l.id;
	if (!is_the_good_one(l.id, good))
		return -1;
	return ioctl(device, RK_IOC_UNLOAD, &a);
}

/*
 * mutate FILE N: another process changes the image while N loads of it run. Both outcomes must have
 * been seen, or the test has shown nothing.
 */
int mutate(char **arg)
{
	size_t n;
	const u8 *good = read_file(arg[0], &n);
	unsigned long refusals = 0, loads = strtoul(arg[1], NULL, 0), done = 0;
	u8 *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child;

	if (p == MAP_FAILED)
		return 2;
	memcpy(p, good, n);
	child = fork();
	if (!child)
		keep_changing(p, n);
	while (done < loads && !load_changing(p, good, n, &refusals))
		done++;
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	printf("loads %lu refused %lu\n", done, refusals);
	return done < loads || !refusals || refusals == done;
}
