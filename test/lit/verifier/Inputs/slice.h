// SPDX-License-Identifier: MIT
// Dynptrs of packets, and the slices that they lend.

int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *to) __ksym;
void *bpf_dynptr_slice(const struct bpf_dynptr *p, __u32 off, void *buf, __u32 size) __ksym;
void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *p, __u32 off, void *buf, __u32 size) __ksym;
