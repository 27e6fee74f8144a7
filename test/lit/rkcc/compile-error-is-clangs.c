// A compile error is Clang's own text, exit code 1; nothing is written, an older blob stays as it was.
// RUN: rm -rf %t && mkdir -p %t && echo old > %t/p.rkb
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/p.rkb; test $? = 1' 2>&1 | FileCheck %s
// RUN: echo old | diff - %t/p.rkb
// RUN: ls %t | count 2
// RUN: env RK_KEYS=%t/keys not %rkcc build --format json %s -o %t/p.rkb | FileCheck %s --check-prefix=JSON
#include <rk/rk.bpf.h>

SEC("timer/1ms")
int tick(struct timer_event *evt)
{
	// CHECK: compile-error-is-clangs.c:[[#@LINE+3]]:14: error: no member named 'nope'
	// CHECK: 1 error generated.
	// JSON: "exit":1,{{.*}}"severity":"error","file":"{{.*}}compile-error-is-clangs.c","line":[[#@LINE+1]],"column":14,"message":"no member named 'nope'
	return evt->nope;
}
