// The same source, key and counter give the same bytes, from whatever folder.
// RUN: rm -rf %t && mkdir -p %t/a %t/b && cp %s %t/a/x.bpf.c && cp %s %t/b/x.bpf.c
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: cd %t/a && env RK_KEYS=%t/keys SOURCE_DATE_EPOCH=1700000000 %rkcc build x.bpf.c
// RUN: cd %t/b && env RK_KEYS=%t/keys %rkcc build --counter 1700000000 x.bpf.c
// RUN: cmp %t/a/x.rkb %t/b/x.rkb
#include <rk/rk.bpf.h>

static __u64 runs;

SEC("timer/1ms")
int tick(struct timer_event *evt)
{
	runs += evt->missed;
	return 0;
}
