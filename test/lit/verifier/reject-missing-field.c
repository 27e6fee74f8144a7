// A field that the target kernel does not have, read without asking whether it exists.
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// CHECK: error: struct task_struct___old.no_such_field: no such field on the target [RKV0007]
#include <rk/rk.bpf.h>

struct task_struct___old {
	int no_such_field;
} __attribute__((preserve_access_index));

SEC("tp_btf/sched_switch") int prog(struct task_struct___old **args)
{
	return args[1]->no_such_field;
}

char LICENSE[] SEC("license") = "GPL";
