/* SPDX-License-Identifier: MIT */
/*
 * The machine as lines "name value": findings only; the workstation judges them. Names:
 *   uid N, agent PATH, time NS (since 1970), synced 0|1, clocksource NAME
 *   module loaded|none, module_file PATH, device MODE UID USABLE (of /dev/rkbpf)
 *   part iio|can loaded|file, kernel can|pwm|... as `symbol NAME` (functions that hooks need)
 *   kallsyms 0|1, tracing PATH, events N (categories), btf BYTES, rt 1
 *   sig_enforce Y|N, lockdown TEXT, systemd 1, unit PATH, boot PATH, headers PATH, dkms PATH
 *   space PATH FREE TOTAL, memory FREE TOTAL (bytes), cpus N
 *   iio ID NAME, gpio ID LABEL LINES, pwm ID NAME CHANNELS, can NAME up|down
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysinfo.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "list.h"
#include "store.h"

/* Functions that tell which hooks a kernel has. They come once each in /proc/kallsyms. */
static const char *const symbols[] = {"can_rx_register", "ftrace_set_filter", "gpiod_get_value",
	"hrtimer_start_range_ns", "iio_push_to_buffers", "pwm_apply_state", "register_kprobe",
	"register_kretprobe", "tracepoint_probe_register", "pwm_apply_might_sleep",
	"perf_trace_buf_alloc"};

static void see_symbols(struct rk_lister *l)
{
	FILE *f = fopen("/proc/kallsyms", "re");
	bool seen[RK_ARRAY_SIZE(symbols)] = {false};
	char line[512], name[256];

	rk_list_line(l, "kallsyms %d", f != NULL);
	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%*s %*s %255s", name) != 1)
			continue;
		for (size_t i = 0; i < RK_ARRAY_SIZE(symbols); i++) {
			if (seen[i] || strcmp(name, symbols[i]))
				continue;
			seen[i] = true;
			rk_list_line(l, "symbol %s", name);
		}
	}
	if (f)
		fclose(f);
}

/* The line of modules.dep whose file is NAME.ko, packed or not. */
static bool find_file(const char *release, const char *module, char *path, size_t size)
{
	char line[4096], name[64];
	bool found = false;
	FILE *f;

	snprintf(line, sizeof(line), "/lib/modules/%s/modules.dep", release);
	snprintf(name, sizeof(name), "/%s.ko", module);
	f = fopen(line, "re");
	while (f && !found && fgets(line, sizeof(line), f)) {
		char *at, *end = strchr(line, ':');

		if (!end)
			continue;
		*end = 0;
		at = strstr(line, name);
		found = at && (!at[strlen(name)] || at[strlen(name)] == '.') &&
			strlen(line) < size - 80;
		if (found && line[0] == '/')
			memcpy(path, line, strlen(line) + 1);
		else if (found)
			snprintf(path, size, "/lib/modules/%.60s/%.180s", release, line);
	}
	if (f)
		fclose(f);
	return found;
}

static void see_module(struct rk_lister *l, const char *release)
{
	static const char *const parts[] = {"iio", "can"};
	char path[256], module[32];
	struct stat st;

	rk_list_line(l, "module %s", rk_list_exists("/sys/module/rkbpf") ? "loaded" : "none");
	if (find_file(release, "rkbpf", path, sizeof(path)))
		rk_list_line(l, "module_file %s", path);
	for (size_t i = 0; i < RK_ARRAY_SIZE(parts); i++) {
		snprintf(module, sizeof(module), "rkbpf_%s", parts[i]);
		if (rk_list_exists("/sys/module/%s", module))
			rk_list_line(l, "part %s loaded", parts[i]);
		else if (find_file(release, module, path, sizeof(path)))
			rk_list_line(l, "part %s file", parts[i]);
	}
	if (find_file(release, "can", path, sizeof(path)))
		rk_list_line(l, "can_file %s", path);
	if (!stat(RK_DEVICE, &st))
		rk_list_line(l, "device %o %u %d", (unsigned)st.st_mode & 07777,
			(unsigned)st.st_uid, !access(RK_DEVICE, R_OK | W_OK));
}

static void see_tracing(struct rk_lister *l)
{
	const char *place = rk_list_tracing();
	unsigned n = 0;
	char path[64];
	struct dirent *e;
	DIR *d;

	if (!place)
		return;
	rk_list_line(l, "tracing %s", place);
	snprintf(path, sizeof(path), "%s/events", place);
	d = opendir(path);
	while (d && (e = readdir(d)))
		n += e->d_name[0] != '.' && e->d_type == DT_DIR;
	if (d)
		closedir(d);
	rk_list_line(l, "events %u", n);
	if (rk_list_exists("%s/raw_syscalls/sys_enter", path))
		rk_list_line(l, "raw_syscalls 1");
}

static void see_kernel(struct rk_lister *l)
{
	char text[128];
	struct stat st;

	if (!stat("/sys/kernel/btf/vmlinux", &st))
		rk_list_line(l, "btf %lld", (long long)st.st_size);
	if (rk_list_read(text, sizeof(text), "/sys/kernel/realtime"))
		rk_list_line(l, "rt %s", text);
	if (rk_list_read(text, sizeof(text), "/sys/module/module/parameters/sig_enforce"))
		rk_list_line(l, "sig_enforce %s", text);
	if (rk_list_read(text, sizeof(text), "/sys/kernel/security/lockdown"))
		rk_list_line(l, "lockdown %s", text);
}

static void see_clock(struct rk_lister *l)
{
	struct timex t = {.modes = 0};
	struct timespec now;
	char text[64];
	int state = adjtimex(&t);

	clock_gettime(CLOCK_REALTIME, &now);
	rk_list_line(l, "time %lld%09ld", (long long)now.tv_sec, now.tv_nsec);
	if (state >= 0)
		rk_list_line(l, "synced %d", state != TIME_ERROR);
	if (rk_list_read(text, sizeof(text),
		    "/sys/devices/system/clocksource/clocksource0/current_clocksource"))
		rk_list_line(l, "clocksource %s", text);
}

static void see_place(struct rk_lister *l, const char *path)
{
	struct statvfs v;

	if (!statvfs(path, &v))
		rk_list_line(l, "space %s %llu %llu", path,
			(unsigned long long)v.f_bavail * v.f_frsize,
			(unsigned long long)v.f_blocks * v.f_frsize);
}

static void see_system(struct rk_lister *l, const char *release)
{
	static const char *const files[][2] = {{"systemd", "/run/systemd/system"},
		{"unit", "/etc/systemd/system/rkbpf.service"},
		{"unit", "/usr/lib/systemd/system/rkbpf.service"},
		{"enabled", "/etc/systemd/system/multi-user.target.wants/rkbpf.service"},
		{"boot", RK_CONFIG "/boot"}, {"dkms", "/usr/sbin/dkms"}, {"cc", "/usr/bin/cc"}};
	char self[256];
	struct sysinfo s;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n > 0 ? n : 0] = 0;
	rk_list_line(l, "uid %u", (unsigned)geteuid());
	rk_list_line(l, "agent %s", self);
	rk_list_line(l, "cpus %ld", sysconf(_SC_NPROCESSORS_ONLN));
	for (size_t i = 0; i < RK_ARRAY_SIZE(files); i++)
		if (rk_list_exists("%s", files[i][1]))
			rk_list_line(l, "%s %s", files[i][0], files[i][1]);
	if (rk_list_exists("/lib/modules/%s/build/Makefile", release))
		rk_list_line(l, "headers /lib/modules/%s/build", release);
	if (!sysinfo(&s))
		rk_list_line(l, "memory %llu %llu", (unsigned long long)s.freeram * s.mem_unit,
			(unsigned long long)s.totalram * s.mem_unit);
	see_place(l, rk_list_exists("%s", l->a->store) ? l->a->store : "/var/lib");
}

static void see_device(struct rk_lister *l, const struct rk_device *d)
{
	if (!strcmp(d->class, "can"))
		rk_list_line(l, "can %s %s", d->id, d->up ? "up" : "down");
	else if (d->lines == UINT32_MAX)
		rk_list_line(l, "%s %s %s", d->class, d->id, d->name);
	else
		rk_list_line(l, "%s %s %u %s", d->class, d->id, d->lines, d->name);
}

void rk_list_facts(struct rk_lister *l)
{
	struct utsname u;

	uname(&u);
	see_system(l, u.release);
	see_module(l, u.release);
	see_kernel(l);
	see_tracing(l);
	see_symbols(l);
	see_clock(l);
	rk_devices_walk(l, see_device);
}
