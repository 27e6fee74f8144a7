// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// When a map ends, the kernel gives back what it owns: a task, but no file.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct file {
	int f_flags;
} __attribute__((preserve_access_index));

struct value {
	struct task_struct __attribute__((btf_type_tag("kptr"))) *kept;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

struct task_struct *bpf_task_from_pid(int pid) __ksym;
void bpf_task_release(struct task_struct *t) __ksym;

SEC("lsm/file_open")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);
	struct task_struct *o;

	if (!v)
		return 0;
	o = bpf_task_from_pid(1);
	if (!o)
		return 0;
	o = bpf_kptr_xchg(&v->kept, o);
	if (o)
		bpf_task_release(o);
	return 0;
}

RK_LICENSE("GPL");
