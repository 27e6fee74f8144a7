/* SPDX-License-Identifier: MIT */
/*
 * Executable memory: pieces of the arena in the module's own text (arena.S). The text stays
 * read-only and executable; a writable alias of the pages exists only between alloc and seal, under
 * rk_mutex. Free pieces hold traps.
 */
#include <linux/bitmap.h>
#include <linux/mm.h>
#include <linux/smp.h>
#include <linux/vmalloc.h>
#include <asm/cacheflush.h>
#ifdef CONFIG_X86
#include <asm/sync_core.h>
#endif

#include "kmod.h"

enum { ARENA = 256 << 10, GRAIN = 64, GRAINS = ARENA / GRAIN };
enum { HEAD = IS_ENABLED(CONFIG_X86) }; /* grains that arena.S keeps */

extern u8 rk_arena[ARENA];

static DECLARE_BITMAP(taken, GRAINS);

static u32 grains(size_t bytes)
{
	return (u32)((bytes + GRAIN - 1) / GRAIN);
}

static void *alias_open(u8 *code, size_t size)
{
	unsigned long first = (unsigned long)code & PAGE_MASK;
	u32 n = (u32)((PAGE_ALIGN((unsigned long)code + size) - first) >> PAGE_SHIFT);
	struct page *pages[ARENA / PAGE_SIZE + 1];
	u8 *rw;

	for (u32 i = 0; i < n; i++) {
		pages[i] = vmalloc_to_page((void *)(first + i * PAGE_SIZE));
		if (!pages[i])
			return NULL;
	}
	rw = vmap(pages, n, VM_MAP, PAGE_KERNEL);
	return rw ? rw + ((unsigned long)code - first) : NULL;
}

#ifdef CONFIG_X86
static void sync_here(void *unused)
{
	sync_core();
}
#endif

/* Every CPU sees the new instructions before any can be sent to them. */
static void alias_close(u8 *code, u8 *alias, size_t size)
{
#ifdef CONFIG_ARM64
	flush_icache_range((unsigned long)alias, (unsigned long)alias + size);
	flush_icache_range((unsigned long)code, (unsigned long)code + size);
#endif
	vunmap((void *)((unsigned long)alias & PAGE_MASK));
	vm_unmap_aliases(); /* vunmap() leaves it in the processors' TLBs until there are many */
#ifdef CONFIG_X86
	on_each_cpu(sync_here, NULL, 1);
#endif
}

static void fill_traps(u8 *alias, size_t size)
{
#ifdef CONFIG_X86
	memset(alias, 0xcc, size);
#else
	for (size_t i = 0; i < size; i += 4)
		*(u32 *)(alias + i) = 0xd4200000; /* brk #0 */
#endif
}

int rk_plat_exec_alloc(struct rk_exec *x, size_t bytes)
{
	u32 n = grains(bytes);
	unsigned long at;

	x->code = NULL;
	x->alias = NULL;
	if (!n || n > GRAINS)
		return RK_ESPACE;
	at = bitmap_find_next_zero_area(taken, GRAINS, 0, n, 0);
	if (at >= GRAINS)
		return RK_ESPACE;
	x->size = (size_t)n * GRAIN;
	x->alias = alias_open(rk_arena + at * GRAIN, x->size);
	if (!x->alias)
		return RK_ENOMEM;
	x->code = rk_arena + at * GRAIN;
	bitmap_set(taken, at, n);
	return RK_OK;
}

int rk_plat_exec_seal(struct rk_exec *x)
{
	alias_close(x->code, x->alias, x->size);
	x->alias = NULL;
	return RK_OK;
}

/* Without memory for the alias the old code stays where it is, unreachable, and its room is lost.
 */
void rk_plat_exec_free(struct rk_exec *x)
{
	u8 *alias = x->alias ? x->alias : alias_open(x->code, x->size);

	if (alias) {
		fill_traps(alias, x->size);
		alias_close(x->code, alias, x->size);
		bitmap_clear(taken, (unsigned int)((x->code - rk_arena) / GRAIN), grains(x->size));
	} else {
		pr_warn("rkbpf: %zu bytes of the code arena are lost: no memory\n", x->size);
	}
	x->code = NULL;
	x->alias = NULL;
}

void rk_exec_usage(u64 *size, u64 *used)
{
	*size = ARENA;
	*used = (u64)(bitmap_weight(taken, GRAINS) - HEAD) * GRAIN;
}

#ifdef CONFIG_X86
extern const u8 rk_return_sample[];

/*
 * The kernel patched the module's returns when it loaded it: to a plain ret, or to a jump to the
 * thunk that this processor needs. Programs return in the same way. 0: a plain return.
 */
u64 rk_exec_return_thunk(void)
{
	const u8 *sample = rk_return_sample;
	s32 distance;

	OPTIMIZER_HIDE_VAR(sample); /* objtool misreads comparisons with code in place */
	if (sample[0] != 0xe9)
		return 0;
	memcpy(&distance, sample + 1, sizeof(distance));
	return (u64)(uintptr_t)(sample + 5) + (u64)(s64)distance;
}
#else
u64 rk_exec_return_thunk(void)
{
	return 0;
}
#endif

/* The arena must be what the technique relies on: whole pages of module memory that have a page. */
int rk_exec_init(void)
{
	if (!IS_ALIGNED((unsigned long)rk_arena, GRAIN))
		return -ENOEXEC;
	bitmap_set(taken, 0, HEAD);
	return vmalloc_to_page(rk_arena) ? 0 : -ENOEXEC;
}
