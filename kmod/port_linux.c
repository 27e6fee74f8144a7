/* SPDX-License-Identifier: MIT */
/*
 * rk_platform.h over kernel calls, but for executable memory (exec.c) and waking readers (ring.c).
 * What the run path uses is safe in hard interrupts on any kernel, PREEMPT_RT included.
 */
#include <linux/export.h>
#include <linux/log2.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vmalloc.h>

#ifdef CONFIG_X86
#include <asm/vsyscall.h>
#include <uapi/asm/vsyscall.h>
#endif

#include "kmod.h"

/* kmalloc aligns sizes that are powers of two to themselves. */
void *rk_plat_alloc(size_t bytes)
{
	if (bytes >= PAGE_SIZE)
		return vzalloc(bytes);
	return kzalloc(roundup_pow_of_two(max_t(size_t, bytes, 64)), GFP_KERNEL);
}

void rk_plat_free(void *p, size_t bytes)
{
	kvfree(p);
}

/* The fast clocks may be read anywhere, also while the time is being set. */
u64 rk_plat_now_ns(void)
{
	return ktime_get_mono_fast_ns();
}

u64 rk_plat_clock_ns(enum rk_clock clock)
{
	switch (clock) {
	case RK_CLOCK_BOOT: return ktime_get_boot_fast_ns();
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	case RK_CLOCK_TAI: return ktime_get_tai_fast_ns();
#endif
	default: return ktime_get_mono_fast_ns();
	}
}

u32 rk_plat_cpu(void)
{
	return raw_smp_processor_id();
}

u32 rk_plat_cpus(void)
{
	return nr_cpu_ids;
}

u32 rk_plat_page(void)
{
	return PAGE_SIZE;
}

/* The word is the holder's CPU + 1: one exchange both takes the lock and tells re-entry. */
bool rk_plat_lock(struct rk_lock *l, u64 *flags)
{
	unsigned long irq;
	u32 me, old;

	local_irq_save(irq);
	me = raw_smp_processor_id() + 1;
	while ((old = cmpxchg_acquire(&l->word, 0, me))) {
		if (old == me) {
			local_irq_restore(irq);
			return false;
		}
		cpu_relax();
	}
	*flags = irq;
	return true;
}
EXPORT_SYMBOL_GPL(rk_plat_lock);

void rk_plat_unlock(struct rk_lock *l, u64 flags)
{
	smp_store_release(&l->word, 0);
	local_irq_restore((unsigned long)flags);
}
EXPORT_SYMBOL_GPL(rk_plat_unlock);

void rk_plat_log(const char *text, size_t len)
{
	rk_trace_put(NULL, text, len);
}

/*
 * Kernel addresses only: without PAN or SMAP a load through a user address would succeed. The check
 * is here and not left to copy_from_kernel_nofault, which has none on arm64.
 */
static bool is_kernel_range(unsigned long at, size_t n)
{
	unsigned long last = at + n - 1;

	if (last < at)
		return false;
#ifdef CONFIG_X86
	return (long)at < 0 && (at & PAGE_MASK) != VSYSCALL_ADDR &&
	       (last & PAGE_MASK) != VSYSCALL_ADDR;
#else
	return at >= PAGE_OFFSET;
#endif
}

bool rk_plat_probe_read(void *dst, const void *src, size_t n, bool user)
{
	if (!n)
		return true;
	if (user)
		return !copy_from_user_nofault(dst, (const void __user *)src, n);
	return is_kernel_range((unsigned long)src, n) && !copy_from_kernel_nofault(dst, src, n);
}
