// One of two programs is unsafe: exit code 3, diagnostics of the unsafe one, no blob of either.
// RUN: rm -rf %t && mkdir -p %t/out
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: cd %t/out && env RK_KEYS=%t/keys sh -c '%rkcc build %s; test $? = 3' 2>&1 | FileCheck %s
// RUN: ls %t/out | count 0
// The other one builds alone.
// RUN: cd %t/out && env RK_KEYS=%t/keys %rkcc build %s --program good | FileCheck %s --check-prefix=GOOD
// RUN: ls %t/out | count 1
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} m SEC(".maps");

SEC("timer/1ms")
int bad(struct timer_event *evt)
{
	__u32 key = evt->missed;
	__u64 *v = bpf_map_lookup_elem(&m, &key);

	// CHECK: rejected-program-leaves-nothing.c:[[#@LINE+1]]:{{[0-9]+}}: error: {{.*}} [RKV0022]
	return *v;
}

// GOOD: good at timer/2ms
SEC("timer/2ms")
int good(struct timer_event *evt)
{
	return 0;
}
