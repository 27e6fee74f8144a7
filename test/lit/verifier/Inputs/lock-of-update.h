// SPDX-License-Identifier: MIT
// A program at HOOK has an update take the lock of its value.
#include <rk/rk.bpf.h>
#include "lock.h"

SEC(HOOK)
int prog(void *ctx)
{
	struct value v = {};
	__u32 key = 0;

	bpf_map_update_elem(&table, &key, &v, 4 /* BPF_F_LOCK */);
	return 0;
}

RK_LICENSE("GPL");
