// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkaot dump --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A load whose address is the kernel's on one path and a map value on the other may fault: it must
// be the load that cannot.
// CHECK: *(u64 *)(r7 + 0)
// CHECK-NOT: r0 = 0
// CHECK: rk_probe_ld8
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 1);
} values SEC(".maps");

SEC("tp_btf/sched_switch")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 8)\n"
		"r1 = 0\n"
		"*(u32 *)(r10 - 4) = r1\n"
		"r2 = r10\n"
		"r2 += -4\n"
		"r1 = %[values] ll\n"
		"call 1\n"
		"r7 = r0\n"
		"if r7 == 0 goto 1f\n"
		"call 7\n"
		"if r0 == 0 goto 2f\n"
		"r7 = r6\n"
		"2: r1 = *(u64 *)(r7 + 0)\n"
		"1: r0 = 0\n"
		"exit\n"
		:
		: [values] "i"(&values)
		: "memory");
}

RK_LICENSE("MIT");
