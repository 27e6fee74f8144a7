// SPDX-License-Identifier: MIT
// A time stamp and a 16-byte record for each event; nobody reads them, so the ring overflows only
// once, after which the cost of a drop would be counted: it holds all events of the run.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} records SEC(".maps");

struct record {
	__u64 time, number;
};

SEC("syscall/enter/getppid")
int cost_record_ring(struct syscall_event *evt)
{
	struct record *r = bpf_ringbuf_reserve(&records, sizeof(*r), 0);

	if (!r)
		return 0;
	r->time = bpf_ktime_get_ns();
	r->number = evt->nr;
	bpf_ringbuf_submit(r, BPF_RB_NO_WAKEUP);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
