// SPDX-License-Identifier: MIT
// A ring buffer of one page.

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");
