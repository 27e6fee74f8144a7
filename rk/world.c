/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "world.h"

static struct rk_sim_slot *slot(struct rk_sim *sim, u8 kind, u32 a, u32 b, bool make)
{
	for (int i = 0; i < RK_SIM_SLOTS; i++) {
		struct rk_sim_slot *s = &sim->slots[i];

		if (!s->kind && make)
			*s = (struct rk_sim_slot){kind, a, b, 0};
		if (s->kind == kind && s->a == a && s->b == b)
			return s;
		if (!s->kind)
			return NULL;
	}
	return NULL;
}

static void say(struct rk_sim *sim, const char *what, u32 a, u32 b, u64 value)
{
	FILE *f = sim->out->f;

	if (sim->out->json)
		fprintf(f, "{\"%s\":{\"chip\":%u,\"index\":%u,\"value\":%llu}}\n", what, a, b,
			(unsigned long long)value);
	else
		fprintf(f, "%s: chip %u, %u -> %llu\n", what, a, b, (unsigned long long)value);
}

static s64 estop(void *data, u32 mask)
{
	struct rk_sim *sim = data;

	sim->stops++;
	if (mask & ~sim->stopped) { /* latched: said once */
		if (sim->out->json)
			fprintf(sim->out->f, "{\"estop\":{\"outputs\":%u,\"time\":%llu}}\n", mask,
				(unsigned long long)sim->now_ns);
		else
			fprintf(sim->out->f, "estop: outputs 0x%08x -> safe\n", mask);
	}
	sim->stopped |= mask;
	return 0;
}

static s64 set(struct rk_sim *sim, u8 kind, const char *what, u32 a, u32 b, u64 value)
{
	struct rk_sim_slot *s = slot(sim, kind, a, b, true);

	if (!s)
		return -ENOSPC;
	if (sim->stopped)
		return -EPERM; /* outputs stay in their safe state */
	if (s->value != value)
		say(sim, what, a, b, value);
	s->value = value;
	return 0;
}

static s64 gpio_set(void *data, u32 chip, u32 line, u32 value)
{
	return set(data, 'g', "gpio", chip, line, value != 0);
}

static s64 gpio_get(void *data, u32 chip, u32 line)
{
	const struct rk_sim_slot *s = slot(data, 'g', chip, line, false);

	return s ? (s64)s->value : 0;
}

static s64 pwm_set(void *data, u32 chip, u32 channel, u64 duty_ns)
{
	return set(data, 'p', "pwm", chip, channel, duty_ns);
}

static s64 pwm_get(void *data, u32 chip, u32 channel)
{
	const struct rk_sim_slot *s = slot(data, 'p', chip, channel, false);

	return s ? (s64)s->value : -1;
}

static s64 iio_read(void *data, u32 device, u32 channel, u64 *value)
{
	const struct rk_sim_slot *s = slot(data, 'i', device, channel, false);

	if (!s)
		return -ENODATA;
	*value = s->value;
	return 0;
}

static u64 sensor_time(void *data, u32 sensor)
{
	const struct rk_sim_slot *s = slot(data, 't', sensor, 0, false);

	return s ? s->value : 0;
}

static s64 can_send(void *data, u32 interface, u32 id, const u8 *bytes, u32 len)
{
	struct rk_sim *sim = data;
	FILE *f = sim->out->f;

	fprintf(f,
		sim->out->json ? "{\"can\":{\"interface\":%u,\"id\":%u,\"data\":\""
			       : "can: interface %u, id 0x%x, data ",
		interface, id);
	rk_print_hex(f, bytes, len);
	fputs(sim->out->json ? "\"}}\n" : "\n", f);
	return 1;
}

static void trace(void *data, const char *text, size_t len)
{
	struct rk_sim *sim = data;
	FILE *f = sim->out->f;

	while (len && text[len - 1] == '\n')
		len--;
	if (sim->out->json) {
		fputs("{\"trace\":", f);
		rk_print_string(f, text, len);
		fputs("}\n", f);
	} else {
		fprintf(f, "trace: %.*s\n", (int)len, text);
	}
}

static u64 now_ns(void *data)
{
	return ((struct rk_sim *)data)->now_ns;
}

static u64 pid_tgid(void *data)
{
	return (u64)getpid() << 32 | (u32)syscall(SYS_gettid);
}

static u64 uid_gid(void *data)
{
	return (u64)getgid() << 32 | getuid();
}

static void comm(void *data, char out[16])
{
	prctl(PR_GET_NAME, out);
}

void rk_sim_world(struct rk_sim *sim, struct rk_world *w)
{
	*w = (struct rk_world){
		.data = sim,
		.estop = estop,
		.gpio_get = gpio_get,
		.gpio_set = gpio_set,
		.pwm_get = pwm_get,
		.pwm_set = pwm_set,
		.iio_read = iio_read,
		.sensor_time = sensor_time,
		.can_send = can_send,
		.trace = trace,
		.now_ns = sim->replay ? now_ns : NULL,
		.pid_tgid = pid_tgid,
		.uid_gid = uid_gid,
		.comm = comm,
		.outputs = ~0u,
	};
}

void rk_sim_event(struct rk_sim *sim, u8 hook, const void *ctx, u64 time_ns)
{
	const struct iio_event *e = ctx;
	struct rk_sim_slot *s;

	sim->now_ns = time_ns;
	if (hook != RK_HOOK_IIO)
		return;
	if ((s = slot(sim, 'i', e->device, e->channel, true)))
		s->value = (u64)e->value;
	if ((s = slot(sim, 't', e->device, 0, true)))
		s->value = e->timestamp;
}
