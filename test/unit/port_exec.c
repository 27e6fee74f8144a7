/* SPDX-License-Identifier: MIT */
/*
 * Executable memory of the user port: within reach of helpers, writable only through the alias and
 * only before the seal, never writable and executable at once; code runs; probe reads never fault.
 */
#include "rt_test.h"

#include <sys/mman.h>

#ifdef __aarch64__
static const u32 code[] = {0x52800540, 0xd65f03c0}; /* mov w0, #42; ret */
enum { REACH = 128 << 20 };
#else
static const u8 code[] = {0xb8, 42, 0, 0, 0, 0xc3}; /* mov eax, 42; ret */
enum { REACH = 0x7fffffff };
#endif

/* Permissions of the mapping that holds an address, "" where there is none. */
static const char *perms(const void *p, char out[5])
{
	FILE *f = fopen("/proc/self/maps", "r");
	unsigned long from, to;
	char line[512];

	CHECK(f);
	out[0] = 0;
	while (fgets(line, sizeof(line), f)) {
		CHECK(!strstr(line, "rwx"));
		if (sscanf(line, "%lx-%lx %4s", &from, &to, out) == 3 && (uintptr_t)p >= from &&
			(uintptr_t)p < to)
			break;
		out[0] = 0;
	}
	fclose(f);
	return out;
}

static void exec_memory(void)
{
	struct rk_exec x;
	s64 distance;
	char p[5];
	u8 *alias;

	CHECK(!rk_plat_exec_alloc(&x, sizeof(code)));
	alias = x.alias;
	CHECK(!strcmp(perms(x.code, p), "---s") && !strcmp(perms(alias, p), "rw-s"));
	memcpy(alias, code, sizeof(code));
	CHECK(!rk_plat_exec_seal(&x) && !x.alias);
	CHECK(!strcmp(perms(x.code, p), "r-xs") && !*perms(alias, p));
	distance = (s64)((uintptr_t)x.code - (uintptr_t)rk_helper_fn_of(1));
	CHECK(distance < REACH && distance > -(s64)REACH);
	CHECK(((int (*)(void))(void *)x.code)() == 42);
	rk_plat_exec_free(&x);
	CHECK(!x.code && rk_plat_exec_alloc(&x, 0));
}

static void probe(void)
{
	u8 *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	u64 v = 1;

	CHECK(page != MAP_FAILED && !mprotect(page + 4096, 4096, PROT_NONE));
	memset(page, 7, 4096);
	CHECK(rk_plat_probe_read(&v, page + 4088, 8, false) && v == 0x0707070707070707);
	CHECK(!rk_plat_probe_read(&v, page + 4089, 8, false));
	CHECK(!rk_plat_probe_read(&v, NULL, 1, true));
	CHECK(!rk_plat_probe_read(&v, (void *)~0ul, 8, false));
	CHECK(rk_plat_probe_read(&v, NULL, 0, false));
}

static void locks(void)
{
	struct rk_lock l = {0};
	u64 f;

	CHECK(rk_plat_lock(&l, &f) && !rk_plat_lock(&l, &f));
	rk_plat_unlock(&l, f);
	CHECK(rk_plat_lock(&l, &f));
}

int main(void)
{
	exec_memory();
	probe();
	locks();
	return 0;
}
