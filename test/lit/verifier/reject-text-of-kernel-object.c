// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The text that a member of a kernel object points to is not the program's to write.
// CHECK: error: write through r{{[0-9]}}, a kernel address [RKV0028]
#include <rk/rk.bpf.h>
#include "Inputs/binary.h"

SEC("tp_btf/sched_process_exec")
int prog(__u64 *ctx)
{
	const struct linux_binprm *binary = (void *)ctx[2];
	char *name = (char *)binary->filename;

	name[0] = 'x';
	return 0;
}

RK_LICENSE("GPL");
