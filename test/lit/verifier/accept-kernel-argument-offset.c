// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A pointer into the middle of a struct is no pointer to that struct, but may be one to a member.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/file.h"

SEC("lsm/file_open")
int prog(__u64 *ctx)
{
	struct file *file = (struct file *)ctx[0];
	char name[64];

	bpf_d_path(&file->f_path, name, sizeof(name));
	return 0;
}

RK_LICENSE("GPL");
