// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Interrupts are let in again.
// CHECK: error: the program ends while interrupts are still off [RKV0046]
#include <rk/rk.bpf.h>

void bpf_local_irq_save(unsigned long *flags) __ksym;
void bpf_local_irq_restore(unsigned long *flags) __ksym;

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	unsigned long a;

	bpf_local_irq_save(&a);
	return 0;
}

RK_LICENSE("GPL");
