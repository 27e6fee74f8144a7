// LINUX_KERNEL_VERSION is a constant where the target's release is known, so the branch of another
// kernel is dead; where it is not known, both branches must be safe.
// RUN: %clang-bpf -c %s -o %t.o
// RUN: cp %t.o %t.btf && llvm-objcopy-19 --dump-section .BTF=%t.btf %t.o
// RUN: printf '6.1.192-45\n#1 SMP\n' > %t.btf.release
// RUN: %rkverify --target-btf %t.btf %t.o | FileCheck %s --check-prefix=KNOWN
// RUN: not %rkverify %t.o | FileCheck %s --check-prefix=UNKNOWN
// RUN: printf '5.4.0\n#1 SMP\n' > %t.btf.release
// RUN: not %rkverify --target-btf %t.btf %t.o | FileCheck %s --check-prefix=UNKNOWN
// KNOWN: accepted
// UNKNOWN: [RKV0022]
#include <rk/rk.bpf.h>

extern unsigned int LINUX_KERNEL_VERSION __attribute__((section(".kconfig")));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, unsigned int);
	__type(value, unsigned long);
} slots SEC(".maps");

SEC("timer/1ms") int versions(struct timer_event *evt)
{
	unsigned int key = 7;
	unsigned long *v = bpf_map_lookup_elem(&slots, &key);

	if (LINUX_KERNEL_VERSION < (6 << 16))
		return (int)*v;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
