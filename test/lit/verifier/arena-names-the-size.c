// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --arena 512 %t.o | FileCheck --check-prefix=SMALL %s
// RUN: not %rkverify --arena 512 %t.o | sed -n 's/.*arena of \([0-9]*\) bytes.*/\1/p' > %t.size
// RUN: xargs -I SIZE %rkverify --arena SIZE %t.o < %t.size | FileCheck --check-prefix=FITS %s
// RUN: %rkverify %t.o | FileCheck --check-prefix=FITS %s
// Too small an arena is no fault of the program, and the size that is named does.
// SMALL: the proof needs an arena of {{[0-9]+}} bytes; it has 512 [RKV0063]
// SMALL: unproved
// FITS: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

SEC("timer/10ms")
int prog(void *ctx)
{
	u32 key = bpf_get_smp_processor_id();
	u64 *n = bpf_map_lookup_elem(&counts, &key);

	if (n)
		*n += 1;
	return 0;
}

RK_LICENSE("MIT");
