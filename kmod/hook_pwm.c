/* SPDX-License-Identifier: MIT */
/*
 * pwm/<chip>/channel<N>: every state that a driver was told to apply and took, through the
 * pwm_apply tracepoint. Applies of the kernel, of user space and of programs are all seen; a state
 * that equals the one before is not applied by the kernel and is no event. The PWM core may hold a
 * chip's lock here: a program's own outputs are written a moment later.
 */
#include <trace/events/pwm.h>

#include "pwm.h"

static void observe(
	struct rk_link *link, const struct pwm_device *pwm, const struct pwm_state *state)
{
	struct rk_pwm_state event;
	u64 ret;

	if (pwm->hwpwm != link->hook.number ||
		!rk_pwm_is_named(
			link->hook.device, rk_pwm_number(pwm->chip), rk_pwm_parent(pwm->chip)))
		return;
	event = (struct rk_pwm_state){
		.timestamp = rk_plat_now_ns(),
		.period = state->period,
		.duty_cycle = state->duty_cycle,
		.polarity = state->polarity == PWM_POLARITY_INVERSED,
		.enabled = state->enabled,
		.chip = rk_pwm_number(pwm->chip),
		.channel = pwm->hwpwm,
	};
	rk_link_run(link, &event, &ret);
}

/* The kernel's header, which this one is checked against below, says which arguments there are. */
#ifdef RK_HAVE_PWM_APPLY_ERR
static void probe(void *link, struct pwm_device *pwm, const struct pwm_state *state, int err)
{
	if (!err)
		observe(link, pwm, state);
}
#else
static void probe(void *link, struct pwm_device *pwm, const struct pwm_state *state)
{
	observe(link, pwm, state);
}
#endif

static int attach(struct rk_link *link, const char **why)
{
	check_trace_callback_type_pwm_apply(probe);
	*why = "no robot profile gives PWM chips roles";
	if (!strncmp(link->hook.device, "role:", 5))
		return RK_ENOENT;
	link->tp = rk_tracepoint_find("pwm_apply");
	*why = "this kernel has no pwm_apply tracepoint";
	if (!link->tp)
		return RK_EHOOK;
	*why = "the kernel refused the tracepoint";
	return tracepoint_probe_register(link->tp, (void *)probe, link) ? RK_EHOOK : RK_OK;
}

static void detach(struct rk_link *link)
{
	tracepoint_probe_unregister(link->tp, (void *)probe, link);
	tracepoint_synchronize_unregister();
}

const struct rk_hook_ops rk_hook_pwm = {.attach = attach, .detach = detach};
