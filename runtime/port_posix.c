/* SPDX-License-Identifier: MIT */
/*
 * The user port of rk_platform.h: a Linux process. A "CPU" is a thread's number, given at its first
 * run and returned at its exit, so per-CPU data has one writer. Its state below belongs to the
 * process, as CPUs and address space do. Code is a memfd mapped near this text (direct calls must
 * reach helpers); its writable mapping is gone before it becomes executable.
 */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "rk/limits.h"
#include "rk/write.h"
#include "rk_platform.h"

enum { MIN_CPUS = 8, NEAR_STEP = 2 << 20 };
#ifdef __aarch64__
enum { NEAR_STEPS = 56 }; /* bl reaches 128 MiB */
#else
enum { NEAR_STEPS = 800 }; /* call rel32 reaches 2 GiB */
#endif

static u64 threads;            /* bit per number taken */
static _Thread_local u32 self; /* number + 1; 0: none yet */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t exit_key;

void *rk_plat_alloc(size_t bytes)
{
	size_t page = rk_plat_page(), align = bytes >= page ? page : 64;
	void *p;

	if (posix_memalign(&p, align, bytes))
		return NULL;
	return __builtin_memset(p, 0, bytes);
}

void rk_plat_free(void *p, size_t bytes)
{
	free(p);
}

static u64 clock_ns(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (u64)t.tv_sec * 1000000000u + (u64)t.tv_nsec;
}

u64 rk_plat_now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

u64 rk_plat_clock_ns(enum rk_clock clock)
{
	static const clockid_t ids[] = {
		[RK_CLOCK_BOOT] = CLOCK_BOOTTIME,
		[RK_CLOCK_TAI] = CLOCK_TAI,
		[RK_CLOCK_COARSE] = CLOCK_MONOTONIC_COARSE,
	};

	return clock_ns(ids[clock]);
}

static void number_return(void *number)
{
	u64 bit = 1ull << ((uintptr_t)number - 1);

	__atomic_and_fetch(&threads, ~bit, __ATOMIC_RELEASE);
}

static void key_make(void)
{
	if (pthread_key_create(&exit_key, number_return))
		abort();
}

/* The lowest free number. More threads than numbers is the caller's bug: data would be shared. */
static __attribute__((noinline)) u32 number_take(void)
{
	u64 old = __atomic_load_n(&threads, __ATOMIC_ACQUIRE);
	u32 n;

	pthread_once(&once, key_make);
	do {
		n = ~old ? (u32)__builtin_ctzll(~old) : RK_MAX_CPUS;
		if (n >= rk_plat_cpus()) {
			fprintf(stderr, "rk: more than %u threads run programs\n", rk_plat_cpus());
			abort();
		}
	} while (!__atomic_compare_exchange_n(
		&threads, &old, old | 1ull << n, false, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE));
	self = n + 1;
	pthread_setspecific(exit_key, (void *)(uintptr_t)self);
	return n;
}

u32 rk_plat_cpu(void)
{
	return __builtin_expect(self != 0, 1) ? self - 1 : number_take();
}

u32 rk_plat_cpus(void)
{
	long n = sysconf(_SC_NPROCESSORS_CONF);

	return n < MIN_CPUS ? MIN_CPUS : n > RK_MAX_CPUS ? RK_MAX_CPUS : (u32)n;
}

u32 rk_plat_page(void)
{
	return (u32)sysconf(_SC_PAGESIZE);
}

/* The word is its owner's number + 1, so one exchange both takes the lock and tells re-entry. */
bool rk_plat_lock(struct rk_lock *l, u64 *flags)
{
	u32 me = rk_plat_cpu() + 1, old = 0;

	*flags = 0;
	for (u32 spins = 0; !__atomic_compare_exchange_n(
		     &l->word, &old, me, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
		spins++, old = 0) {
		if (old == me)
			return false;
		if (spins % 64 == 63)
			sched_yield();
	}
	return true;
}

void rk_plat_unlock(struct rk_lock *l, u64 flags)
{
	__atomic_store_n(&l->word, 0, __ATOMIC_RELEASE);
}

/* An unreadable place for the code within reach of this text's helpers; NULL. */
static void *map_near(int fd, size_t size)
{
	uintptr_t text = (uintptr_t)map_near & ~(uintptr_t)(NEAR_STEP - 1);

	for (uintptr_t i = 1; i <= NEAR_STEPS; i++) {
		uintptr_t want[2] = {text - i * NEAR_STEP, text + i * NEAR_STEP};

		for (int k = 0; k < 2; k++) {
			void *p = mmap((void *)want[k], size, PROT_NONE,
				MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0);

			if (p == (void *)want[k])
				return p;
			if (p != MAP_FAILED)
				munmap(p, size); /* a kernel that takes the flag for a hint */
		}
	}
	return NULL;
}

int rk_plat_exec_alloc(struct rk_exec *x, size_t bytes)
{
	size_t page = rk_plat_page();
	int fd = memfd_create("rkbpf", MFD_CLOEXEC);
	void *alias;

	x->size = (bytes + page - 1) & ~(page - 1);
	x->code = NULL;
	x->alias = NULL;
	if (fd < 0)
		return RK_ENOMEM;
	if (!bytes || ftruncate(fd, (off_t)x->size))
		goto out;
	alias = mmap(NULL, x->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (alias == MAP_FAILED)
		goto out;
	x->code = map_near(fd, x->size);
	if (x->code)
		x->alias = alias;
	else
		munmap(alias, x->size);
out:
	close(fd);
	return x->code ? RK_OK : RK_ESPACE;
}

int rk_plat_exec_seal(struct rk_exec *x)
{
	if (munmap(x->alias, x->size))
		return RK_EIO;
	x->alias = NULL;
	if (mprotect(x->code, x->size, PROT_READ | PROT_EXEC))
		return RK_EPERM;
	__builtin___clear_cache((char *)x->code, (char *)x->code + x->size);
	return RK_OK;
}

void rk_plat_exec_free(struct rk_exec *x)
{
	if (x->alias)
		munmap(x->alias, x->size);
	if (x->code)
		munmap(x->code, x->size);
	x->alias = NULL;
	x->code = NULL;
}

void rk_plat_log(const char *text, size_t len)
{
	/* Where stderr is gone there is nobody to tell. */
	(void)rk_write_all(STDERR_FILENO, text, len);
}

/* The slow way, for hosts that refuse process_vm_readv (seccomp, emulators): through a file. */
static bool probe_through_file(void *dst, const void *src, size_t n)
{
	int fd = memfd_create("rkprobe", MFD_CLOEXEC);
	bool ok = fd >= 0 && write(fd, src, n) == (ssize_t)n && pread(fd, dst, n, 0) == (ssize_t)n;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* Through the kernel's own copy, which fails where a load would fault. */
bool rk_plat_probe_read(void *dst, const void *src, size_t n, bool user)
{
	struct iovec to = {dst, n}, from = {(void *)(uintptr_t)src, n};

	if (!n || process_vm_readv(getpid(), &to, 1, &from, 1, 0) == (ssize_t)n)
		return true;
	return (errno == ENOSYS || errno == EPERM) && probe_through_file(dst, src, n);
}

/* Readers in the same process look after each event. */
void rk_plat_wake(void *ring)
{
}
