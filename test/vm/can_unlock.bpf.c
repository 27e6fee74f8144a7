// SPDX-License-Identifier: MIT
// Sends up to 50 frames from where a kernel lock is released; no interface has index 0.
#include <rk/rk.bpf.h>

#include <bpf/bpf_tracing.h>

__u64 sent;

SEC("kprobe/_raw_spin_unlock_irqrestore")
int unlocked(struct pt_regs *regs)
{
	__u8 data[8] = {};

	if (sent < 50 && bpf_can_send(0, 0x123, data, sizeof(data)) == 1)
		__sync_fetch_and_add(&sent, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
