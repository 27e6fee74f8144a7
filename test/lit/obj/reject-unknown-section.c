// RUN: %clang-bpf -c %s -o %t.o && not %unit/obj_dump %t.o 2>&1 | FileCheck %s
#include <rk/rk.bpf.h>

// CHECK: reject-unknown-section.c:[[#@LINE+4]]:{{.*}}error: SEC("nonsense/x"): {{.*}} {{\[RKV0006\]}}
SEC("nonsense/x")
int prog(struct timer_event *e)
{
	return 0;
}
