// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A loop that asks may_goto ends.
// CHECK: error: this loop is not proved to end [RKV0060]
#include <rk/rk.bpf.h>

#define may_go_on()                                                                                \
	({                                                                                         \
		__label__ out, on;                                                                 \
		_Bool go = 1;                                                                      \
		asm volatile goto("1: .byte 0xe5; .byte 0; .long ((%l[out] - 1b - 8) / 8) & 0xffff; .short 0" ::: \
			: out);                                                                    \
		goto on;                                                                           \
	out:                                                                                       \
		go = 0;                                                                            \
	on:;                                                                                       \
		go;                                                                                \
	})

__u64 count;

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	for (;;)
		count++;
	return 0;
}

RK_LICENSE("GPL");
