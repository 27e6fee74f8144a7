// SPDX-License-Identifier: MIT
// A system call that no kernel has.
#include <rk/rk.bpf.h>

SEC("syscall/enter/no_such_call")
int none(struct syscall_event *evt)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
