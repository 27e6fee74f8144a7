// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Where a union has a pointer something else may be: a helper does not follow it.
// CHECK: error: argument 1 (r1) is a pointer to kernel type 'struct file'; bpf_sock_from_file takes a trusted file [RKV0040]
#include <rk/rk.bpf.h>

struct file;
struct io_kiocb {
	union {
		struct file *file;
	};
} __attribute__((preserve_access_index));

SEC("tp_btf/io_uring_submit_req")
int prog(__u64 *ctx)
{
	struct io_kiocb *req = (struct io_kiocb *)ctx[0];

	return bpf_sock_from_file(req->file) ? 1 : 0;
}

RK_LICENSE("GPL");
