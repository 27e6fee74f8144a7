/* SPDX-License-Identifier: MIT */
/* /dev/rkbpf: outputs. The administrator adds them once after boot; requests as in dev.c. */
#include <linux/uaccess.h>

#include "output.h"

static long add(void __user *arg)
{
	struct rk_uapi_output req;
	const char *why = NULL;
	int err;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	mutex_lock(&rk_mutex);
	why = "outputs are sealed";
	err = rk_sealed() ? RK_ESEALED : rk_output_add(&req, &why);
	if (!err)
		rk_output_get(req.index, &req);
	mutex_unlock(&rk_mutex);
	if (!err)
		pr_info("rkbpf: output %u: %s chip %u line %u, emergency stop 0x%x at %llu%s\n",
			req.index, req.kind == RK_OUTPUT_GPIO ? "GPIO" : "PWM", req.number,
			req.line, req.motor, req.stopped, req.sleeps ? ", through the worker" : "");
	req.error = err;
	strscpy(req.why, err ? why : "", RK_WHY);
	if (rk_to_user(arg, &req, sizeof(req)))
		return -EFAULT; /* added or not: OUTPUT_GET shows it */
	return -rk_errno(err);
}

static long fill(void *req)
{
	struct rk_uapi_output *out = req;

	return rk_output_get(out->index, out) ? 0 : -ENOENT;
}

static long get(void __user *arg)
{
	struct rk_uapi_output out;

	return rk_dev_query(arg, &out, sizeof(out), fill);
}

/* Bits that no output has are refused, MOTOR_ALL means those that there are. */
static long act(unsigned int cmd, void __user *arg)
{
	long err = 0;
	u32 mask;

	if (rk_from_user(&mask, arg, sizeof(mask)))
		return -EFAULT;
	mutex_lock(&rk_mutex);
	if (mask != MOTOR_ALL && mask & ~rk_runtime.world.outputs)
		err = -ENODEV;
	else if (cmd == RK_IOC_OUTPUT_ARM)
		rk_output_arm(mask);
	else
		rk_output_stop(mask);
	mutex_unlock(&rk_mutex);
	if (!err)
		pr_info_ratelimited("rkbpf: outputs 0x%x %s by user space\n", mask,
			cmd == RK_IOC_OUTPUT_ARM ? "armed" : "stopped");
	return err;
}

long rk_dev_output(unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case RK_IOC_OUTPUT_ADD: return add(arg);
	case RK_IOC_OUTPUT_GET: return get(arg);
	case RK_IOC_OUTPUT_ARM:
	case RK_IOC_OUTPUT_STOP: return act(cmd, arg);
	default: return rk_dev_map(cmd, arg);
	}
}
