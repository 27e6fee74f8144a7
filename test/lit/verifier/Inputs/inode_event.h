// SPDX-License-Identifier: MIT
// KERNEL: the type of Linux's tracepoint nfs4_inode_callback_event. Else a program there, which reads
// the number behind argument ARG.
#ifdef KERNEL
struct inode {
	unsigned long i_ino;
};
typedef void (*btf_trace_nfs4_inode_callback_event)(void *, struct inode *, int, struct inode *);
btf_trace_nfs4_inode_callback_event event;
#else
#include <rk/rk.bpf.h>

SEC("tp_btf/nfs4_inode_callback_event")
int prog(__u64 *ctx)
{
	return *(__u64 *)ctx[ARG] != 0;
}

RK_LICENSE("GPL");
#endif
