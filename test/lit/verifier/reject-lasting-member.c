// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Where sleeping is allowed, of a trusted struct's pointers only those are trusted that are never null and live as long.
// CHECK: error: {{.*}}argument 1 (r1) is a pointer to kernel type{{.*}}[RKV0040]
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

	bpf_d_path(&bprm->interpreter->f_path, name, sizeof(name));
	return 0;
}

RK_LICENSE("GPL");
