// SPDX-License-Identifier: MIT
// Sends up to 1,000 frames from where a kernel lock is released, at every fourth release, so that
// the worker empties the queue between them and releases its lock here as well; no interface has
// index 0.
#include <rk/rk.bpf.h>

#include <bpf/bpf_tracing.h>

__u64 seen, sent;

SEC("kprobe/_raw_spin_unlock_irqrestore")
int unlocked(struct pt_regs *regs)
{
	__u8 data[8] = {};

	if (__sync_fetch_and_add(&seen, 1) % 4 == 0 && sent < 1000 &&
		bpf_can_send(0, 0x123, data, sizeof(data)) == 1)
		__sync_fetch_and_add(&sent, 1);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
