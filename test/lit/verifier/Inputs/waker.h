// SPDX-License-Identifier: MIT
// FOUND of the current task t, read in a section of RCU, and asked for its storage where BEFORE or
// BEHIND the section's end says.
#include <rk/rk.bpf.h>
#include "task.h"
#include "rcu.h"
#include "storage.h"

struct task_struct {
	struct task_struct *last_wakee;
} __attribute__((preserve_access_index));

SEC("fentry.s/__x64_sys_nanosleep")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_get_current_task_btf();

	bpf_rcu_read_lock();
	t = FOUND;
	if (t && BEFORE)
		bpf_task_storage_get(&seen, t, 0, 1);
	bpf_rcu_read_unlock();
	if (t && BEHIND)
		bpf_task_storage_get(&seen, t, 0, 1);
	return 0;
}

RK_LICENSE("GPL");
