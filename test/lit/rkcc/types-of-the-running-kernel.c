// REQUIRES: kernel-btf
// CO-RE against the running kernel's types: offsets are resolved at build time and the kernel's name
// is signed. The same types do not serve another architecture; a captured file brings its name.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/p.rkb --target x86_64 --target-btf /sys/kernel/btf/vmlinux
// RUN: uname -r > %t/release && %rk inspect %t/p.rkb | grep -F -f %t/release
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/q.rkb --target-btf /sys/kernel/btf/vmlinux; test $? = 2' 2>&1 | FileCheck %s --check-prefix=BOTH
// BOTH: give --target-btf ARCH=FILE for each
// RUN: cp /sys/kernel/btf/vmlinux %t/robot.btf && printf '9.9-robot\n#7 RT\n' > %t/robot.btf.release
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/r.rkb --target aarch64 --target-btf aarch64=%t/robot.btf | FileCheck %s
// CHECK: kernel 9.9-robot only
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/n.rkb --target x86_64; test $? = 1' 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: [RKV0008]
#include <rk/rk.bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

struct task_struct {
	int pid;
	struct task_struct *group_leader;
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, int);
	__type(value, __u64);
} switches SEC(".maps");

SEC("tp_btf/sched_switch")
int BPF_PROG(count, _Bool preempt, struct task_struct *prev, struct task_struct *next)
{
	int pid = BPF_CORE_READ(prev, group_leader, pid);
	__u64 one = next->pid;

	bpf_map_update_elem(&switches, &pid, &one, BPF_ANY);
	return 0;
}
