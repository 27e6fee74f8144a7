// SPDX-License-Identifier: MIT
// A dynptr of two words, and its clone from the word AT on.
#include <rk/rk.bpf.h>

int bpf_dynptr_clone(struct bpf_dynptr *from, struct bpf_dynptr *to) __ksym;
__u64 number;

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 words[4];
	__u32 n = 1;

	bpf_dynptr_from_mem(&number, sizeof(number), 0, (void *)words);
	bpf_dynptr_clone((void *)words, (void *)&words[AT]);
	bpf_dynptr_write((void *)&words[AT], 0, &n, sizeof(n), 0);
	return 0;
}

RK_LICENSE("GPL");
