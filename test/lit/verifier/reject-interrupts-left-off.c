// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Interrupts are let in again.
// CHECK: error: the program ends while interrupts are still off [RKV0046]
#include <rk/rk.bpf.h>
#include "Inputs/interrupts.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	unsigned long a;

	bpf_local_irq_save(&a);
	return 0;
}

RK_LICENSE("GPL");
