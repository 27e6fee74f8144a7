/* SPDX-License-Identifier: MIT */
/* The module: start in order, stop in the mirrored one. */
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/utsname.h>
#include <linux/sched.h>
#include <linux/cred.h>

#include "output.h"
#include "sensor.h"

DEFINE_MUTEX(rk_mutex);
struct rk_rt rk_runtime;

static unsigned int time_every = 16;
module_param(time_every, uint, 0444);
MODULE_PARM_DESC(
	time_every, "where not each overrun counts: time one run of so many, a power of two");

static u64 pid_tgid(void *data)
{
	return (u64)current->tgid << 32 | (u32)current->pid;
}

static u64 uid_gid(void *data)
{
	return (u64)from_kgid(&init_user_ns, current_gid()) << 32 |
	       from_kuid(&init_user_ns, current_uid());
}

static void comm(void *data, char out[16])
{
	memcpy(out, current->comm, 16);
	out[15] = 0;
}

static void set_world(struct rk_rt *rt)
{
	rt->world.trace = rk_trace_put;
	rt->world.can_send = rk_can_send;
	rt->world.pid_tgid = pid_tgid;
	rt->world.uid_gid = uid_gid;
	rt->world.comm = comm;
	rt->world.iio_read = rk_sensor_read;
	rt->world.sensor_time = rk_sensor_time;
	rt->time_mask = time_every - 1;
	rt->return_thunk = rk_exec_return_thunk();
	rt->kernel_release = init_uts_ns.name.release;
	rt->kernel_version = init_uts_ns.name.version;
}

static int __init rk_init(void)
{
	int err = is_power_of_2(time_every) ? rk_exec_init() : -EINVAL;

	if (err)
		return err;
	if (rk_rt_init(&rk_runtime, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT))
		return -ENOMEM;
	set_world(&rk_runtime);
	rk_attach_init();
	err = rk_selftest();
	if (!err)
		err = rk_output_init();
	if (err)
		goto err_output;
	err = rk_raw_tp_init();
	if (err)
		goto err_raw_tp;
	err = rk_record_init();
	if (err)
		goto err_record;
	err = rk_dev_init();
	if (err)
		goto err_dev;
	pr_info("rkbpf: ready, %u KiB of map storage, programs return %s\n", RK_POOL_DEFAULT >> 10,
		rk_runtime.return_thunk ? "through the kernel's thunk" : "plainly");
	return 0;
err_dev:
	rk_record_fini();
err_record:
	rk_raw_tp_fini();
err_raw_tp:
	rk_output_fini();
err_output:
	rk_rt_fini(&rk_runtime);
	return err;
}

static void __exit rk_exit(void)
{
	rk_dev_fini();
	mutex_lock(&rk_mutex);
	rk_entries_clear();
	mutex_unlock(&rk_mutex);
	rk_record_fini();
	rk_raw_tp_fini();
	rk_attach_fini();
	rk_output_fini();
	rk_ring_fini();
	rk_trace_fini();
	rk_rt_fini(&rk_runtime);
}

module_init(rk_init);
module_exit(rk_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Signed, ahead-of-time compiled BPF programs at kernel hooks");
