// The tracing and CO-RE macros compile for both targets and leave one relocation per field.
// RUN: %clang-bpf -Wall -Werror -c %s -o %t.x86.o
// RUN: llvm-objdump -dr %t.x86.o | FileCheck %s
// RUN: %clang-bpf -U__TARGET_ARCH_x86 -D__TARGET_ARCH_arm64 -Wall -Werror -c %s -o %t.arm.o
// RUN: llvm-objdump -dr %t.arm.o | FileCheck %s --check-prefix=ARM
#include <rk/rk.bpf.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

struct mm_struct {
	long users;
} __attribute__((preserve_access_index));
struct task_struct {
	struct mm_struct *mm;
	int pid;
	char comm[16];
	struct task_struct *group_leader;
} __attribute__((preserve_access_index));

// CHECK-LABEL: <users>:
// CHECK: CO-RE <byte_off> {{.*}} struct task_struct::group_leader
// CHECK: CO-RE <byte_off> {{.*}} struct task_struct::mm
// CHECK: CO-RE <byte_off> {{.*}} struct mm_struct::users
SEC("kprobe/wake")
int BPF_KPROBE(users, struct task_struct *t)
{
	return BPF_CORE_READ(t, group_leader, mm, users) > 1;
}

// CHECK-LABEL: <second>:
// CHECK: r0 = *(u64 *)(r1 + 0x68)
// ARM-LABEL: <second>:
// ARM: r0 = *(u64 *)(r1 + 0x8)
SEC("kprobe/two")
int BPF_KPROBE(second, long a, long b)
{
	return b;
}

// CHECK-LABEL: <result>:
// CHECK: r0 = *(u64 *)(r1 + 0x50)
// ARM-LABEL: <result>:
// ARM: r0 = *(u64 *)(r1 + 0x0)
SEC("kretprobe/two")
int BPF_KRETPROBE(result, int ret)
{
	return ret;
}

// CHECK-LABEL: <switched>:
// CHECK: = *(u64 *)(r1 + 0x10)
// CHECK: CO-RE <byte_off> {{.*}} struct task_struct::pid
SEC("tp_btf/sched_switch")
int BPF_PROG(switched, _Bool preempt, struct task_struct *prev,
	struct task_struct *next)
{
	return next->pid;
}

// CHECK-LABEL: <comm>:
// CHECK: CO-RE <byte_off> {{.*}} struct task_struct::comm
// CHECK: call 0x73
SEC("kprobe/comm")
int BPF_KPROBE(comm, struct task_struct *t)
{
	char name[16];

	BPF_CORE_READ_STR_INTO(&name, t, comm);
	return name[0];
}
