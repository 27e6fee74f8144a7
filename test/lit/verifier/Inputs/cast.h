// SPDX-License-Identifier: MIT
// A cast to a type of the kernel, and the one field of tasks that is read through it.

void *bpf_rdonly_cast(const void *p, __u32 type) __ksym;

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));
