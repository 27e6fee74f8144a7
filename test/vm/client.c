/* SPDX-License-Identifier: MIT */
/*
 * What of the virtual-robot tests is not rk-agent's: hostile and raw requests, one ioctl a command,
 * over the public interface (rk/uapi.h) alone; and stimuli whose cost is counted. Exit 0, 1 where
 * the module refused (its reason on stdout), 2 for bad usage.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "client.h"

int device;

int refused(const char *what, const char *why)
{
	printf("%s: %s%s%s\n", what, strerror(errno), why[0] ? ": " : "", why);
	return 1;
}

u8 *read_file(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	u8 *p = malloc(RK_MAX_BLOB + 1);

	if (!f || !p) {
		perror(path);
		exit(2);
	}
	*size = fread(p, 1, RK_MAX_BLOB + 1, f);
	fclose(f);
	return p;
}

int load_bytes(unsigned long request, const u8 *p, size_t n, struct rk_uapi_load *l)
{
	memset(l, 0, sizeof(*l));
	l->image = (uintptr_t)p;
	l->size = n;
	return ioctl(device, request, l);
}

static int check(char **arg)
{
	struct rk_uapi_load l;
	size_t n;
	u8 *p = read_file(arg[0], &n);

	return load_bytes(RK_IOC_CHECK, p, n, &l) ? refused("check", l.why) : 0;
}

static int load(char **arg)
{
	struct rk_uapi_load l;
	size_t n;
	u8 *p = read_file(arg[0], &n);

	if (load_bytes(RK_IOC_LOAD, p, n, &l))
		return refused("load", l.why);
	printf("%u\n", l.id);
	return 0;
}

static int find_map(u32 id, const char *name, struct rk_uapi_map *m)
{
	for (u32 i = 0; i < RK_MAX_MAPS; i++) {
		memset(m, 0, sizeof(*m));
		m->id = id;
		m->index = i;
		if (ioctl(device, RK_IOC_MAP_INFO, m))
			return -1;
		if (!strcmp(m->name, name))
			return 0;
	}
	return -1;
}

struct view {
	volatile u64 *consumer, *producer;
	const u8 *data;
	u32 size;
	int fd;
};

static int open_view(u32 id, const char *name, struct view *v)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct rk_uapi_ring r = {.id = id};
	struct rk_uapi_map m;

	if (find_map(id, name, &m))
		return -1;
	r.index = m.index;
	if (ioctl(device, RK_IOC_RING, &r))
		return -1;
	v->fd = r.fd;
	v->size = m.max_entries;
	v->consumer = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, r.fd, 0);
	v->producer = mmap(NULL, page + m.max_entries, PROT_READ, MAP_SHARED, r.fd, (off_t)page);
	if (v->consumer == MAP_FAILED || v->producer == MAP_FAILED)
		return -1;
	v->data = (const u8 *)v->producer + page;
	/* Only the reader's own page can be writable. */
	if (mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, r.fd, (off_t)page) != MAP_FAILED ||
		!mprotect((void *)v->producer, page, PROT_READ | PROT_WRITE))
		return errno = EPROTO, -1;
	return 0;
}

/* Records ready now; each begins with a u64 that must be the one before plus one, else -1. */
static long drain(struct view *v, u64 *expect)
{
	u64 at = *v->consumer, end = __atomic_load_n(v->producer, __ATOMIC_ACQUIRE);
	long n = 0;

	while (at < end) {
		const u8 *record = v->data + (at & (v->size - 1));
		u32 len = __atomic_load_n((const u32 *)record, __ATOMIC_ACQUIRE);
		u64 value;

		if (len & 1u << 31)
			break;
		if (!(len & 1u << 30)) {
			memcpy(&value, record + 8, sizeof(value));
			if (*expect != ~0ull && value != *expect)
				return -1;
			*expect = value + 1;
			n++;
		}
		at += ((len & ~(3u << 30)) + 15ull) & ~7ull;
		__atomic_store_n(v->consumer, at, __ATOMIC_SEQ_CST);
	}
	return n;
}

/* ring ID NAME N: wait for N records by poll, 10 s at most, in sequence. */
static int ring(char **arg)
{
	struct view v;
	u64 expect = ~0ull;
	long got = 0, want = atol(arg[2]);
	struct rk_uapi_act a = {.id = (u32)atoi(arg[0])};

	if (open_view(a.id, arg[1], &v))
		return refused("ring", "");
	while (got < want) {
		struct pollfd p = {.fd = v.fd, .events = POLLIN};
		long n = poll(&p, 1, 10000) == 1 ? drain(&v, &expect) : -1;

		if (n < 0)
			break;
		got += n;
	}
	printf("records %s\n", got >= want ? "enough" : "missing or out of sequence");
	return got < want;
}

/* pin ID NAME: can a page of the ring buffer be kept beyond its mapping? Not, where this is 0. */
static int pin(char **arg)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct view v;
	int pipes[2];

	if (open_view((u32)atoi(arg[0]), arg[1], &v) || pipe(pipes))
		return refused("pin", "");
	for (int i = 0; i < 2; i++) {
		struct iovec it = {i ? (void *)v.producer : (void *)v.consumer, page};

		errno = 0;
		if (syscall(SYS_vmsplice, pipes[1], &it, 1, 0) >= 0 || errno != EFAULT)
			return refused(i ? "the writer's page" : "the reader's page", "");
	}
	return 0;
}

/* patch FROM TO IN OUT: the file with a text that occurs exactly once exchanged for one as long. */
static int patch(char **arg)
{
	size_t n, len = strlen(arg[0]), found = 0;
	u8 *p, *at = NULL;
	FILE *f = fopen(arg[3], "wb");

	p = read_file(arg[2], &n);
	if (!f || strlen(arg[1]) != len)
		return 2;
	for (size_t i = 0; i + len <= n; i++)
		if (!memcmp(p + i, arg[0], len))
			at = p + i, found++;
	if (found == 1)
		memcpy(at, arg[1], len);
	return fwrite(p, 1, n, f) != n || fclose(f) || found != 1;
}

static int replace(char **arg)
{
	struct rk_uapi_replace r = {
		.id = (u32)atoi(arg[0]), .with = (u32)atoi(arg[1]), .flags = (u32)atoi(arg[2])};

	return ioctl(device, RK_IOC_REPLACE, &r) ? refused("replace", r.why) : 0;
}

/* swap ID N: N times back and forth between the two programs of a hook, a millisecond apart. */
static int swap(char **arg)
{
	struct rk_uapi_state s = {.id = (u32)atoi(arg[0])};

	for (int i = atoi(arg[1]); i > 0; i--, usleep(1000)) {
		struct rk_uapi_act a = {.id = s.id};

		if (ioctl(device, RK_IOC_STATE, &s))
			return refused("state", "");
		if (ioctl(device, RK_IOC_ROLLBACK, &a))
			return refused("rollback", a.why);
		s = (struct rk_uapi_state){.id = s.peer};
	}
	return 0;
}

static int freeze(char **arg)
{
	struct rk_uapi_freeze f = {.on = (u32)atoi(arg[0])};

	return ioctl(device, RK_IOC_FREEZE, &f) ? refused("freeze", "") : 0;
}

static u64 next_random(u64 *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

/* A number that a request might take seriously: small, an address of ours or not, anything. */
static u64 likely(u64 *x, const void *ours)
{
	switch (next_random(x) % 6) {
	case 0: return next_random(x) % 4;
	case 1: return next_random(x) % 64;
	case 2: return (uintptr_t)ours;
	case 3: return 0xffff888000000000 + next_random(x) % 4096;
	case 4: return next_random(x) & U32_MAX;
	default: return next_random(x);
	}
}

/*
 * What is asked for. Keys are spared, since four random ones would shut out the test's own, and so
 * is the seal, which nothing takes off.
 */
static const u32 requests[] = {RK_IOC_INFO, RK_IOC_CHECK, RK_IOC_LOAD, RK_IOC_ATTACH, RK_IOC_DETACH,
	RK_IOC_UNLOAD, RK_IOC_PROG_NEXT, RK_IOC_STATS, RK_IOC_MAP_INFO, RK_IOC_MAP_LOOKUP,
	RK_IOC_MAP_UPDATE, RK_IOC_MAP_DELETE, RK_IOC_MAP_NEXT, RK_IOC_RING, RK_IOC_REPLACE,
	RK_IOC_ROLLBACK, RK_IOC_STATE, RK_IOC_STATUS, RK_IOC_FREEZE, RK_IOC_COUNTER_NEXT,
	RK_IOC_COUNTER_RAISE, RK_IOC_MAP_POP, RK_IOC_SERIES, RK_IOC_OUTPUT_ADD, RK_IOC_OUTPUT_GET,
	RK_IOC_OUTPUT_ARM, RK_IOC_OUTPUT_STOP};

static bool spared(u32 request)
{
	u32 nr = _IOC_NR(request);

	return nr == _IOC_NR(RK_IOC_KEY_ADD) || nr == _IOC_NR(RK_IOC_KEY_LIMIT) ||
	       nr == _IOC_NR(RK_IOC_SEAL);
}

/* Most are well-formed; some have another size, some any number and direction. */
static u32 request(u64 *x)
{
	u32 r = requests[next_random(x) % RK_ARRAY_SIZE(requests)];

	if (next_random(x) % 16 == 0)
		r = _IOC(_IOC_DIR(r), RK_IOC, _IOC_NR(r), next_random(x) % 0x4000);
	else if (next_random(x) % 32 == 0)
		r = _IOC(next_random(x) % 4, RK_IOC, next_random(x) % 64, next_random(x) % 0x200);
	return spared(r) ? RK_IOC_INFO : r;
}

/*
 * fuzz SEED N: hostile requests. Whatever they say, the module must live; that it kept its books is
 * for the caller to look at.
 */
static int fuzz(char **arg)
{
	u64 x = strtoull(arg[0], NULL, 0) | 1;
	static u8 ours[4096];
	struct rk_uapi_freeze off = {.on = 0};
	unsigned long done = 0;

	for (long n = atol(arg[1]); n > 0; n--) {
		u64 words[40];
		void *to = next_random(&x) % 32 ? (void *)words : (void *)likely(&x, ours);
		u32 r = request(&x);
		bool granted;

		for (size_t i = 0; i < RK_ARRAY_SIZE(words); i++)
			words[i] = likely(&x, ours) |
				   (next_random(&x) % 2 ? likely(&x, ours) << 32 : 0);
		granted = !ioctl(device, r, to);
		done += granted;
		if (granted && _IOC_NR(r) == _IOC_NR(RK_IOC_RING) && to == words)
			close((int)words[1]);
	}
	ioctl(device, RK_IOC_FREEZE, &off);
	printf("granted %lu\n", done);
	return 0;
}

static u64 now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (u64)t.tv_sec * 1000000000 + (u64)t.tv_nsec;
}

/* The smallest system call, N times: ns a call in tenths. No file is read between two looks at the
 * clock. */
static int spin(char **arg)
{
	unsigned long n = strtoul(arg[0], NULL, 0);
	u64 start = now(CLOCK_MONOTONIC);

	for (unsigned long i = 0; i < n; i++)
		syscall(SYS_getppid);
	printf("%llu\n", (unsigned long long)(now(CLOCK_MONOTONIC) - start) * 10 / n);
	return 0;
}

/* One of two texts in turn to a file of sysfs, N times: ns a write in tenths. */
static int poke(char **arg)
{
	unsigned long n = strtoul(arg[3], NULL, 0);
	int fd = open(arg[0], O_WRONLY);
	u64 start = now(CLOCK_MONOTONIC);

	for (unsigned long i = 0; i < n; i++)
		if (pwrite(fd, arg[1 + i % 2], strlen(arg[1 + i % 2]), 0) < 0)
			return refused("poke", arg[0]);
	printf("%llu\n", (unsigned long long)(now(CLOCK_MONOTONIC) - start) * 10 / n);
	return 0;
}

/*
 * A control loop of about 1 kHz for N periods, busy for half of each: ns of processor time a
 * period. Over 1,000 periods it drifts through one period of a 250 Hz tick, so that every run has
 * the same share of what interrupts it.
 */
static int loop(char **arg)
{
	unsigned long n = strtoul(arg[0], NULL, 0);
	u64 start = now(CLOCK_PROCESS_CPUTIME_ID), wake = now(CLOCK_MONOTONIC);

	for (unsigned long i = 0; i < n; i++) {
		struct timespec at;

		for (volatile unsigned work = 0; work < 80000; work++)
			;
		wake += 1004000;
		at = (struct timespec){(time_t)(wake / 1000000000), (long)(wake % 1000000000)};
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
	}
	printf("%llu\n", (unsigned long long)(now(CLOCK_PROCESS_CPUTIME_ID) - start) / n);
	return 0;
}

/* A fixed amount of work in user space: ns of wall time. */
static int work(char **arg)
{
	unsigned long n = strtoul(arg[0], NULL, 0);
	u64 start = now(CLOCK_MONOTONIC);

	for (volatile unsigned long i = 0; i < n; i++)
		;
	printf("%llu\n", (unsigned long long)(now(CLOCK_MONOTONIC) - start));
	return 0;
}

static const struct {
	const char *name;
	int args;
	int (*run)(char **arg);
} commands[] = {
	{"spin", 1, spin},
	{"poke", 4, poke},
	{"loop", 1, loop},
	{"work", 1, work},
	{"check", 1, check},
	{"load", 1, load},
	{"bad", 2, bad},
	{"cycle", 2, cycle},
	{"mutate", 2, mutate},
	{"ring", 3, ring},
	{"pin", 2, pin},
	{"fuzz", 2, fuzz},
	{"patch", 4, patch},
	{"replace", 3, replace},
	{"swap", 2, swap},
	{"freeze", 1, freeze},
};

int main(int argc, char **argv)
{
	const char *stimuli = "spin poke loop work patch";

	device = open(RK_DEVICE, O_RDWR | O_CLOEXEC);
	if (device < 0 && !(argc > 1 && strstr(stimuli, argv[1])))
		return refused("open", "");
	for (size_t i = 0; argc > 1 && i < RK_ARRAY_SIZE(commands); i++)
		if (!strcmp(argv[1], commands[i].name) && argc == 2 + commands[i].args)
			return commands[i].run(argv + 2);
	return 2;
}
