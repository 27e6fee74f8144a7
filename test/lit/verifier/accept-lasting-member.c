// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Where sleeping is allowed, of a trusted struct's pointers only those are trusted that are never null and live as long.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/file.h"

struct linux_binprm {
	struct file *file, *interpreter;
} __attribute__((preserve_access_index));

SEC("lsm.s/bprm_check_security")
int prog(__u64 *ctx)
{
	struct linux_binprm *bprm = (struct linux_binprm *)ctx[0];
	char name[64];

	bpf_d_path(&bprm->file->f_path, name, sizeof(name));
	return 0;
}

RK_LICENSE("GPL");
