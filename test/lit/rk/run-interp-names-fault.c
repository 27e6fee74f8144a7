/*
 * The interpreter runs what the verifier would refuse, up to the access that is wrong, and names its line.
 *
 * RUN: %clang-bpf -c %s -o %t.o
 * RUN: printf 'timestamp,value\n1,3\n2,4\n' > %t.csv
 * RUN: not %rk run --engine interp %t.o --replay %t.csv 2>&1 | FileCheck %s
 * RUN: printf 'timestamp,value\n1,3\n' > %t.csv
 * RUN: %rk run --engine interp %t.o --replay %t.csv 2>&1 | FileCheck --check-prefix=FINE %s
 */
#include <rk/rk.bpf.h>

__u32 table[4];

SEC("iio/device0/0")
int past(struct iio_event *e)
{
	*(volatile __u32 *)&table[e->value & 7] = 1;
	return 1;
}

// CHECK: run-interp-names-fault.c:[[#@LINE-4]]:{{[0-9]+}}: fault (write) at instruction {{[0-9]+}}: address 0x{{[0-9a-f]+}}, size 4; 1 faults in all
// FINE-NOT: fault
