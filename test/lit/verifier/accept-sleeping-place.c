// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A system call may sleep; a function that takes packets in may not, whatever the section says.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("fentry.s/__x64_sys_nanosleep")
int prog(void *ctx)
{
	__u64 word = 0;

	bpf_copy_from_user(&word, sizeof(word), (void *)4096);
	return 0;
}

RK_LICENSE("GPL");
