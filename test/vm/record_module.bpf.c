// SPDX-License-Identifier: MIT
// A record of a module: the fields begin where the target's common ones end, and the text lies
// behind the fixed part. Key 0: records as they were sent; 1: others.
#include <rk/rk.bpf.h>

#include <bpf/bpf_core_read.h>

struct trace_entry {
	int pid;
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

struct fields {
	__u64 sequence;
	int value;
	__u32 text; /* offset in the record, and length << 16 */
};

SEC("tp/tracestim/tracestim_event")
int record_module(void *ctx)
{
	const struct fields *f = ctx + ((bpf_core_type_size(struct trace_entry) + 7) & ~7u);
	char text[16] = {};
	long n = bpf_probe_read_kernel_str(text, sizeof(text), ctx + (f->text & 0xffff));
	__u32 key = n != 9 || text[0] != 's' || text[7] != 's' || f->value != -(int)f->sequence;
	__u64 *count = bpf_map_lookup_elem(&seen, &key);

	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
