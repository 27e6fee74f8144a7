/* SPDX-License-Identifier: MIT */
/* Connections that the kernel tracks. */
struct bpf_ct_opts {
	__s32 netns_id, error;
	__u8 l4proto, dir, reserved[2];
};

struct bpf_sock_tuple {
	__u32 from, to, ports;
};

struct nf_conn {
	unsigned long status;
	__u32 mark;
} __attribute__((preserve_access_index));
struct nf_conn *bpf_skb_ct_lookup(struct __sk_buff *skb, struct bpf_sock_tuple *tuple, __u32 size,
	struct bpf_ct_opts *opts, __u32 opts_size) __ksym;
struct nf_conn *bpf_skb_ct_alloc(struct __sk_buff *skb, struct bpf_sock_tuple *tuple, __u32 size,
	struct bpf_ct_opts *opts, __u32 opts_size) __ksym;
struct nf_conn *bpf_ct_insert_entry(struct nf_conn *ct) __ksym;
void bpf_ct_release(struct nf_conn *ct) __ksym;
void bpf_ct_set_timeout(struct nf_conn *ct, __u32 timeout) __ksym;
