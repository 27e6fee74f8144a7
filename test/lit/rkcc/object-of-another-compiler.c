// A ready-made object gives the same machine code as its source.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: %clang-bpf -c %s -o %t/p.bpf.o
// RUN: env RK_KEYS=%t/keys %rkcc build %t/p.bpf.o -o %t/o.rkb
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/c.rkb
// RUN: %rkaot dump %t/o.rkb --target aarch64 | grep -v '^;' > %t/o.txt
// RUN: %rkaot dump %t/c.rkb --target aarch64 | grep -v '^;' > %t/c.txt
// RUN: diff %t/o.txt %t/c.txt
#include <rk/rk.bpf.h>

SEC("pwm/chip0/channel0")
int watch(struct pwm_state *state)
{
	return state->duty_cycle > state->period / 2;
}
