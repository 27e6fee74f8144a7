// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Programs never write outside their own memory.
// CHECK: error: {{.*}}bpf_probe_write_user is refused{{.*}}[RKV0051]
#include <rk/rk.bpf.h>

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	int v = 0;

	return bpf_probe_write_user((void *)0, &v, sizeof(v)) == 0;
}

RK_LICENSE("MIT");
