// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// An iterator puts the socket that it is at into a map, if it is at one.
// CHECK: prog (iter/sockmap): accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_SOCKHASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} sockets SEC(".maps");

SEC("iter/sockmap")
int prog(__u64 *ctx)
{
	void *socket = (void *)ctx[3];
	__u32 key = 1;

	bpf_map_delete_elem(&sockets, &key);
	if (socket)
		bpf_map_update_elem(&sockets, &key, socket, BPF_ANY);
	return 0;
}

RK_LICENSE("GPL");
