// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A system call may sleep; a function that takes packets in may not, whatever the section says.
// CHECK: error: 'tcp_v4_rcv' is not known to be where a program may sleep, which its section says [RKV0044]
#include <rk/rk.bpf.h>

SEC("fentry.s/tcp_v4_rcv")
int prog(void *ctx)
{
	__u64 word = 0;

	bpf_copy_from_user(&word, sizeof(word), (void *)4096);
	return 0;
}

RK_LICENSE("GPL");
