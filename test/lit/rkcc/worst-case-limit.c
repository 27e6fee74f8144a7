// The limit on executed instructions: the source's own stands, the command line's overrides it.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build --profile embedded %s -o %t/p.rkb; test $? = 3' 2>&1 | FileCheck %s --check-prefix=OVER
// OVER: error: {{.*}}50{{.*}} [RKV0061]
// RUN: env RK_KEYS=%t/keys %rkcc build --profile embedded --worst-case 5000 %s -o %t/p.rkb | FileCheck %s --check-prefix=RAISED
// RAISED: worst case {{[0-9,]+}} instructions of 5,000 allowed
// RUN: env RK_KEYS=%t/keys %rkcc build --profile embedded -DLIMIT=700 %s -o %t/p.rkb | FileCheck %s --check-prefix=SOURCE
// SOURCE: worst case {{[0-9,]+}} instructions of 700 allowed
// The cloud profile reports, and refuses nothing for it.
// RUN: env RK_KEYS=%t/keys %rkcc build --profile cloud %s -o %t/p.rkb | FileCheck %s --check-prefix=CLOUD
// CLOUD: worst case {{[0-9,]+}} instructions;
#include <rk/rk.bpf.h>

#ifndef LIMIT
#define LIMIT 50
#endif
RK_WORST_CASE(LIMIT);

SEC("gpio/chip0/line1/both")
int spin(struct gpio_event *evt)
{
	__u64 sum = 0;

#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < 100; i++) {
		sum += i * evt->line;
		barrier_var(sum);
	}
	return sum > 5;
}
