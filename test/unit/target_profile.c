/* SPDX-License-Identifier: MIT */
/*
 * A target profile is foreign data: whatever is missing, too long, of another type or damaged is
 * refused with a reason, and a sound one puts devices in place of roles and names what is near.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "obj/target.h"

static const char good[] =
	"{\"schema\":1,\"host\":\"robot\",\"machine\":\"aarch64\",\"release\":\"6.6.1\","
	"\"version\":\"#1 SMP\",\"roles\":{\"imu\":\"name:mpu6050\",\"leds\":\"chip0\"},"
	"\"sections\":[{\"section\":\"iio/name:mpu6050/in_accel_x\",\"about\":\"device0\"},"
	"{\"section\":\"iio/name:mpu6050/in_accel_y\",\"about\":\"device0\"},"
	"{\"section\":\"gpio/chip0/line<N>/<rising|falling|both>\",\"about\":\"x, N is 0 to 7\"},"
	"{\"section\":\"can/can0\",\"about\":\"up\"},"
	"{\"section\":\"tracepoint/sched/sched_switch\",\"about\":\"316\"}]}";

static int fail(const char *what)
{
	printf("%s\n", what);
	return 1;
}

static const struct {
	const char *section, *real; /* NULL: the robot lacks it, and `said` is in the reason */
	const char *said;
} cases[] = {
	{"iio/role:imu/in_accel_x", "iio/name:mpu6050/in_accel_x", NULL},
	{"iio/name:mpu6050/in_accel_y", "iio/name:mpu6050/in_accel_y", NULL},
	{"gpio/role:leds/line7/rising", "gpio/chip0/line7/rising", NULL},
	{"can/can0/0x123/0x7ff", "can/can0/0x123/0x7ff", NULL},
	{"tp/sched/sched_switch", "tp/sched/sched_switch", NULL},
	{"timer/1ms", "timer/1ms", NULL},
	{"kprobe/anything", "kprobe/anything", NULL},
	{"syscall/enter/openat", "syscall/enter/openat", NULL},
	{"timer", "timer", NULL},
	{"iio/role:imu/in_accel_z", NULL, "near: iio/name:mpu6050/in_accel_"},
	{"iio/role:gyro/in_accel_x", NULL, "no role 'gyro'; it has imu, leds"},
	{"iio/role:/in_accel_x", NULL, "no role ''"},
	{"iio/role:imu", NULL, "has no iio/name:mpu6050"},
	{"gpio/chip0/line8/both", NULL, "has no gpio/chip0/line8/both; near: gpio/chip0/line<N>"},
	{"gpio/chip0/line99999999999999999999999/both", NULL, "has no"},
	{"gpio/chip1/line7/both", NULL, "has no"},
	{"pwm/chip0/channel0", NULL, "has no pwm/chip0/channel0"},
	{"can/can1/5", NULL, "has no can/can1; near: can/can0"},
	{"tracepoint/sched/sched_swich", NULL, "near: tracepoint/sched/sched_switch"},
};

static int check_sections(const struct rk_target *t, struct rk_arena *a)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(cases); i++) {
		const char *why = "", *real = rk_target_resolve(t, a, cases[i].section, &why);

		if (cases[i].real ? !real || strcmp(real, cases[i].real)
				  : real || !strstr(why, cases[i].said)) {
			printf("%s: %s; %s\n", cases[i].section, real ? real : "none", why);
			return 1;
		}
	}
	return 0;
}

/* What replaces a text of the sound profile, once. */
static const char *const damage[][2] = {{"\"schema\":1", "\"schema\":2"},
	{"\"schema\":1,", "\"schema\":1,\"schema\":1,"}, {"\"aarch64\"", "\"riscv\""},
	{"\"aarch64\"", "7"}, {"\"6.6.1\"", "null"}, {"\"#1 SMP\"", "\"#1\\n\""},
	{"\"host\":\"robot\",", ""}, {"{\"imu\"", "{\"i/u\""}, {"{\"imu\"", "{\"..\""},
	{"name:mpu6050\",\"l", "name:a/b\",\"l"}, {"name:mpu6050\",\"l", "name:\",\"l"},
	{"\"chip0\"}", "\"disk0\"}"}, {"\"chip0\"}", "\"chip12345678901\"}"}, {"\"chip0\"}", "[]}"},
	{"\"roles\":{", "\"roles\":[],\"x\":{"}, {"\"sections\":[", "\"sections\":{},\"x\":["},
	{"\"about\":\"up\"", "\"about\":5"}, {"\"about\":\"up\"", "\"above\":\"up\""},
	{"\"can/can0\"", "\"can\\u0000\""}, {"\"can/can0\"", "\"\\u001b[2J\""}, {"}]}", "}]"},
	{"}]}", "}]}}"}};

static int check_damage(struct rk_arena *a)
{
	struct rk_target t;
	const char *why;

	for (size_t i = 0; i < RK_ARRAY_SIZE(damage); i++) {
		const char *at = strstr(good, damage[i][0]);
		char *text = rk_format(a, "%.*s%s%s", (int)(at - good), good, damage[i][1],
			at + strlen(damage[i][0]));

		why = NULL;
		if (!rk_target_parse(&t, a, text, strlen(text), &why) || !why || !*why)
			return fail(damage[i][1]);
	}
	return 0;
}

static int check_random(struct rk_arena *a)
{
	struct rk_target t;
	char text[sizeof(good)];
	const char *why;

	srand(5);
	for (int i = 0; i < 20000; i++) {
		size_t n = sizeof(good) - 1;

		memcpy(text, good, sizeof(good));
		for (int k = rand() % 4; k >= 0; k--)
			text[(size_t)rand() % n] = (char)rand();
		if (rand() % 2)
			n = (size_t)rand() % n;
		why = NULL;
		if (!rk_target_parse(&t, a, text, n, &why))
			for (size_t k = 0; k < RK_ARRAY_SIZE(cases); k++)
				rk_target_resolve(&t, a, cases[k].section, &why);
		else if (!why)
			return fail("no reason");
	}
	return 0;
}

static int check_bounds(struct rk_arena *a)
{
	enum { MANY = RK_TARGET_SECTIONS + 1, ONE = 32 };
	char *text = rk_alloc(a, (size_t)MANY * ONE + sizeof(good)), *at = text;
	const char *list = strstr(good, "{\"section\""), *why;
	struct rk_target t;

	at += sprintf(at, "%.*s", (int)(list - good), good);
	for (int i = 0; i < MANY; i++)
		at += sprintf(at, "%s{\"section\":\"x/y\",\"about\":\"\"}", i ? "," : "");
	at += sprintf(at, "]}");
	if (!rk_target_parse(&t, a, text, (size_t)(at - text), &why))
		return fail("more sections than there may be");
	return rk_target_parse(&t, a, good, sizeof(good) - 1, &why) ? fail(why) : 0;
}

int main(void)
{
	struct rk_target t;
	struct rk_arena a;
	const char *why;
	int bad;

	rk_arena_init(&a);
	bad = rk_target_parse(&t, &a, good, sizeof(good) - 1, &why) ? fail(why) : 0;
	t.name = "arm";
	bad = bad || check_sections(&t, &a) || check_damage(&a) || check_random(&a) ||
	      check_bounds(&a);
	rk_arena_fini(&a);
	return bad;
}
