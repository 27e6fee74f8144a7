// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An element is deleted with its timer: not at hooks that may interrupt who holds the timers' lock.
// CHECK: error: 'table' has values with a lock, timer or list, and {{.*}}[RKV0044]
#include <rk/rk.bpf.h>

struct value {
	struct bpf_timer timer;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	__u32 key = 0;

	bpf_map_delete_elem(&table, &key);
	return 0;
}

RK_LICENSE("GPL");
