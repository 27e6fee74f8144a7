// What a helper may read and the program never wrote is zero, not the kernel's stack.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump --ir --O0 %t.o 2>&1 | %FileCheck %s
#include <rk/rk.bpf.h>

struct padded {
	__u32 small;
	__u64 large;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct padded);
} table SEC(".maps");

SEC("kprobe/do_unlinkat")
int padded(void *regs)
{
	struct padded p = {.small = 1, .large = bpf_ktime_get_ns()};
	__u32 key = 0;

	bpf_map_update_elem(&table, &key, &p, BPF_ANY);
	return 0;
}
// CHECK: %[[FRAME:[0-9]+]] = alloca [32 x i8]
// CHECK: %[[END:[0-9]+]] = getelementptr i8, ptr %[[FRAME]], i64 32
// CHECK: %[[P:[0-9]+]] = getelementptr i8, ptr %[[END]], i64 -16
// CHECK-NEXT: store i64 0, ptr %[[P]]
// CHECK: br label
RK_LICENSE("GPL");
