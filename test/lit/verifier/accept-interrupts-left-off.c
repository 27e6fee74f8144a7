// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Interrupts are let in again.
// CHECK: accepted
#include <rk/rk.bpf.h>

void bpf_local_irq_save(unsigned long *flags) __ksym;
void bpf_local_irq_restore(unsigned long *flags) __ksym;

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	unsigned long a;

	bpf_local_irq_save(&a);
	bpf_local_irq_restore(&a);
	return 0;
}

RK_LICENSE("GPL");
