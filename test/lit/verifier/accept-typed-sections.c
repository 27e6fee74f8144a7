// Typed program types find their prototypes in the target's BTF.
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s --implicit-check-not=error
// CHECK-DAG: after (fexit/vfs_read): accepted
// CHECK-DAG: each (iter/task): accepted
// CHECK-DAG: guard (lsm/file_open): accepted
#include <rk/rk.bpf.h>

SEC("fexit/vfs_read") int after(void *ctx)
{
	return 0;
}

SEC("iter/task") int each(void *ctx)
{
	return 0;
}

SEC("lsm/file_open") int guard(void *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
