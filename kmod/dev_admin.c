/* SPDX-License-Identifier: MIT */
/*
 * /dev/rkbpf: what concerns the module or a program's place as a whole: limits of keys, policy,
 * the seal, freezing, counters, state. User memory is never touched under rk_mutex.
 */
#include <linux/module.h>
#include <linux/uaccess.h>

#include "kmod.h"

static bool sealed;

bool rk_sealed(void)
{
	return sealed;
}

/* References keep this module and its parts loaded: only a reboot takes the seal away. */
static long seal(void)
{
	long err = 0;

	mutex_lock(&rk_mutex);
	if (sealed) {
		err = -rk_errno(RK_ESEALED);
	} else {
		__module_get(THIS_MODULE);
		rk_hook_pin();
	}
	sealed = true;
	mutex_unlock(&rk_mutex);
	if (!err)
		pr_info("rkbpf: sealed: keys and outputs stay as they are\n");
	return err;
}

static long freeze(void __user *arg)
{
	struct rk_uapi_freeze req;
	bool changed;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	if (req.on > 1 || req.zero)
		return -EINVAL;
	mutex_lock(&rk_mutex);
	changed = rk_frozen() != req.on;
	rk_freeze(req.on);
	mutex_unlock(&rk_mutex);
	if (changed)
		pr_info_ratelimited(
			"rkbpf: tracing programs are %s\n", req.on ? "frozen" : "running");
	return 0;
}

static long limit_key(void __user *arg)
{
	struct rk_uapi_limit req;
	int err;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	mutex_lock(&rk_mutex);
	err = sealed ? RK_ESEALED
		     : rk_rt_key_limit(&rk_runtime, req.keynum, req.no_hooks, req.no_helpers);
	mutex_unlock(&rk_mutex);
	return -rk_errno(err);
}

static long set_policy(void __user *arg)
{
	struct rk_uapi_policy req;
	long err = 0;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	if (req.zero || req.two_keys > RK_TWO_KEYS_ALL)
		return -EINVAL;
	mutex_lock(&rk_mutex);
	if (sealed)
		err = -rk_errno(RK_ESEALED);
	else if (rk_entry_count() && req.two_keys > rk_runtime.two_keys)
		err = -EBUSY;
	else
		rk_runtime.two_keys = req.two_keys;
	mutex_unlock(&rk_mutex);
	return err;
}

static u32 count_failed(void)
{
	u32 n = 0;

	for (struct rk_entry *e = NULL; (e = rk_entry_after(e ? e->id : 0));)
		n += e->failed;
	return n;
}

static long get_status(void __user *arg)
{
	struct rk_uapi_status out = {.keys_max = RK_MAX_KEYS, .programs_max = RK_MAX_ENTRIES};

	mutex_lock(&rk_mutex);
	out.sealed = sealed;
	out.frozen = rk_frozen();
	out.periodic_ppm = rk_periodic_ppm();
	out.failed = count_failed();
	out.outputs = rk_runtime.world.outputs;
	out.two_keys = rk_runtime.two_keys;
	mutex_unlock(&rk_mutex);
	return rk_to_user(arg, &out, sizeof(out));
}

static long fill_state(void *req)
{
	struct rk_uapi_state *out = req;
	const struct rk_entry *e = rk_entry_find(out->id);
	const struct rkb_manifest *m;

	if (out->zero)
		return -EINVAL;
	if (!e)
		return -ENOENT;
	m = &e->prog->manifest;
	out->place = rk_entry_place(e);
	out->flags = e->failed ? RK_STATE_FAILED : 0;
	if (out->place == RK_PLACE_RUNS && e->link->paused)
		out->flags |= RK_STATE_PAUSED;
	if (out->place == RK_PLACE_RUNS && e->link->ops->waits && e->link->ops->waits(e->link))
		out->flags |= RK_STATE_WAITS;
	if (m->fail_action != RKB_FAIL_DETACH)
		out->flags |= RK_STATE_INTERLOCK;
	out->fail_action = m->fail_action;
	out->peer = rk_entry_peer(e);
	out->period_ns = m->period_ns;
	out->worst_ns = m->worst_ns;
	out->worst_insns = m->worst_insns;
	out->limit_ns = e->prog->limit_ns;
	out->bypassed = e->bypassed;
	if (out->place == RK_PLACE_RUNS)
		out->bypassed += (u64)atomic64_read(&e->link->bypassed);
	memcpy(out->keynum, e->prog->keynum, sizeof(out->keynum));
	return 0;
}

static long get_state(void __user *arg)
{
	struct rk_uapi_state out;

	return rk_dev_query(arg, &out, sizeof(out), fill_state);
}

static long fill_counter(void *req)
{
	struct rk_uapi_counter *out = req;
	const struct rk_counter *c;

	if (out->zero)
		return -EINVAL;
	if (out->index >= RK_MAX_COUNTERS || !rk_runtime.counters[out->index].name[0])
		return -ENOENT;
	c = &rk_runtime.counters[out->index];
	out->counter = c->counter;
	memcpy(out->keynum, c->keynum, sizeof(out->keynum));
	memcpy(out->sha3, c->sha3, sizeof(out->sha3));
	memcpy(out->name, c->name, sizeof(out->name));
	return 0;
}

static long next_counter(void __user *arg)
{
	struct rk_uapi_counter out;

	return rk_dev_query(arg, &out, sizeof(out), fill_counter);
}

/* Only upwards, and only before the seal: afterwards the file they came from is not to be asked. */
static long raise_counter(void __user *arg)
{
	struct rk_uapi_counter req;
	int err;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	if (req.zero || req.index)
		return -EINVAL;
	mutex_lock(&rk_mutex);
	err = sealed ? RK_ESEALED
		     : rk_rt_counter_raise(
			       &rk_runtime, req.keynum, req.name, req.counter, req.sha3);
	mutex_unlock(&rk_mutex);
	return -rk_errno(err);
}

long rk_dev_admin(unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case RK_IOC_STATE: return get_state(arg);
	case RK_IOC_STATUS: return get_status(arg);
	case RK_IOC_SEAL: return seal();
	case RK_IOC_FREEZE: return freeze(arg);
	case RK_IOC_KEY_LIMIT: return limit_key(arg);
	case RK_IOC_POLICY: return set_policy(arg);
	case RK_IOC_COUNTER_NEXT: return next_counter(arg);
	case RK_IOC_COUNTER_RAISE: return raise_counter(arg);
	default: return rk_dev_command(cmd, arg);
	}
}
