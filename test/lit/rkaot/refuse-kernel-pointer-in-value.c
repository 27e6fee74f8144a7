// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o
// RUN: not %rkaot build %t.o -o %t.rkb 2>&1 | %FileCheck %s
// RUN: %clang-bpf -DDATA -c %s -o %t.data.o
// RUN: %rkaot build %t.data.o -o %t.rkb
// Linux leaves kernel pointers out when a value is written; for robots they are bytes as others.
// CHECK: error: the program follows a kernel pointer in a map's value, {{.*}} [RKV0072]
#include <rk/rk.bpf.h>

struct node {
	long a, b;
};

struct value {
	struct node __attribute__((btf_type_tag("kptr"))) *p;
	long data;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, int);
	__type(value, struct value);
} values SEC(".maps");

struct node layout;

SEC("tp_btf/sys_enter")
int prog(void *ctx)
{
	struct value *v, forged = {(struct node *)0x41414141, 1};
	int key = 0;

	bpf_map_update_elem(&values, &key, &forged, 0);
	v = bpf_map_lookup_elem(&values, &key);
	if (!v)
		return 0;
#ifdef DATA
	v->data = 2;
#else
	struct node *p = v->p;

	if (p)
		p->a = 2;
#endif
	return 0;
}

RK_LICENSE("GPL");
