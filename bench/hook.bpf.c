// SPDX-License-Identifier: MIT
// A program that does nothing, and the least that a tracing program does: when it was, in a record.
#include <rk/rk.bpf.h>

struct sample {
	__u64 time, value;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 18);
} samples SEC(".maps");

SEC("syscall/enter/getppid")
int nothing(struct syscall_event *e)
{
	return 0;
}

static __always_inline int send(__u64 time)
{
	struct sample *s = bpf_ringbuf_reserve(&samples, sizeof(*s), 0);

	if (!s)
		return 0;
	s->time = time;
	s->value = 1;
	bpf_ringbuf_submit(s, 0);
	return 0;
}

SEC("syscall/enter/getppid")
int record(struct syscall_event *e)
{
	return send(0);
}

SEC("syscall/enter/getppid")
int timed_record(struct syscall_event *e)
{
	return send(bpf_ktime_get_ns());
}

RK_LICENSE("Dual MIT/GPL");
