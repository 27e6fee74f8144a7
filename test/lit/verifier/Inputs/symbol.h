// SPDX-License-Identifier: MIT
// A kernel symbol without a type: where it is there, or is not, an index is out of bounds.
#ifndef SYMBOL
#error a test says which
#endif
#include <rk/rk.bpf.h>

#ifndef THERE
#define THERE 2
#endif

extern const void SYMBOL __ksym __weak;

static volatile __u64 sum[2];

SEC("kprobe/do_exit")
int prog(void *ctx)
{
	sum[0] = (__u64)&SYMBOL;
	sum[&SYMBOL ? THERE : 3 - THERE] = 1;
	return 0;
}

RK_LICENSE("GPL");
