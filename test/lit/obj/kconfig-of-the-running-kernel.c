// REQUIRES: kernel-btf
// The running kernel says what it is configured for, and what is known is constant beside what is not.
// RUN: %clang-bpf -c %s -o %t.o && %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s --check-prefix=RUNNING
// RUN: printf 'CONFIG_BPF=y\n' > %t.config
// RUN: %rkverify --kernel-config %t.config %t.o | FileCheck %s --check-prefix=RUNNING
// RUN: not %rkverify %t.o | FileCheck %s --check-prefix=UNKNOWN
// RUNNING: accepted
// UNKNOWN: [RKV0022]
#include <rk/rk.bpf.h>

extern _Bool CONFIG_BPF __attribute__((section(".kconfig")));
extern _Bool LINUX_UNKNOWN __attribute__((section(".kconfig"), weak));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, unsigned int);
	__type(value, unsigned long);
} slots SEC(".maps");

SEC("timer/1ms") int configured(struct timer_event *evt)
{
	unsigned int key = 7;
	unsigned long *v = bpf_map_lookup_elem(&slots, &key);

	if (!CONFIG_BPF)
		return (int)*v;
	return LINUX_UNKNOWN;
}

char LICENSE[] SEC("license") = "GPL";
