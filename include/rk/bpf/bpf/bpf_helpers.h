/* SPDX-License-Identifier: MIT */
/*
 * What every BPF program uses: helper prototypes, map definitions and attributes, under the names
 * that existing programs use for them.
 */
#ifndef RK_BPF_HELPERS_H
#define RK_BPF_HELPERS_H

#include <linux/types.h>
#include <bpf/bpf_helper_defs.h>

/* Members of a map definition: the numbers and types travel in the BTF of the variable. */
#define __uint(name, val) int(*name)[val]
#define __ulong(name, val) enum { rk_concat(rk_ulong_##name##_, __COUNTER__) = (val) } name
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]
#define rk_concat2(a, b) a##b
#define rk_concat(a, b) rk_concat2(a, b)

/* The section names the hook of a function, or ".maps" of a map. */
#define SEC(name) __attribute__((section(name), used))

#undef __always_inline
#define __always_inline inline __attribute__((always_inline))
#ifndef __noinline
#define __noinline __attribute__((noinline))
#endif
#ifndef __weak
#define __weak __attribute__((weak))
#endif
#ifndef __hidden
#define __hidden __attribute__((visibility("hidden")))
#endif
#define __kconfig __attribute__((section(".kconfig")))
#define __ksym __attribute__((section(".ksyms")))
#define __kptr __attribute__((btf_type_tag("kptr")))
#define __arg_ctx __attribute__((btf_decl_tag("arg:ctx")))
#define __arg_nonnull __attribute__((btf_decl_tag("arg:nonnull")))
#define __arg_nullable __attribute__((btf_decl_tag("arg:nullable")))
#define __arg_trusted __attribute__((btf_decl_tag("arg:trusted")))

#ifndef NULL
#define NULL ((void *)0)
#endif
#ifndef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif
#ifndef container_of
#define container_of(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))
#endif

/* Compiler barriers: keep the order, or hide the value, so that a check is not optimised away. */
#ifndef barrier
#define barrier() asm volatile("" ::: "memory")
#endif
#ifndef barrier_var
#define barrier_var(var) asm volatile("" : "+r"(var))
#endif

#ifndef likely
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#endif

#define __bpf_unreachable __builtin_trap
#ifndef memcpy
#define memcpy(to, from, n) __builtin_memcpy((to), (from), (n))
#define memmove(to, from, n) __builtin_memmove((to), (from), (n))
#define memset(to, byte, n) __builtin_memset((to), (byte), (n))
#endif

/* Where a map lives: the default is the program; a global map is shared by name within one key. */
enum libbpf_pin_type { LIBBPF_PIN_NONE, LIBBPF_PIN_BY_NAME };

/* Kconfig and ksym externs are three-valued like the kernel's. */
enum libbpf_tristate { TRI_NO = 0, TRI_YES = 1, TRI_MODULE = 2 };

/* Argument counting, here and in bpf_tracing.h and bpf_core_read.h: rk_count(a, b) is 2. */
#define rk_count13(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, n, ...) n
#define rk_count(...) rk_count13(_, ##__VA_ARGS__, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define rk_apply(macro, n) rk_concat(macro, n)

/* helper(first..., fmt, args as an array of words, its size), for any number of arguments to 12. */
/* clang-format off */
#define rk_formatted(fmt, args, call)                                                              \
	({                                                                                         \
		static const char rk_fmt[] = fmt;                                                  \
		_Pragma("GCC diagnostic push")                                                     \
		_Pragma("GCC diagnostic ignored \"-Wint-conversion\"")                             \
		unsigned long long rk_args[] = {rk_strip args};                                    \
		_Pragma("GCC diagnostic pop")                                                      \
		call;                                                                              \
	})
/* clang-format on */
#define rk_strip(args...) args
#define BPF_SNPRINTF(out, out_size, fmt, args...)                                                  \
	rk_formatted(fmt, (args), bpf_snprintf(out, out_size, rk_fmt, rk_args, sizeof(rk_args)))
#define BPF_SEQ_PRINTF(seq, fmt, args...)                                                          \
	rk_formatted(fmt, (args),                                                                  \
		bpf_seq_printf(seq, rk_fmt, sizeof(rk_fmt), rk_args, sizeof(rk_args)))

/*
 * bpf_printk("x %d", x), for debugging: hundreds of instructions. With more than three arguments it
 * needs bpf_trace_vprintk, which robots do not have.
 */
#define rk_printk_few(fmt, args...)                                                                \
	({                                                                                         \
		static const char rk_fmt[] = fmt;                                                  \
		bpf_trace_printk(rk_fmt, sizeof(rk_fmt), ##args);                                  \
	})
#define rk_printk_many(fmt, args...)                                                               \
	rk_formatted(                                                                              \
		fmt, (args), bpf_trace_vprintk(rk_fmt, sizeof(rk_fmt), rk_args, sizeof(rk_args)))
#define rk_printk13(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, which, ...) which
#define bpf_printk(fmt, args...)                                                                   \
	rk_printk13(_, ##args, rk_printk_many, rk_printk_many, rk_printk_many, rk_printk_many,     \
		rk_printk_many, rk_printk_many, rk_printk_many, rk_printk_many, rk_printk_many,    \
		rk_printk_few, rk_printk_few, rk_printk_few, rk_printk_few)(fmt, ##args)

/* Does this kernel have it? Known when the program is read; the declaration says __weak. */
#define bpf_ksym_exists(symbol)                                                                    \
	({                                                                                         \
		_Static_assert(!__builtin_constant_p(!!(symbol)),                                  \
			#symbol " needs __weak in its declaration");                               \
		!!(symbol);                                                                        \
	})

/*
 * Loops whose end the verifier knows without exploring them: bpf_for(i, start, end) counts,
 * bpf_repeat(n) does not, bpf_for_each(kind, p, arguments...) walks with the functions
 * bpf_iter_<kind>_new, _next and _destroy. An iterator lives as long as its loop, whatever leaves
 * it.
 */
struct bpf_iter_num;
extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __weak __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __weak __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __weak __ksym;

#define rk_iterate(kind, args...)                                                                  \
	struct bpf_iter_##kind rk_it                                                               \
		__attribute__((aligned(8), cleanup(bpf_iter_##kind##_destroy))),                   \
		*rk_made __attribute__((unused)) =                                                 \
			((void)bpf_iter_##kind##_new(&rk_it, ##args), (void *)0)
#define bpf_for_each(kind, p, args...)                                                             \
	for (rk_iterate(kind, ##args); ((p) = bpf_iter_##kind##_next(&rk_it));)
#define bpf_for(i, start, end)                                                                     \
	for (rk_iterate(num, (start), (end)); ({                                                   \
		     int *rk_n = bpf_iter_num_next(&rk_it);                                        \
		     rk_n && ((i) = *rk_n, (i) >= (start) && (i) < (end));                         \
	     });)
#define bpf_repeat(n) for (rk_iterate(num, 0, (n)); bpf_iter_num_next(&rk_it);)

#endif
