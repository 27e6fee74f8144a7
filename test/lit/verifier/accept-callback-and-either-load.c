// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A program that is judged once more, for a load that is a probe on one way, forgets no more
// before its callbacks than it did.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/walk.h"

static long step(__u32 i, struct walk *w)
{
	w->trips++;
	places[w->place]++;
	return 0;
}

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct walk w = {.place = 5};
	__u64 word;

	bpf_loop(10, step, &w, 0);
	asm volatile("r2 = %[own] ll\n"
		"if %[which] == 0 goto 1f\n"
		"r2 = *(u64 *)(%[ctx] + 8)\n"
		"1: %[word] = *(u64 *)(r2 + 0)\n"
		: [word] "=r"(word)
		: [own] "i"(&places), [which] "r"(bpf_get_prandom_u32()), [ctx] "r"(ctx)
		: "r2", "memory");
	return places[w.place] + (word > 1);
}

RK_LICENSE("GPL");
