// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o && %unit/obj_dump -b /sys/kernel/btf/vmlinux %t.o | FileCheck %s
#include <rk/rk.bpf.h>

// A field that the target lacks is an error only where an execution reaches it; asking is no error.
// CHECK: call poison
// CHECK: kernel_specific 1
// CHECK: poison {{[0-9]+}}: struct task_struct___old.no_such_field: no such field on the target
struct task_struct___old {
	int no_such_field;
} __attribute__((preserve_access_index));

SEC("raw_tp/sched_switch")
int prog(struct task_struct___old **args)
{
	if (__builtin_preserve_field_info(args[1]->no_such_field, 2))
		return args[1]->no_such_field;
	return 0;
}
