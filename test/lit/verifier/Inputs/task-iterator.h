// SPDX-License-Identifier: MIT
// An iterator over tasks, which wants the RCU section that it includes.
#include "rcu.h"

struct task_struct;

struct bpf_iter_task {
	__u64 opaque[3];
};

int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task, unsigned int flags) __ksym;
struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) __ksym;
void bpf_iter_task_destroy(struct bpf_iter_task *it) __ksym;
