// SPDX-License-Identifier: MIT
// Eight bytes beside each socket. After rk.bpf.h.
struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} stored SEC(".maps");
