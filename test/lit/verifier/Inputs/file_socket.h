// SPDX-License-Identifier: MIT
// The socket of a file that a section of RCU keeps, found in the section, and asked for its storage
// where BEFORE or BEHIND the section's end says.
#include <rk/rk.bpf.h>
#include "program_file.h"
#include "rcu.h"
#include "sk_storage.h"

SEC("fentry.s/__x64_sys_nanosleep")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_get_current_task_btf();
	struct socket *s;

	bpf_rcu_read_lock();
	s = bpf_sock_from_file(t->mm->exe_file);
	if (s && BEFORE)
		bpf_sk_storage_get(&stored, s->sk, 0, 1);
	bpf_rcu_read_unlock();
	if (s && BEHIND)
		bpf_sk_storage_get(&stored, s->sk, 0, 1);
	return 0;
}

RK_LICENSE("GPL");
