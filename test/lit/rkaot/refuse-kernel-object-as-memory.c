// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o
// RUN: not %rkaot build --target-btf /sys/kernel/btf/vmlinux %t.o -o %t.rkb 2>&1 | %FileCheck %s
// RUN: %clang-bpf -DCOPIED -c %s -o %t.copied.o
// RUN: %rkaot build --target-btf /sys/kernel/btf/vmlinux %t.copied.o -o %t.rkb
// Helpers of robots do not probe what they read.
// CHECK: error: a helper would read a kernel object where it lies: {{.*}} [RKV0072]
#include <rk/rk.bpf.h>

struct task_struct {
	char comm[16];
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

SEC("tp_btf/sched_process_exit")
int prog(__u64 *ctx)
{
	struct task_struct *p = (struct task_struct *)ctx[0];
#ifdef COPIED
	char comm[16];

	bpf_probe_read_kernel(comm, 16, p->comm);
#else
	const char *comm = p->comm;
#endif
	bpf_ringbuf_output(&ring, (void *)comm, 16, 0);
	return 0;
}

RK_LICENSE("GPL");
