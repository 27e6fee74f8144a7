/*
 * The embedded profile has no compiler: an object runs through the interpreter alone, and the message says
 * how else. The function that would compile is not in the binary.
 *
 * REQUIRES: embedded
 * RUN: %clang-bpf -c %s -o %t.o
 * RUN: printf 'timestamp,value\n1,3\n' > %t.csv
 * RUN: not %rk run %t.o --replay %t.csv 2>&1 | FileCheck %s
 * RUN: %rk run %t.o --engine interp --replay %t.csv | FileCheck --check-prefix=INTERP %s
 * RUN: nm %build/bin/rk | FileCheck --check-prefix=SYMBOLS %s
 */
#include <rk/rk.bpf.h>

SEC("iio/device0/0")
int all(struct iio_event *e)
{
	return 1;
}

/*
 * CHECK: '--engine interp', or 'rk build' first
 * INTERP: 1 events, 1 forwarded
 * SYMBOLS-NOT: {{rk_pool_heap|rk_run_jit}}
 * SYMBOLS: rk_pool_static_alloc
 * SYMBOLS-NOT: {{rk_pool_heap|rk_run_jit}}
 */
