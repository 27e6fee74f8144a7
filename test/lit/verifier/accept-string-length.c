// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A string helper returns at most the size it was given: what is appended starts there.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct { char text[128]; } out;

SEC("raw_tp/sys_enter")
int prog(void *ctx)
{
	long n = bpf_probe_read_kernel_str(out.text, 64, ctx);

	if (n > 0)
		bpf_probe_read_kernel_str(out.text + n, 64, ctx);
	return 0;
}

RK_LICENSE("MIT");
