// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Interrupts are let in again.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/interrupts.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	unsigned long a;

	bpf_local_irq_save(&a);
	bpf_local_irq_restore(&a);
	return 0;
}

RK_LICENSE("GPL");
