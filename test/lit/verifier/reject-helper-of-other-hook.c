// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A helper that reads beside the context needs the hook that has something there.
// CHECK: error: {{.*}}no meaning{{.*}}[RKV0044]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(void *ctx)
{
	__u64 value = 0;

	bpf_get_func_arg(ctx, 0, &value);
	return value == 1;
}

RK_LICENSE("GPL");
