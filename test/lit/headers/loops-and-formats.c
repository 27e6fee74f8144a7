// Loops over iterators, formats with any number of arguments and the arguments of system calls compile
// without a warning for both targets; what robots have is built for them, a loop left early included.
// RUN: %clang-bpf -Wall -Wextra -Wno-unused-parameter -Werror -c %s -o %t.x86.o
// RUN: llvm-objdump -dr %t.x86.o | FileCheck %s --check-prefixes=CHECK,X86
// RUN: %clang-bpf -U__TARGET_ARCH_x86 -D__TARGET_ARCH_arm64 -Wall -Werror -c %s -o %t.arm.o
// RUN: llvm-objdump -dr %t.arm.o | FileCheck %s --check-prefixes=CHECK,ARM
// RUN: %rkverify %t.x86.o | FileCheck %s --check-prefix=VERDICT
// RUN: printf 'timestamp,line\n1,5\n2,3\n' > %t.csv
// RUN: %clang-bpf -DLOOPS -c %s -o %t.loops.o
// RUN: %rk run --engine interp %t.loops.o --replay %t.csv --map-dump | FileCheck %s --check-prefix=SUM
#include <rk/rk.bpf.h>
#include <bpf/bpf_tracing.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 1);
} sum SEC(".maps");

// Rows of two until 3, one of 0, 1 and 2 among them: (0 + 1 + 2) * 2 for each of the two lines.
// VERDICT-DAG: loops (gpio/chip0/line1/both): accepted
// SUM: {{^ *0: 12$}}
SEC("gpio/chip0/line1/both")
int loops(struct gpio_event *ctx)
{
	__u32 key = 0;
	__u64 *total = bpf_map_lookup_elem(&sum, &key);
	int i, *v;

	bpf_repeat(2)
	{
		bpf_for(i, 0, 100)
		{
			if (i == (int)ctx->line || i == 3)
				break;
			bpf_for_each(num, v, 0, 1)
				if (total)
					*total += *v + i;
		}
	}
	return 0;
}

#ifndef LOOPS
// VERDICT-DAG: many (kprobe/printed): accepted
// CHECK-LABEL: <many>:
// CHECK: call 0x6
// CHECK: call 0xb1
// CHECK: call 0xa5
SEC("kprobe/printed")
int BPF_KPROBE(many, void *p, long b, int c, char *d, int e, unsigned char f)
{
	char text[32];

	bpf_printk("nothing");
	bpf_printk("%p %ld %d %d", p, b, c, f);
	return BPF_SNPRINTF(text, sizeof(text), "%ld %s %d", b, "and", e) > 3 ? text[0] : text[1];
}

// VERDICT-DAG: opened (kprobe/__x64_sys_openat): accepted
// X86-LABEL: <opened>:
// X86: r3 = *(u64 *)(r{{[0-9]+}} + 0x70)
// X86: += 0x38
// ARM-LABEL: <opened>:
// ARM: r3 = *(u64 *)(r{{[0-9]+}} + 0x0)
// ARM: += 0x110
SEC("kprobe/__x64_sys_openat")
int BPF_KSYSCALL(opened, int folder, const char *name, int flags, int mode)
{
	return mode && folder;
}

// VERDICT-DAG: sixth (kprobe/six): accepted
// X86-LABEL: <sixth>:
// X86: r0 = *(u64 *)(r1 + 0x40)
// ARM-LABEL: <sixth>:
// ARM: r0 = *(u64 *)(r1 + 0x28)
SEC("kprobe/six")
int BPF_KPROBE(sixth, int a, int b, int c, int d, int e, int f)
{
	return f;
}
#endif

RK_LICENSE("GPL");
