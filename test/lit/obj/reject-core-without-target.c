// RUN: %clang-bpf -c %s -o %t.o && not %unit/obj_dump %t.o 2>&1 | FileCheck %s
#include <rk/rk.bpf.h>

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

SEC("raw_tp/sched_switch")
int prog(struct task_struct **args)
{
	// CHECK: reject-core-without-target.c:[[#@LINE+1]]:{{[0-9]+}}: error: struct task_struct.pid depends on the target kernel's types [RKV0008]
	return args[1]->pid;
}
