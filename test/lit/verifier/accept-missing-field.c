// The same field behind the question whether the target has it.
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// CHECK: accepted
#include <rk/rk.bpf.h>

struct task_struct___old {
	int no_such_field;
} __attribute__((preserve_access_index));

SEC("tp_btf/sched_switch") int prog(struct task_struct___old **args)
{
	if (__builtin_preserve_field_info(args[1]->no_such_field, 2))
		return args[1]->no_such_field;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
