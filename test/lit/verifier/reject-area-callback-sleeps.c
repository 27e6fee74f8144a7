// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// While bpf_find_vma calls back it has the lock of the task's memory, which a copy may wait for.
// CHECK: error: bpf_copy_from_user may sleep, which a lock of the helper that calls this forbids [RKV0044]
#include <rk/rk.bpf.h>

static int area(void *task, void *vma, __u64 *to)
{
	bpf_copy_from_user(to, sizeof(*to), (void *)4096);
	return 0;
}

SEC("uprobe.s//bin/sh:main")
int prog(void *ctx)
{
	__u64 number = 0;

	bpf_find_vma((void *)bpf_get_current_task_btf(), 4096, area, &number, 0);
	number++;
	return 0;
}

RK_LICENSE("GPL");
