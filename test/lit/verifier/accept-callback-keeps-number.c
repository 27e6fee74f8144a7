// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What a callback does not write in its caller's frame is there in each run, and after the last.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/walk.h"

static long step(__u32 i, struct walk *w)
{
	w->trips++;
	places[w->place]++;
	return 0;
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	struct walk w = {.place = 5};

	bpf_loop(10, step, &w, 0);
	return places[w.place];
}

RK_LICENSE("GPL");
