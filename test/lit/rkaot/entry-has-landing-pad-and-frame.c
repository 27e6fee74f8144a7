// Entries carry endbr64 / bti c and a frame pointer; returns are slots for the kernel's thunk.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump %t.o | %FileCheck --check-prefix=X86 %s
// RUN: %rkaot dump --target aarch64 %t.o | %FileCheck --check-prefix=ARM %s
#include <rk/rk.bpf.h>

SEC("timer/1ms")
int late(struct timer_event *e)
{
	return bpf_ktime_get_ns() > e->scheduled;
}
// X86: <late>: x86_64
// X86-NEXT: ; {{.*}}.c:
// X86: 0: f3 0f 1e fa  endbr64
// X86-NEXT: pushq %rbp
// X86-NEXT: movq %rsp, %rbp
// X86: e8 00 00 00 00  callq {{.*}}; bpf_ktime_get_ns
// X86: c3  retq ; return slot
// X86-NEXT: int3
// ARM: <late>: aarch64
// ARM: 0: 5f 24 03 d5
// ARM: stp x29, x30
// ARM: 00 00 00 94  bl #0x0 ; bpf_ktime_get_ns
// ARM: ret
RK_LICENSE("GPL");
