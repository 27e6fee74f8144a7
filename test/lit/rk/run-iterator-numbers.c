/*
 * Iterators over numbers come along with the program: interpreted and native they count the same.
 *
 * RUN: rm -rf %t.keys && env RK_KEYS=%t.keys %rk key generate robot 2>&1
 * RUN: %rkcc build %s -o %t.rkb --key %t.keys/robot.sec 2>&1
 * RUN: %clang-bpf -c %s -o %t.o
 * RUN: printf 'timestamp,line\n1,5\n2,3\n3,4294967295\n' > %t.csv
 * RUN: %rk run %t.rkb --key %t.keys/robot.pub --replay %t.csv --json --map-dump > %t.native
 * RUN: %rk run --engine interp %t.o --replay %t.csv --map-dump --json > %t.interp
 * RUN: grep -v summary %t.interp > %t.1 && grep -v summary %t.native > %t.2 && cmp %t.1 %t.2
 * RUN: FileCheck %s < %t.1
 * CHECK: 13
 */
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 1);
} sum SEC(".maps");

/* 0+1+2+3+4 and 0+1+2: 13; nothing from 0 up to -1. */
SEC("gpio/chip0/line1/both")
int prog(struct gpio_event *ctx)
{
	struct bpf_iter_num it;
	__u32 key = 0;
	__u64 *total = bpf_map_lookup_elem(&sum, &key);
	int *v;

	bpf_iter_num_new(&it, 0, (int)ctx->line < 100 ? (int)ctx->line : 100);
	while ((v = bpf_iter_num_next(&it)))
		if (total)
			*total += *v;
	bpf_iter_num_destroy(&it);
	return 0;
}

RK_LICENSE("GPL");
