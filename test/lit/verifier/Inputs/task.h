// SPDX-License-Identifier: MIT
// Tasks of the kernel by name alone, and what takes, finds and releases them.

struct task_struct;
struct task_struct *bpf_task_acquire(struct task_struct *p) __ksym;
struct task_struct *bpf_task_from_pid(__s32 pid) __ksym;
void bpf_task_release(struct task_struct *p) __ksym;
