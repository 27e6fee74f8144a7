// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Helpers read what the kernel vouches for, within one member.
// CHECK: error: {{.*}}the helper takes{{.*}}[RKV0040]
#include <rk/rk.bpf.h>

struct task_struct {
	char comm[16];
} __attribute__((preserve_access_index));

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = (void *)ctx[1];
	static const char name[] = "init";

	return bpf_strncmp(t->comm, 17, name) == 0;
}

RK_LICENSE("GPL");
