/* SPDX-License-Identifier: MIT */
/* Section names: what each must give, and what must be refused. */
#include <stdio.h>
#include <string.h>
#include "rk/tables.h"

#define NS(n) .period_ns = (n)
static const struct {
	const char *section;
	struct rk_hook want;
} good[] = {
	{"iio/device0/in_accel_x", {.id = RK_HOOK_IIO, .device = "device0", .part = "in_accel_x"}},
	{"iio/name:mpu6050/in_temp",
		{.id = RK_HOOK_IIO, .device = "name:mpu6050", .part = "in_temp"}},
	{"iio/role:imu/in_accel_z",
		{.id = RK_HOOK_IIO, .device = "role:imu", .part = "in_accel_z"}},
	{"gpio/chip0/line17/rising",
		{.id = RK_HOOK_GPIO, .device = "chip0", .number = 17, .edge = 1}},
	{"gpio/chip12/line0/falling", {.id = RK_HOOK_GPIO, .device = "chip12", .edge = 2}},
	{"gpio/role:estop/line4/both",
		{.id = RK_HOOK_GPIO, .device = "role:estop", .number = 4, .edge = 3}},
	{"pwm/chip1/channel3", {.id = RK_HOOK_PWM, .device = "chip1", .number = 3}},
	{"can/can0", {.id = RK_HOOK_CAN, .device = "can0"}},
	{"can/can0/0x123",
		{.id = RK_HOOK_CAN, .device = "can0", .can_id = 0x123, .can_mask = 0xc00007ff}},
	{"can/vcan1/291/2047",
		{.id = RK_HOOK_CAN, .device = "vcan1", .can_id = 0x123, .can_mask = 0x7ff}},
	{"can/can0/0x18daf110", {.id = RK_HOOK_CAN,
					.device = "can0",
					.can_id = 0x98daf110,
					.can_mask = 0xdfffffff}},
	{"timer/1ms", {.id = RK_HOOK_TIMER, NS(1000000)}},
	{"timer/50us", {.id = RK_HOOK_TIMER, NS(50000)}},
	{"timer/3600s", {.id = RK_HOOK_TIMER, NS(3600000000000)}},
	{"syscall/enter", {.id = RK_HOOK_SYSCALL}},
	{"syscall/exit/openat", {.id = RK_HOOK_SYSCALL, .device = "openat", .exit = true}},
	{"raw_tp/sched_switch",
		{.id = RK_HOOK_RAW_TP, .device = "sched_switch", .part = "sched_switch"}},
	{"tp_btf/sched_wakeup",
		{.id = RK_HOOK_TP_BTF, .device = "sched_wakeup", .part = "sched_wakeup"}},
	{"tracepoint/sched/sched_switch",
		{.id = RK_HOOK_TRACEPOINT, .device = "sched", .part = "sched_switch"}},
	{"tp/irq/softirq_entry", {.id = RK_HOOK_TP, .device = "irq", .part = "softirq_entry"}},
	{"?tp/irq/softirq_entry", {.id = RK_HOOK_TP, .device = "irq", .part = "softirq_entry"}},
	{"kprobe/vfs_read", {.id = RK_HOOK_KPROBE, .device = "vfs_read"}},
	{"kprobe", {.id = RK_HOOK_KPROBE}},
	{"fentry.s/vfs_read", {.id = RK_HOOK_FENTRY, .device = "vfs_read", .sleepable = true}},
	{"uprobe//proc/self/exe:main", {.id = RK_HOOK_UPROBE, .device = "/proc/self/exe:main"}},
	{"classifier", {.id = RK_HOOK_TC}},
	{"xdp", {.id = RK_HOOK_XDP}},
	{"perf_event", {.id = RK_HOOK_PERF_EVENT}},
	{"cgroup_skb/egress", {.id = RK_HOOK_CGROUP_SKB, .device = "egress"}},
};

static const struct {
	const char *section;
	int err;
} bad[] = {
	{"", RK_ENOENT},
	{"maps", RK_ENOENT},
	{"uksyscall/open", RK_ENOENT},
	{"iiox/device0/x", RK_ENOENT},
	{"iio", RK_EINPUT},
	{"iio/device0", RK_EINPUT},
	{"iio/mpu6050/x", RK_EINPUT},
	{"iio/name:/x", RK_EINPUT},
	{"iio/device0/a/b", RK_EINPUT},
	{"iio//x", RK_EINPUT},
	{"gpio/chip0/line17/up", RK_EINPUT},
	{"gpio/chip0/17/rising", RK_EINPUT},
	{"gpio/chip0/line17/rising/x", RK_EINPUT},
	{"gpio/chip0/line4294967296/rising", RK_EINPUT},
	{"pwm/chip0/channel0x", RK_EINPUT},
	{"pwm/chip0", RK_EINPUT},
	{"can/", RK_EINPUT},
	{"can/abcdefghijklmnop", RK_EINPUT},
	{"can/can0/0x", RK_EINPUT},
	{"can/can0/1/2/3", RK_EINPUT},
	{"can/can0/0x100000000", RK_EINPUT},
	{"timer/49us", RK_EINPUT},
	{"timer/3601s", RK_EINPUT},
	{"timer/10", RK_EINPUT},
	{"timer/1h", RK_EINPUT},
	{"timer/99999999999999999999s", RK_EINPUT},
	{"timer/", RK_EINPUT},
	{"syscall/entry", RK_EINPUT},
	{"tracepoint/sched", RK_EINPUT},
	{"tp/a/b/c", RK_EINPUT},
	{"kprobe/a b", RK_EINPUT},
};

static int same(const struct rk_hook *a, const struct rk_hook *b)
{
	return a->id == b->id && !strcmp(a->device, b->device) && !strcmp(a->part, b->part) &&
	       a->number == b->number && a->edge == b->edge && a->period_ns == b->period_ns &&
	       a->can_id == b->can_id && a->can_mask == b->can_mask && a->exit == b->exit &&
	       a->sleepable == b->sleepable;
}

static int test_long(void)
{
	char name[RK_MAX_SECTION + 1];
	struct rk_hook h;
	const char *why;

	memset(name, 'a', sizeof(name));
	memcpy(name, "kprobe/", 7);
	name[RK_MAX_SECTION] = 0;
	if (rk_hook_parse(name, &h, &why) != RK_EINPUT)
		return 1;
	name[RK_MAX_SECTION - 1] = 0;
	return rk_hook_parse(name, &h, &why) != RK_OK || strcmp(h.section, name);
}

int main(void)
{
	struct rk_hook h;
	const char *why;
	int failed = 0;

	for (size_t i = 0; i < RK_ARRAY_SIZE(good); i++)
		if (rk_hook_parse(good[i].section, &h, &why) || !same(&h, &good[i].want))
			failed += fprintf(stderr, "%s: wrong\n", good[i].section);
	for (size_t i = 0; i < RK_ARRAY_SIZE(bad); i++) {
		why = NULL;
		if (rk_hook_parse(bad[i].section, &h, &why) != bad[i].err || !why)
			failed += fprintf(
				stderr, "'%s': not refused as it should be\n", bad[i].section);
	}
	if (test_long())
		failed += fprintf(stderr, "names at the limit of length\n");
	return failed != 0;
}
