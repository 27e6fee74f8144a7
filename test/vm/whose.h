/* SPDX-License-Identifier: MIT */
/* The process whose calls a test counts, told by it: others of the machine make the same ones. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} whose SEC(".maps");

static __always_inline _Bool mine(void)
{
	__u32 zero = 0;
	__u64 *process = bpf_map_lookup_elem(&whose, &zero);

	return process && *process == bpf_get_current_pid_tgid() >> 32;
}
