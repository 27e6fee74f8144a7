// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Programs never write outside their own memory.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	int v = 0;

	return bpf_probe_read_user(&v, sizeof(v), (void *)0) == 0;
}

RK_LICENSE("MIT");
