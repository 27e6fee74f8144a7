// Code may ask for its target; each image is compiled with its own answer.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/p.rkb
// RUN: %rkaot dump %t/p.rkb --target x86_64 | FileCheck %s --check-prefix=X86
// RUN: %rkaot dump %t/p.rkb --target aarch64 | FileCheck %s --check-prefix=ARM
// X86: movl{{.*}}$0x6f
// ARM: mov{{.*}}0xde
#include <rk/rk.bpf.h>

SEC("timer/1ms")
int tick(struct timer_event *evt)
{
#ifdef __TARGET_ARCH_arm64
	return 222;
#else
	return 111;
#endif
}
