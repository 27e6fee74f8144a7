// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A helper that reads beside the context needs the hook that has something there.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("fentry/do_nanosleep")
int prog(void *ctx)
{
	__u64 value = 0;

	bpf_get_func_arg(ctx, 0, &value);
	return value == 1;
}

RK_LICENSE("GPL");
