// SPDX-License-Identifier: MIT
// A module's tracepoint that is given a task, which is taken if TEST.
#include <rk/rk.bpf.h>
#include "task.h"

SEC("tp_btf/late")
int prog(__u64 *ctx)
{
	struct task_struct *p = (struct task_struct *)ctx[1];

	if (TEST)
		p = bpf_task_acquire(p);
	else
		p = 0;
	if (p)
		bpf_task_release(p);
	return 0;
}

RK_LICENSE("GPL");
