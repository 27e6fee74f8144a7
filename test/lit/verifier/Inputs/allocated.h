// SPDX-License-Identifier: MIT
// An object of the program's own, with a lock, and what makes and frees it.

struct item {
	__u64 number;
	struct bpf_spin_lock lock;
};

void *bpf_obj_new_impl(__u64 type, void *meta) __ksym;
void bpf_obj_drop_impl(void *p, void *meta) __ksym;
