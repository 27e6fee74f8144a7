// SPDX-License-Identifier: MIT
// The inode of a hook, or OTHER in a section of RCU of the current task t; behind the section its
// storage is asked for.
#include <rk/rk.bpf.h>
#include "program_file.h"
#include "rcu.h"

struct {
	__uint(type, BPF_MAP_TYPE_INODE_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} stored SEC(".maps");

SEC("lsm.s/inode_free_security")
int prog(__u64 *ctx)
{
	struct inode *of_hook = (struct inode *)ctx[0], *i = of_hook;
	struct task_struct *t = bpf_get_current_task_btf();

	bpf_rcu_read_lock();
	if (bpf_get_prandom_u32() & 1)
		i = OTHER;
	bpf_rcu_read_unlock();
	if (i)
		bpf_inode_storage_get(&stored, i, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
