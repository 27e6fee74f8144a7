/* SPDX-License-Identifier: MIT */
/*
 * For the programs of this folder: numbers by which one tells its test what it saw. SEEN, their
 * count, is defined by the program, which says what each is.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SEEN);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

/* One more; what it was before. */
static __always_inline __u64 count(__u32 key)
{
	__u64 *n = bpf_map_lookup_elem(&seen, &key);

	return n ? __sync_fetch_and_add(n, 1) : 0;
}
