// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What lasts as long as its struct may be null all the same.
// CHECK: error: {{.*}}or null{{.*}}[RKV0022]
#include <rk/rk.bpf.h>

struct inode;
struct dentry {
	struct inode *d_inode;
} __attribute__((preserve_access_index));

struct {
	__uint(type, BPF_MAP_TYPE_INODE_STORAGE);
	__uint(map_flags, 1);
	__type(key, int);
	__type(value, __u64);
} seen SEC(".maps");

SEC("lsm/inode_unlink")
int prog(__u64 *ctx)
{
	struct dentry *d = (void *)ctx[1];
	struct inode *i = d->d_inode;

	bpf_inode_storage_get(&seen, i, 0, 1);
	return 0;
}

RK_LICENSE("GPL");
