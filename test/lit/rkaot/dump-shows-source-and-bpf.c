// Source lines and BPF instructions stand above the machine code that came from them, also in a blob.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump %t.o | %FileCheck %s
// RUN: %rkaot build %t.o -o %t.rkb && %rkaot dump %t.rkb | %FileCheck --check-prefix=BLOB %s
#include <rk/rk.bpf.h>

SEC("timer/1ms")
int twice(struct timer_event *e)
{
	return e->missed * 2;
}
// CHECK: ; {{.*}}dump-shows-source-and-bpf.c:[[@LINE-2]]: return e->missed * 2;
// CHECK: ; 0: r0 = *(u64 *)(r1 + 32)
// BLOB: <twice>: x86_64
// BLOB: ; {{.*}}dump-shows-source-and-bpf.c:[[@LINE-5]]:
RK_LICENSE("GPL");
