// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// The text that a member of a kernel object points to is read with a probe.
// CHECK: prog (tp_btf/sched_process_exec): accepted
#include <rk/rk.bpf.h>
#include "Inputs/binary.h"

SEC("tp_btf/sched_process_exec")
int prog(__u64 *ctx)
{
	const struct linux_binprm *binary = (void *)ctx[2];
	const char *name = binary->filename;
	__u64 bits = (__u64)name >> 3;

	return name[0] == '/' && name[100] && bits;
}

RK_LICENSE("GPL");
