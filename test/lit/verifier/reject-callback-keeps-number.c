// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What a callback does not write in its caller's frame is there in each run, and after the last.
// CHECK: error: {{.*}}may leave its object{{.*}}[RKV002
#include <rk/rk.bpf.h>
#include "Inputs/walk.h"

static long step(__u32 i, struct walk *w)
{
	w->trips++;
	w->place++;
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
