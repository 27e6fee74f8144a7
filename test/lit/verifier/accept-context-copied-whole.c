// Clang copies a struct in 8-byte words that cover neighbouring fields: each byte is a field's.
// RUN: %clang-bpf -c %s -o %t.o && %rkverify %t.o | FileCheck %s
// CHECK: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("iio/device0/in_accel_x") int prog(struct iio_event *evt)
{
	struct iio_event *copy = bpf_ringbuf_reserve(&events, sizeof(*copy), 0);

	if (!copy)
		return 1;
	*copy = *evt;
	bpf_ringbuf_submit(copy, 0);
	return 1;
}

char LICENSE[] SEC("license") = "GPL";
