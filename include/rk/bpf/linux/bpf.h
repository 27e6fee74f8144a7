/* SPDX-License-Identifier: MIT */
/*
 * The part of the kernel's <linux/bpf.h> that programs see: map types, flags, and the contexts of
 * Linux's own hooks. Numbers are Linux's. Map types are generated from map.def.
 */
#ifndef RK_BPF_LINUX_BPF_H
#define RK_BPF_LINUX_BPF_H

#include <linux/types.h>

#ifndef __VMLINUX_H__
#include <rk/map_type.h>

/* Flags of bpf_map_update_elem. */
enum { BPF_ANY = 0, BPF_NOEXIST = 1, BPF_EXIST = 2, BPF_F_LOCK = 4 };

/* Flags of map definitions. */
enum {
	BPF_F_NO_PREALLOC = 1 << 0,
	BPF_F_NO_COMMON_LRU = 1 << 1,
	BPF_F_NUMA_NODE = 1 << 2,
	BPF_F_RDONLY = 1 << 3,
	BPF_F_WRONLY = 1 << 4,
	BPF_F_STACK_BUILD_ID = 1 << 5,
	BPF_F_ZERO_SEED = 1 << 6,
	BPF_F_RDONLY_PROG = 1 << 7,
	BPF_F_WRONLY_PROG = 1 << 8,
	BPF_F_MMAPABLE = 1 << 10,
};

/* Flags of the ring-buffer helpers. */
enum { BPF_RB_NO_WAKEUP = 1 << 0, BPF_RB_FORCE_WAKEUP = 1 << 1 };
enum { BPF_RB_AVAIL_DATA = 0, BPF_RB_RING_SIZE = 1, BPF_RB_CONS_POS = 2, BPF_RB_PROD_POS = 3 };

/* Flags of the stack and perf helpers. */
enum {
	BPF_F_SKIP_FIELD_MASK = 0xff,
	BPF_F_USER_STACK = 1 << 8,
	BPF_F_FAST_STACK_CMP = 1 << 9,
	BPF_F_REUSE_STACKID = 1 << 10,
	BPF_F_USER_BUILD_ID = 1 << 11,
};
#define BPF_F_INDEX_MASK 0xffffffffULL
#define BPF_F_CURRENT_CPU BPF_F_INDEX_MASK
#define BPF_LOCAL_STORAGE_GET_F_CREATE 1ULL

struct bpf_spin_lock {
	__u32 val;
};

struct bpf_timer {
	__u64 __opaque[2];
} __attribute__((aligned(8)));

struct bpf_dynptr {
	__u64 __opaque[2];
} __attribute__((aligned(8)));

struct bpf_iter_num {
	__u64 __opaque[1];
} __attribute__((aligned(8)));

struct bpf_raw_tracepoint_args {
	__u64 args[0];
};

struct bpf_perf_event_value {
	__u64 counter;
	__u64 enabled;
	__u64 running;
};

enum xdp_action { XDP_ABORTED, XDP_DROP, XDP_PASS, XDP_TX, XDP_REDIRECT };

/* Verified only: no robot hook hands out packets. */
struct xdp_md {
	__u32 data;
	__u32 data_end;
	__u32 data_meta;
	__u32 ingress_ifindex;
	__u32 rx_queue_index;
	__u32 egress_ifindex;
};

struct __sk_buff {
	__u32 len;
	__u32 pkt_type;
	__u32 mark;
	__u32 queue_mapping;
	__u32 protocol;
	__u32 vlan_present;
	__u32 vlan_tci;
	__u32 vlan_proto;
	__u32 priority;
	__u32 ingress_ifindex;
	__u32 ifindex;
	__u32 tc_index;
	__u32 cb[5];
	__u32 hash;
	__u32 tc_classid;
	__u32 data;
	__u32 data_end;
	__u32 napi_id;
	__u32 family;
	__u32 remote_ip4;
	__u32 local_ip4;
	__u32 remote_ip6[4];
	__u32 local_ip6[4];
	__u32 remote_port;
	__u32 local_port;
	__u32 data_meta;
	void *flow_keys;
	__u64 tstamp;
	__u32 wire_len;
	__u32 gso_segs;
	void *sk;
	__u32 gso_size;
	__u8 tstamp_type;
	__u8 : 8;
	__u16 : 16;
	__u64 hwtstamp;
};
#endif

#endif
