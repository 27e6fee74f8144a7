// SPDX-License-Identifier: MIT
// Tasks are found and released.

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct task_struct *bpf_task_from_pid(__s32 pid) __ksym;
void bpf_task_release(struct task_struct *p) __ksym;
