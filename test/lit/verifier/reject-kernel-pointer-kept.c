// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// When a map ends, the kernel gives back what it owns: a task, but no file.
// CHECK: error: a map cannot own a struct file: nothing gives it back when the map ends [RKV0042]
#include <rk/rk.bpf.h>

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct file {
	int f_flags;
} __attribute__((preserve_access_index));

struct value {
	struct file __attribute__((btf_type_tag("kptr"))) *kept;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

struct file *bpf_get_task_exe_file(struct task_struct *t) __ksym;
void bpf_put_file(struct file *f) __ksym;

SEC("lsm/file_open")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);
	struct file *o;

	if (!v)
		return 0;
	o = bpf_get_task_exe_file((void *)bpf_get_current_task_btf());
	if (!o)
		return 0;
	o = bpf_kptr_xchg(&v->kept, o);
	if (o)
		bpf_put_file(o);
	return 0;
}

RK_LICENSE("GPL");
