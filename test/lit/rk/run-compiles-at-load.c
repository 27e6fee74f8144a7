/*
 * The cloud profile compiles an object when it is run, through rkcc, and runs it natively. What the verifier
 * refuses does not run.
 *
 * REQUIRES: cloud
 * RUN: %clang-bpf -c %s -o %t.o
 * RUN: printf 'timestamp,value\n1,3\n2,4\n' > %t.csv
 * RUN: %rk run %t.o --replay %t.csv 2>/dev/null | FileCheck %s
 * RUN: %clang-bpf -DBAD -c %s -o %t.bad.o
 * RUN: sh -c '%rk run %t.bad.o --replay %t.csv; echo code $?' 2>&1 | FileCheck --check-prefix=BAD %s
 */
#include <rk/rk.bpf.h>

__u32 table[4];

SEC("iio/device0/0")
int odd(struct iio_event *e)
{
#ifdef BAD
	table[e->value & 7] = 1;
#else
	table[e->value & 3] = 1;
#endif
	return e->value & 1;
}

RK_LICENSE("MIT");

/*
 * CHECK: odd (iio/device0/0, native): 2 events, 1 forwarded, 1 dropped
 * BAD: error:
 * BAD-NOT: events
 * BAD: code 3
 */
