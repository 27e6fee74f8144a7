/* SPDX-License-Identifier: MIT */
/* timer/<period>: a hard hrtimer, also on PREEMPT_RT. One program, one timer. */
#include "kmod.h"

static enum hrtimer_restart expire(struct hrtimer *timer)
{
	struct rk_link *link = container_of(timer, struct rk_link, timer);
	ktime_t now = ktime_get();
	struct timer_event event = {
		.scheduled = (u64)ktime_to_ns(hrtimer_get_expires(timer)),
		.actual = (u64)ktime_to_ns(now),
		.period = link->hook.period_ns,
		.sequence = link->sequence,
	};
	u64 periods, ret;

	/* The program sees how many periods passed before this expiry; the clock goes on from now.
	 */
	periods = hrtimer_forward(timer, now, ns_to_ktime(event.period));
	event.missed = periods ? periods - 1 : 0;
	link->sequence += 1;
	if (event.missed)
		atomic64_add((s64)event.missed, &link->missed);
	rk_link_run(link, &event, &ret);
	return HRTIMER_RESTART;
}

static int attach(struct rk_link *link, const char **why)
{
	link->sequence = 0;
	hrtimer_init(&link->timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	link->timer.function = expire;
	hrtimer_start(&link->timer, ns_to_ktime(link->hook.period_ns), HRTIMER_MODE_REL_HARD);
	return RK_OK;
}

static void detach(struct rk_link *link)
{
	hrtimer_cancel(&link->timer);
}

const struct rk_hook_ops rk_hook_timer = {
	.attach = attach,
	.detach = detach,
	.direct = true,
};
