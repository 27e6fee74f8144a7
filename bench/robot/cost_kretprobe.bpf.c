// SPDX-License-Identifier: MIT
// Nothing, at this hook: what remains is the cost of getting there and back.
#include <rk/rk.bpf.h>

#ifdef __TARGET_ARCH_x86
SEC("kretprobe/__x64_sys_getppid")
#else
SEC("kretprobe/__arm64_sys_getppid")
#endif
int cost_kretprobe(void *ctx)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
