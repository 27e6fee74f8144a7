// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Some security hooks are answered with memory or a length, which no program can give.
// CHECK: error: no program can answer the security hook 'inode_getsecurity' [RKV0044]
// CHECK: error: no program can answer the security hook 'xfrm_decode_session' [RKV0044]
#include <rk/rk.bpf.h>

SEC("lsm/inode_getsecurity")
int prog(__u64 *ctx)
{
	return 0;
}

SEC("lsm/xfrm_decode_session")
int decode(__u64 *ctx)
{
	return 0;
}

RK_LICENSE("GPL");
