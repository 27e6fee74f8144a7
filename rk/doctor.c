/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "doctor.h"

static const char *value(const struct rk_doctor *d, const char *name)
{
	return rk_finding(&d->f, name, 0);
}

static u64 number(const struct rk_doctor *d, const char *name)
{
	return rk_finding_number(&d->f, name, 0);
}

static char *text(const struct rk_doctor *d, const char *fmt, const char *word)
{
	return rk_format(d->f.a, fmt, word);
}

/* A command for a shell on the robot, as it is typed on the workstation. */
static const char *there(const struct rk_doctor *d, const char *command)
{
	if (!strcmp(d->host, "local"))
		return rk_format(d->f.a, "sudo %s", command);
	return rk_format(d->f.a, "ssh %s sudo %s", d->host, command);
}

static void judge_kernel(struct rk_doctor *d)
{
	const char *release = value(d, "release"), *machine = value(d, "machine");
	unsigned major = 0, minor = 0;
	const char *rt = value(d, "rt"), *all, *pages;

	release = release ? release : "?";
	machine = machine ? machine : "?";
	sscanf(release, "%u.%u", &major, &minor);
	pages = number(d, "page")
			? rk_format(d->f.a, ", pages of %" PRIu64 " KiB", number(d, "page") / 1024)
			: "";
	all = rk_format(
		d->f.a, "Linux %s %s%s%s", release, machine, pages, rt ? ", PREEMPT_RT" : "");
	if (strcmp(machine, "x86_64") && strcmp(machine, "aarch64"))
		rk_doctor_say(d, RK_DOCTOR_GAP, "kernel",
			rk_format(d->f.a, "%s: neither x86_64 nor aarch64", all), "");
	else if (major < 5 || (major == 5 && minor < 10))
		rk_doctor_say(d, RK_DOCTOR_GAP, "kernel",
			rk_format(d->f.a, "%s: older than 5.10", all), "");
	else
		rk_doctor_say(d, RK_DOCTOR_OK, "kernel", all, "");
}

static void judge_agent(struct rk_doctor *d)
{
	const char *says = value(d, "agent_says"), *path = value(d, "agent");
	const char *fix = text(d, "rk provision %s", d->host);

	if (says)
		rk_doctor_say(d, RK_DOCTOR_GAP, "agent", says, fix);
	else if (!d->f.agent)
		rk_doctor_say(d, RK_DOCTOR_GAP, "agent",
			"no rk-agent in its PATH: what follows is what a shell can tell", fix);
	else
		rk_doctor_say(d, RK_DOCTOR_OK, "agent",
			rk_format(d->f.a, "%s %s", path ? path : "rk-agent", value(d, "version")),
			"");
}

static void judge_module(struct rk_doctor *d)
{
	const char *file = value(d, "module_file"), *sig = value(d, "sig_enforce");
	bool dkms = value(d, "headers") && value(d, "dkms");
	const char *how = dkms ? "--dkms" : "--module rkbpf.ko";

	if (value(d, "module_other"))
		rk_doctor_say(d, RK_DOCTOR_GAP, "module", value(d, "module_other"),
			rk_format(d->f.a, "rk provision %s %s, then reboot it", d->host, how));
	else if (rk_finding_is(&d->f, "module", "loaded"))
		rk_doctor_say(d, RK_DOCTOR_OK, "module", "rkbpf is loaded", "");
	else if (file)
		rk_doctor_say(d, RK_DOCTOR_GAP, "module",
			text(d, "not loaded; its file is %s", file), there(d, "modprobe rkbpf"));
	else
		rk_doctor_say(d, RK_DOCTOR_GAP, "module",
			dkms ? "not there; this kernel's headers and dkms are"
			     : "not there, and no headers with dkms to build it: one that was "
			       "built for this kernel is needed",
			rk_format(d->f.a, "rk provision %s %s", d->host, how));
	if (sig && *sig == 'Y' && !rk_finding_is(&d->f, "module", "loaded"))
		rk_doctor_say(d, RK_DOCTOR_NOTE, "signing",
			"this kernel loads signed modules only: rkbpf.ko needs a signature of a "
			"key that it knows",
			"mokutil --import KEY.der");
}

static void judge_device(struct rk_doctor *d)
{
	unsigned mode, uid, usable;
	const char *device = value(d, "device"), *says = value(d, "module_says");

	if (!rk_finding_is(&d->f, "module", "loaded") || !d->f.agent || value(d, "module_other"))
		return;
	if (!device || sscanf(device, "%o %u %u", &mode, &uid, &usable) != 3)
		rk_doctor_say(d, RK_DOCTOR_GAP, "device",
			"no /dev/rkbpf though the module is loaded", there(d, "udevadm trigger"));
	else if (!usable || says)
		rk_doctor_say(d, RK_DOCTOR_GAP, "device",
			rk_format(d->f.a, "/dev/rkbpf (mode %04o) is not for user %" PRIu64 "%s%s",
				mode, number(d, "uid"), says ? ": " : "", says ? says : ""),
			!strcmp(d->host, "local") ? "sudo rk doctor"
						  : text(d, "rk doctor --host root@%s", d->host));
	else
		rk_doctor_say(d, RK_DOCTOR_OK, "device",
			rk_format(d->f.a, "/dev/rkbpf, mode %04o", mode), "");
}

/* What the administrator gave it; the module tells only whom it lets in. */
static void judge_trust(struct rk_doctor *d)
{
	u64 keys = number(d, "keys");

	if (!value(d, "keys"))
		return;
	if (keys)
		rk_doctor_say(d, RK_DOCTOR_OK, "keys",
			rk_format(d->f.a, "%" PRIu64 " trusted", keys), "");
	else if (number(d, "sealed"))
		rk_doctor_say(d, RK_DOCTOR_GAP, "keys",
			"none is trusted, and it is sealed until it reboots",
			text(d, "rk provision %s --key NAME.pub, then reboot it", d->host));
	else
		rk_doctor_say(d, RK_DOCTOR_GAP, "keys", "none is trusted: no program can be loaded",
			text(d, "rk provision %s --key NAME.pub", d->host));
	if (number(d, "sealed"))
		rk_doctor_say(d, RK_DOCTOR_OK, "seal",
			"keys and outputs are sealed until it reboots", "");
	else
		rk_doctor_say(d, RK_DOCTOR_NOTE, "seal",
			"not sealed: root may still add keys and outputs",
			there(d, "rk-agent seal"));
	rk_doctor_say(d, number(d, "outputs") ? RK_DOCTOR_OK : RK_DOCTOR_NOTE, "outputs",
		rk_format(d->f.a, "%" PRIu64 " configured%s", number(d, "outputs"),
			number(d, "outputs") ? "" : ": programs can watch, and drive nothing"),
		number(d, "outputs")
			? ""
			: text(d, "rk provision %s --output 'gpio chip0 17 --estop'", d->host));
	if (number(d, "frozen"))
		rk_doctor_say(d, RK_DOCTOR_NOTE, "frozen",
			"programs that are no interlocks see no events",
			text(d, "rk thaw --host %s", d->host));
}

static void judge_boot(struct rk_doctor *d)
{
	const char *unit = value(d, "unit"), *fix = text(d, "rk provision %s", d->host);

	if (!value(d, "boot"))
		rk_doctor_say(d, RK_DOCTOR_NOTE, "boot",
			"no /etc/rkbpf/boot: nothing is left after a reboot", fix);
	else if (!value(d, "systemd"))
		rk_doctor_say(d, RK_DOCTOR_NOTE, "boot",
			"/etc/rkbpf/boot is there; without systemd, a script of yours must run it "
			"after each boot",
			"modprobe rkbpf && rk-agent boot");
	else if (d->f.agent && !value(d, "enabled"))
		rk_doctor_say(d, RK_DOCTOR_NOTE, "boot",
			unit ? "rkbpf.service is there and not enabled" : "no rkbpf.service",
			unit ? there(d, "systemctl enable rkbpf") : fix);
	else
		rk_doctor_say(d, RK_DOCTOR_OK, "boot", "/etc/rkbpf/boot runs after each boot", "");
}

/* What a class of hooks needs of the kernel, any one of these functions. */
static const struct {
	const char *sections, *symbol[2], *without;
} hooks[] = {
	{"timer", {"hrtimer_start_range_ns", NULL}, "no high-resolution timers"},
	{"raw_tp", {"tracepoint_probe_register", NULL}, "CONFIG_TRACEPOINTS is off"},
	{"tracepoint", {"perf_trace_buf_alloc", NULL},
		"CONFIG_EVENT_TRACING or CONFIG_PERF_EVENTS is off; raw_tp/... may do"},
	{"kprobe", {"register_kretprobe", NULL},
		"CONFIG_KPROBES is off: tracepoints are what there is"},
	{"gpio", {"gpiod_get_value", NULL}, "CONFIG_GPIOLIB is off"},
	{"pwm", {"pwm_apply_state", "pwm_apply_might_sleep"}, "CONFIG_PWM is off"},
};

static void judge_hooks(struct rk_doctor *d)
{
	if (!d->f.agent)
		return;
	if (!number(d, "kallsyms")) {
		rk_doctor_say(d, RK_DOCTOR_NOTE, "hooks",
			"not known: this kernel or user has no /proc/kallsyms", "");
		return;
	}
	for (size_t i = 0; i < RK_ARRAY_SIZE(hooks); i++) {
		bool has =
			rk_finding_is(&d->f, "symbol", hooks[i].symbol[0]) ||
			(hooks[i].symbol[1] && rk_finding_is(&d->f, "symbol", hooks[i].symbol[1]));

		rk_doctor_say(d, has ? RK_DOCTOR_OK : RK_DOCTOR_NOTE, hooks[i].sections,
			has ? "can be attached to" : hooks[i].without, "");
	}
	if (!value(d, "tracing"))
		rk_doctor_say(d, RK_DOCTOR_NOTE, "syscall",
			number(d, "uid") ? "not known: tracefs is for root"
					 : "not known: no tracefs is mounted",
			number(d, "uid") ? ""
					 : there(d, "mount -t tracefs nodev /sys/kernel/tracing"));
	else
		rk_doctor_say(d, value(d, "raw_syscalls") ? RK_DOCTOR_OK : RK_DOCTOR_NOTE,
			"syscall",
			value(d, "raw_syscalls") ? "can be attached to"
						 : "CONFIG_FTRACE_SYSCALLS is off",
			"");
}

/* rkbpf_iio and rkbpf_can, which hold what depends on other modules. */
static void judge_part(struct rk_doctor *d, const char *part, bool base, const char *none)
{
	const char *loaded = rk_format(d->f.a, "%s loaded", part);
	const char *file = rk_format(d->f.a, "%s file", part);

	if (rk_finding_is(&d->f, "part", loaded))
		rk_doctor_say(d, RK_DOCTOR_OK, part, "can be attached to", "");
	else if (!base)
		rk_doctor_say(d, RK_DOCTOR_NOTE, part, none, "");
	else if (rk_finding_is(&d->f, "part", file))
		rk_doctor_say(d, RK_DOCTOR_NOTE, part, text(d, "rkbpf_%s is not loaded", part),
			there(d, text(d, "modprobe rkbpf_%s", part)));
	else
		rk_doctor_say(d, RK_DOCTOR_NOTE, part, text(d, "rkbpf_%s is not there", part),
			rk_format(d->f.a, "rk provision %s --module rkbpf_%s.ko", d->host, part));
}

static void judge_devices(struct rk_doctor *d)
{
	static const char *const classes[] = {"iio", "gpio", "pwm", "can"};
	const char *one;

	if (!d->f.agent)
		return;
	judge_part(d, "iio",
		rk_finding_is(&d->f, "symbol", "iio_push_to_buffers") || value(d, "iio"),
		"no IIO in this kernel, or no driver of a sensor is loaded");
	judge_part(d, "can",
		rk_finding_is(&d->f, "symbol", "can_rx_register") || value(d, "can_file") ||
			value(d, "can"),
		"no CAN in this kernel");
	for (size_t c = 0; c < RK_ARRAY_SIZE(classes); c++)
		for (size_t i = 0; (one = rk_finding(&d->f, classes[c], i)); i++)
			rk_doctor_say(d, RK_DOCTOR_OK, "device",
				rk_format(d->f.a, "%s %s", classes[c], one), "");
}

static void judge_types(struct rk_doctor *d)
{
	if (value(d, "btf"))
		rk_doctor_say(
			d, RK_DOCTOR_OK, "btf", text(d, "%s bytes of types", value(d, "btf")), "");
	else
		rk_doctor_say(d, RK_DOCTOR_NOTE, "btf",
			"no types of its own: programs that read kernel structures need "
			"--target-btf",
			"");
}

/* Programs use the monotonic clock: a wrong date misleads people and logs, not programs. */
static void judge_clock(struct rk_doctor *d)
{
	u64 then = number(d, "time") / 1000000000;
	long long off = (long long)then - (long long)time(NULL);
	const char *fix = there(d, "timedatectl set-ntp true");

	if (!value(d, "time"))
		return;
	if (then < 1704067200) /* 2024 */
		rk_doctor_say(d, RK_DOCTOR_NOTE, "clock", "it was never set", fix);
	else if (off > 5 || off < -5)
		rk_doctor_say(d, RK_DOCTOR_NOTE, "clock",
			rk_format(d->f.a, "%lld s %s this machine's", off < 0 ? -off : off,
				off < 0 ? "behind" : "ahead of"),
			fix);
	else if (value(d, "synced") && !number(d, "synced"))
		rk_doctor_say(d, RK_DOCTOR_NOTE, "clock", "right, and nothing keeps it so", fix);
	else
		rk_doctor_say(d, RK_DOCTOR_OK, "clock", "right", "");
	if (value(d, "clocksource") && !strcmp(value(d, "clocksource"), "jiffies"))
		rk_doctor_say(d, RK_DOCTOR_NOTE, "clock",
			"counts in ticks: times of events are coarse", "");
}

static void judge_space(struct rk_doctor *d)
{
	unsigned long long free, total;
	char path[256];
	const char *space = value(d, "space");
	bool small;

	if (!space || sscanf(space, "%255s %llu %llu", path, &free, &total) != 3)
		return;
	small = free < 4u << 20;
	rk_doctor_say(d, small ? RK_DOCTOR_NOTE : RK_DOCTOR_OK, "space",
		rk_format(d->f.a, "%llu MiB free at %s%s", free >> 20, path,
			small ? ": --persist needs room for its programs" : ""),
		small ? there(d, text(d, "du -xh %s", path)) : "");
}

void rk_doctor_judge(struct rk_doctor *d)
{
	judge_kernel(d);
	judge_agent(d);
	judge_module(d);
	judge_device(d);
	judge_trust(d);
	judge_boot(d);
	judge_hooks(d);
	judge_devices(d);
	judge_types(d);
	judge_clock(d);
	judge_space(d);
}
