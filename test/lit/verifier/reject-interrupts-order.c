// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Interrupts that were stopped last come back first.
// CHECK: error: argument 1{{.*}}interrupts that were stopped later come first [RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/interrupts.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	unsigned long a, b;

	bpf_local_irq_save(&a);
	bpf_local_irq_save(&b);
	bpf_local_irq_restore(&a);
	bpf_local_irq_restore(&b);
	return 0;
}

RK_LICENSE("GPL");
