// SPDX-License-Identifier: MIT
// The index of eight numbers is at most LIMIT when it is stored, and comes back from the stack.
__u64 numbers[8];

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u64 i = ctx->sequence, before;
	volatile __u64 place;

	if (i > LIMIT)
		return 0;
	place = i;
	before = __sync_fetch_and_add(&place, 100);
	numbers[before] = 1;
	return 0;
}

RK_LICENSE("GPL");
