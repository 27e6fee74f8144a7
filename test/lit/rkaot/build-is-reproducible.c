// The same object gives the same bytes, also from a source that lies elsewhere.
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkaot build --target x86_64 --target aarch64 %t.o -o %t.1 && %rkaot build --target x86_64 --target aarch64 %t.o -o %t.2
// RUN: cmp %t.1 %t.2
// RUN: mkdir -p %t.dir && cp %s %t.dir && %clang-bpf -c %t.dir/build-is-reproducible.c -o %t.o
// RUN: %rkaot build --target x86_64 --target aarch64 %t.o -o %t.2 && cmp %t.1 %t.2
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");
__u64 total;

SEC("timer/1ms")
int one(struct timer_event *e)
{
	total += e->missed;
	bpf_ringbuf_output(&events, e, sizeof(*e), 0);
	return 0;
}

SEC("timer/2ms")
int two(struct timer_event *e)
{
	return bpf_ktime_get_ns() & 1;
}
RK_LICENSE("GPL");
