// SPDX-License-Identifier: MIT
// The program: `add` is called a hundred times with a sum and the address in it.

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	struct sum s = {.total = 1};
	__u64 x = 0;

	s.last = &x;
	bpf_loop(100, add, &s, 0);
	return s.total + *s.last;
}
