// SPDX-License-Identifier: MIT
// sched_process_exit with its task typed: the pid that the argument's task has is the running
// one's.
#include <rk/rk.bpf.h>

#include <bpf/bpf_tracing.h>

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} exits SEC(".maps");

SEC("tp_btf/sched_process_exit")
int BPF_PROG(ended, struct task_struct *task)
{
	__u32 key = (__u32)task->pid != (__u32)bpf_get_current_pid_tgid();
	__u64 *n = bpf_map_lookup_elem(&exits, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
