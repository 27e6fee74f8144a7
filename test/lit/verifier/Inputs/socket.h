// SPDX-License-Identifier: MIT
// The socket as programs see it.

struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
	__u16 dst_port, unused;
	__u32 dst_ip4, dst_ip6[4], state;
	__s32 rx_queue_mapping;
};
