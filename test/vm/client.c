/* SPDX-License-Identifier: MIT */
/*
 * What of the virtual-robot tests is not rk-agent's: hostile and raw requests. One ioctl a command,
 * over the public interface (rk/uapi.h) alone. Exit 0, 1 where the module refused (its reason on
 * stdout), 2 for bad usage.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rk/uapi.h"

static int device;

static int refused(const char *what, const char *why)
{
	printf("%s: %s%s%s\n", what, strerror(errno), why[0] ? ": " : "", why);
	return 1;
}

static u8 *read_file(const char *path, size_t *size)
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

static int info(char **arg)
{
	struct rk_uapi_info i;

	if (ioctl(device, RK_IOC_INFO, &i))
		return refused("info", "");
	printf("keys %u programs %u arena %llu pool %llu\n", i.keys, i.programs,
		(unsigned long long)i.arena_used, (unsigned long long)i.pool_used);
	return 0;
}

/* The file is a key number and a public key in raw bytes. */
static int key(char **arg)
{
	struct rk_uapi_key k;
	size_t n;
	u8 *p = read_file(arg[0], &n);

	if (n != sizeof(k))
		return 2;
	memcpy(&k, p, sizeof(k));
	return ioctl(device, RK_IOC_KEY_ADD, &k) ? refused("key", "") : 0;
}

static int load_bytes(unsigned long request, const u8 *p, size_t n, struct rk_uapi_load *l)
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

static int act(unsigned long request, const char *what, char **arg)
{
	struct rk_uapi_act a = {.id = (u32)atoi(arg[0])};

	return ioctl(device, request, &a) ? refused(what, a.why) : 0;
}

static int attach(char **arg)
{
	return act(RK_IOC_ATTACH, "attach", arg);
}

static int detach(char **arg)
{
	return act(RK_IOC_DETACH, "detach", arg);
}

static int unload(char **arg)
{
	return act(RK_IOC_UNLOAD, "unload", arg);
}

static int stats(char **arg)
{
	struct rk_uapi_stats s = {.id = (u32)atoi(arg[0])};

	if (ioctl(device, RK_IOC_STATS, &s))
		return refused("stats", "");
	printf("runs %llu skips %llu drops %llu missed %llu\n", (unsigned long long)s.runs,
		(unsigned long long)s.skips, (unsigned long long)s.drops,
		(unsigned long long)s.missed);
	return 0;
}

static int list(char **arg)
{
	struct rk_uapi_prog p = {.id = 0};

	while (!ioctl(device, RK_IOC_PROG_NEXT, &p))
		printf("%u %s %s attached %u\n", p.id, p.name, p.section, p.attached);
	return errno == ENOENT ? 0 : refused("list", "");
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

static struct rk_uapi_elem element(const struct rk_uapi_map *m, void *k, void *v)
{
	return (struct rk_uapi_elem){.id = m->id,
		.index = m->index,
		.key_size = m->key_size,
		.value_size = m->value_size,
		.key = (uintptr_t)k,
		.value = (uintptr_t)v};
}

static u64 number(const u8 *p, u32 n)
{
	u64 v = 0;

	memcpy(&v, p, n < sizeof(v) ? n : sizeof(v));
	return v;
}

/* map ID NAME: every key and value whose sizes are at most 8 bytes, and the sum of the values. */
static int map(char **arg)
{
	struct rk_uapi_map m;
	u8 k[8], v[8], *from = NULL;
	u64 sum = 0;

	if (find_map((u32)atoi(arg[0]), arg[1], &m))
		return refused("map", "");
	if (m.key_size > sizeof(k) || m.value_size > sizeof(v))
		return 2;
	for (;; from = k) {
		struct rk_uapi_elem e = element(&m, from, k);

		e.value_size = 0;
		if (ioctl(device, RK_IOC_MAP_NEXT, &e))
			break;
		e = element(&m, k, v);
		if (ioctl(device, RK_IOC_MAP_LOOKUP, &e))
			return refused("lookup", "");
		sum += number(v, m.value_size);
		if (number(v, m.value_size))
			printf("%llu: %llu\n", (unsigned long long)number(k, m.key_size),
				(unsigned long long)number(v, m.value_size));
	}
	printf("sum %llu\n", (unsigned long long)sum);
	return errno == ENOENT ? 0 : refused("next", "");
}

static int set(char **arg)
{
	u64 k = strtoull(arg[2], NULL, 0), v = strtoull(arg[3], NULL, 0);
	struct rk_uapi_map m;
	struct rk_uapi_elem e;

	if (find_map((u32)atoi(arg[0]), arg[1], &m) || m.key_size > 8 || m.value_size > 8)
		return refused("map", "");
	e = element(&m, &k, &v);
	return ioctl(device, RK_IOC_MAP_UPDATE, &e) ? refused("update", "") : 0;
}

static int del(char **arg)
{
	u64 k = strtoull(arg[2], NULL, 0);
	struct rk_uapi_map m;
	struct rk_uapi_elem e;

	if (find_map((u32)atoi(arg[0]), arg[1], &m) || m.key_size > 8)
		return refused("map", "");
	e = element(&m, &k, NULL);
	e.value_size = 0;
	return ioctl(device, RK_IOC_MAP_DELETE, &e) ? refused("delete", "") : 0;
}

/*
 * bad FILE STEP: every STEP-th bit of a good image flipped in turn, and every shorter length, must
 * be refused by a load. Only side data is left alone: it is not loaded.
 */
static int bad(char **arg)
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
static int cycle(char **arg)
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
 * fuzz SEED N: hostile requests. Whatever they say, the module must live; that it kept its books is
 * for the caller to look at. Keys are spared: four random ones would shut out the test's own.
 */
static int fuzz(char **arg)
{
	u64 x = strtoull(arg[0], NULL, 0) | 1;
	static u8 ours[4096];
	unsigned long done = 0;

	for (long n = atol(arg[1]); n > 0; n--) {
		u64 words[40];
		u32 size = (u32)(next_random(&x) % 8 ? sizeof(words) : next_random(&x) % 0x4000);
		u32 nr = (u32)(next_random(&x) % 18);
		static const u32 sizes[] = {
			64, 40, 152, 152, 136, 136, 136, 224, 80, 72, 48, 48, 48, 48, 16};
		void *to = next_random(&x) % 32 ? (void *)words : (void *)likely(&x, ours);
		u32 dir = nr == 0 ? 2 : (nr >= 10 && nr <= 13) ? 1 : 3;

		if (nr < RK_ARRAY_SIZE(sizes) && next_random(&x) % 16)
			size = sizes[nr];
		for (size_t i = 0; i < RK_ARRAY_SIZE(words); i++)
			words[i] = likely(&x, ours) |
				   (next_random(&x) % 2 ? likely(&x, ours) << 32 : 0);
		if (nr == 1)
			continue;
		if (nr == 14 && !ioctl(device, _IOC(dir, RK_IOC, nr, size), to))
			close((int)words[1]);
		else if (nr != 14)
			done += !ioctl(device, _IOC(dir, RK_IOC, nr, size), to);
	}
	printf("granted %lu\n", done);
	return 0;
}

static const struct {
	const char *name;
	int args;
	int (*run)(char **arg);
} commands[] = {
	{"info", 0, info},
	{"key", 1, key},
	{"check", 1, check},
	{"load", 1, load},
	{"attach", 1, attach},
	{"detach", 1, detach},
	{"unload", 1, unload},
	{"stats", 1, stats},
	{"list", 0, list},
	{"map", 2, map},
	{"set", 4, set},
	{"del", 3, del},
	{"bad", 2, bad},
	{"cycle", 2, cycle},
	{"ring", 3, ring},
	{"fuzz", 2, fuzz},
};

int main(int argc, char **argv)
{
	device = open(RK_DEVICE, O_RDWR | O_CLOEXEC);
	if (device < 0)
		return refused("open", "");
	for (size_t i = 0; argc > 1 && i < RK_ARRAY_SIZE(commands); i++)
		if (!strcmp(argv[1], commands[i].name) && argc == 2 + commands[i].args)
			return commands[i].run(argv + 2);
	return 2;
}
