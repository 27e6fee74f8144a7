// SPDX-License-Identifier: MIT
// How long threads wait for a processor, as a histogram of powers of two in microseconds: what a
// control loop feels when something else has the core. The kernel adds up each thread's waiting;
// the difference between two of its turns is one wait.
//
//   rkcc build --target aarch64 --target-btf aarch64=BTF --kernel-release R --kernel-version V
//   examples/sched_latency.bpf.c rk deploy sched_latency.rkb robot && rk map dump sched_latency
//   wait_us_log2 --host robot
#include <rk/rk.bpf.h>

#include <bpf/bpf_tracing.h>

struct sched_info {
	unsigned long long run_delay;
} __attribute__((preserve_access_index));

struct task_struct {
	int pid;
	struct sched_info sched_info;
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} waited SEC(".maps");

enum { BUCKETS = 32 };

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, BUCKETS);
	__type(key, __u32);
	__type(value, __u64);
} wait_us_log2 SEC(".maps");

static __u32 log2_of(__u64 v)
{
	__u32 n = 0;

	for (__u32 step = 16; step; step /= 2)
		if (v >> step) {
			v >>= step;
			n += step;
		}
	return n;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(sched_latency, _Bool preempt, struct task_struct *prev, struct task_struct *next)
{
	__u64 total = prev->sched_info.run_delay, *before, *n;
	__u32 pid = (__u32)prev->pid, bucket;

	before = bpf_map_lookup_elem(&waited, &pid);
	if (!before) {
		bpf_map_update_elem(&waited, &pid, &total, BPF_ANY);
		return 0;
	}
	bucket = log2_of((total - *before) / 1000);
	*before = total;
	if (bucket >= BUCKETS)
		bucket = BUCKETS - 1;
	n = bpf_map_lookup_elem(&wait_us_log2, &bucket);
	if (n)
		*n += 1;
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
