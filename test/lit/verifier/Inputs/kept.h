// SPDX-License-Identifier: MIT
// A map whose values keep a kernel object of type KEPT, which MAKE makes and RELEASE releases.
#include <rk/rk.bpf.h>

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct file {
	int f_flags;
} __attribute__((preserve_access_index));

struct value {
	struct KEPT __attribute__((btf_type_tag("kptr"))) *kept;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

struct task_struct *bpf_task_from_pid(int pid) __ksym;
void bpf_task_release(struct task_struct *t) __ksym;
struct file *bpf_get_task_exe_file(struct task_struct *t) __ksym;
void bpf_put_file(struct file *f) __ksym;

SEC("lsm/file_open")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);
	struct KEPT *o;

	if (!v)
		return 0;
	o = MAKE;
	if (!o)
		return 0;
	o = bpf_kptr_xchg(&v->kept, o);
	if (o)
		RELEASE(o);
	return 0;
}

RK_LICENSE("GPL");
