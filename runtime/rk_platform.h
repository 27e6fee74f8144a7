/* SPDX-License-Identifier: MIT */
/*
 * Everything the core may ask of its host. The user port (port_posix.c) and the kernel module
 * implement it; the core calls nothing else, not even libc (freestanding: memcpy, memset, memcmp
 * and memmove come from the compiler's contract).
 */
#ifndef RK_PLATFORM_H
#define RK_PLATFORM_H

#include "rk/types.h"

struct rk_exec {
	u8 *code;  /* executable, never writable while it is */
	u8 *alias; /* writable during install, else NULL */
	size_t size;
};

/* Zeroed, 64-byte aligned, from a page up page-aligned; load time only; NULL. */
void *rk_plat_alloc(size_t bytes);
void rk_plat_free(void *p, size_t bytes); /* after the grace period of every running program */
u64 rk_plat_now_ns(void);                 /* CLOCK_MONOTONIC */
enum rk_clock { RK_CLOCK_BOOT, RK_CLOCK_TAI, RK_CLOCK_COARSE };
u64 rk_plat_clock_ns(enum rk_clock clock);
u32 rk_plat_cpu(void); /* stable while a program runs */
u32 rk_plat_cpus(void);
u32 rk_plat_page(void); /* bytes of a page: ring buffers are aligned to it */
struct rk_lock {
	u32 word;
	u32 owner;
}; /* zero-initialised */
/* Raw and interrupt-safe. False: this CPU holds it already (re-entry): the caller returns RK_EBUSY.
 */
bool rk_plat_lock(struct rk_lock *l, u64 *flags);
void rk_plat_unlock(struct rk_lock *l, u64 flags);
int rk_plat_exec_alloc(struct rk_exec *x, size_t bytes); /* writable alias open */
int rk_plat_exec_seal(struct rk_exec *x); /* alias closed, caches coherent, executable */
void rk_plat_exec_free(struct rk_exec *x);
void rk_plat_log(const char *text, size_t len);
bool rk_plat_probe_read(
	void *dst, const void *src, size_t n, bool user); /* false: nothing usable read */
void rk_plat_wake(void *ring);                            /* a ring buffer got a record */

#endif
