/* SPDX-License-Identifier: MIT */
/*
 * Code too far from a helper for a direct call reaches it through a veneer; a return thunk out of
 * reach is refused. install.c with a platform of its own: memory where the test wants it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "install.c"
#include <sys/mman.h>

enum { BYTES = 4096 };

static u8 *where; /* what rk_plat_exec_alloc gives next */

int rk_plat_exec_alloc(struct rk_exec *x, size_t bytes)
{
	if (bytes > BYTES)
		return RK_ESPACE;
	*x = (struct rk_exec){.code = where, .alias = where, .size = BYTES};
	return RK_OK;
}

static u64 seen;

static u64 remember(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, struct rk_env *env)
{
	seen = a1;
	return 77;
}

rk_helper_fn rk_helper_fn_of(u32 id)
{
	return id == 8 ? remember : NULL;
}

static void fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(1);
}

/* Writable and executable at once: only this test's memory is. */
static u8 *map_at(u64 address)
{
	u8 *p = mmap((void *)(uintptr_t)address, BYTES, PROT_READ | PROT_WRITE | PROT_EXEC,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		fail("no executable memory");
	return p;
}

#if defined(__x86_64__)
static const u8 text[] = {
	0xf3, 0x0f, 0x1e, 0xfa, 0x55, 0xe8, 0, 0, 0, 0, 0x5d, 0xc3, 0xcc, 0xcc, 0xcc, 0xcc};
static const struct rkb_reloc relocs[] = {{5, RKB_RELOC_CALL, 1}, {11, RKB_RELOC_RET, 0}};
#else
static const u8 text[] = {
	0xfd, 0x7b, 0xbf, 0xa9, 0, 0, 0, 0x94, 0xfd, 0x7b, 0xc1, 0xa8, 0xc0, 0x03, 0x5f, 0xd6};
static const struct rkb_reloc relocs[] = {{4, RKB_RELOC_CALL, 1}};
#endif
static const struct rkb_import imports[] = {
	{.kind = RK_IMPORT_ENV}, {.kind = RK_IMPORT_HELPER, .id = 8}};
static const struct rk_blob blob = {.text = text,
	.text_size = sizeof(text),
	.relocs = relocs,
	.n_relocs = RK_ARRAY_SIZE(relocs),
	.imports = imports,
	.n_imports = 2};

static void run_at(const struct rk_rt *rt, u8 *at)
{
	struct rk_exec x;
	const char *why;

	where = at;
	seen = 0;
	if (rk_install_text(rt, &blob, &x, &why))
		fail(why);
	__builtin___clear_cache((char *)x.code, (char *)x.code + BYTES);
	if (((rk_entry_fn)(void *)x.code)((void *)5, NULL) != 77 || seen != 5)
		fail("the call does not arrive");
}

#if defined(__x86_64__)
static void test_thunk(struct rk_rt *rt, u8 *far)
{
	u8 *thunk = far + 2048;
	struct rk_exec x;
	const char *why;

	thunk[0] = 0xc3;
	rt->return_thunk = (u64)(uintptr_t)thunk;
	run_at(rt, far);
	if (far[11] != 0xe9)
		fail("the return is no jump to the thunk");
	rt->return_thunk = (u64)(uintptr_t)thunk + (1ull << 40);
	if (rk_install_text(rt, &blob, &x, &why) != RK_ERELOC)
		fail("a thunk out of reach is accepted");
}
#endif

int main(void)
{
	struct rk_rt *rt = calloc(1, sizeof(*rt));
	u8 *far = map_at(0x10000000000);

	if (llabs((s64)((u64)(uintptr_t)far - (u64)(uintptr_t)remember)) < 1ll << 32)
		fail("the test's memory is not far away");
	run_at(rt, far);
	run_at(rt, map_at(((u64)(uintptr_t)remember & ~0xfffull) - (32 << 20)));
#if defined(__x86_64__)
	test_thunk(rt, far);
#endif
	free(rt);
	return 0;
}
