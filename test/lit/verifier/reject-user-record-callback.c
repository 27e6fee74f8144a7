// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The dynptr of a record of user space is the kernel's.
// CHECK: error: {{.*}}which is no memory of the program [RKV0023]
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

static long record(struct bpf_dynptr *p, void *ctx)
{
	__u64 x = 0;

	x = *(volatile __u64 *)p;
	return x & 1;
}

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	bpf_user_ringbuf_drain(&ring, record, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
