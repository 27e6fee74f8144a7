/* SPDX-License-Identifier: MIT */
/*
 * What programs can be attached to, as the text of SEC("..."), a tab, and what it is: the kernel's
 * own names, from tracefs, sysfs and, for a pattern that asks for them, /proc/kallsyms. Words in <>
 * are the programmer's to choose.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "list.h"

/* One section, if the pattern is about it: about the whole of it, or of one part of it. */
static void offer(struct rk_lister *l, const char *section, const char *means)
{
	if (rk_list_matches(l, section))
		rk_list_line(l, "%s\t%s", section, means);
}

static void see_channel(struct rk_lister *l, const struct rk_device *d, const char *channel)
{
	char section[192];

	if (!strcmp(channel, "in_timestamp"))
		return; /* every event has it */
	snprintf(section, sizeof(section), "iio/%s/%s", d->id, channel);
	offer(l, section, d->name);
	snprintf(section, sizeof(section), "iio/name:%s/%s", d->name, channel);
	if (*d->name)
		offer(l, section, d->id);
}

/* Lines or channels of a chip, by both its names. */
static void see_lines(struct rk_lister *l, const struct rk_device *d, const char *fmt)
{
	char chip[80], section[192], range[160];

	for (int by_name = 0; by_name < 2; by_name++) {
		if (by_name && !*d->name)
			return;
		snprintf(chip, sizeof(chip), "%s%s", by_name ? "name:" : "",
			by_name ? d->name : d->id);
		if (d->lines == UINT32_MAX || !d->lines)
			snprintf(range, sizeof(range), "%s", by_name ? d->id : d->name);
		else
			snprintf(range, sizeof(range), "%s, N is 0 to %u",
				by_name ? d->id : d->name, d->lines - 1);
		snprintf(section, sizeof(section), fmt, chip);
		offer(l, section, range);
	}
}

static void see_device(struct rk_lister *l, const struct rk_device *d)
{
	char section[64];

	if (!strcmp(d->class, "iio"))
		rk_devices_channels(l, d, see_channel);
	if (!strcmp(d->class, "gpio"))
		see_lines(l, d, "gpio/%s/line<N>/<rising|falling|both>");
	if (!strcmp(d->class, "pwm"))
		see_lines(l, d, "pwm/%s/channel<N>");
	snprintf(section, sizeof(section), "can/%s", d->id);
	if (!strcmp(d->class, "can"))
		offer(l, section, d->up ? "up" : "down");
}

static void see_category(struct rk_lister *l, const char *events, const char *category)
{
	char path[600], section[600], id[64];
	struct dirent *e;
	DIR *d;

	snprintf(path, sizeof(path), "%s/%s", events, category);
	d = opendir(path);
	while (d && !l->gone && (e = readdir(d))) {
		/* ftrace's own records are no events; a file such as "enable" has no id. */
		if (e->d_name[0] == '.' || strlen(e->d_name) > 128 ||
			!rk_list_read(id, sizeof(id), "%s/%s/id", path, e->d_name))
			continue;
		snprintf(section, sizeof(section), "tracepoint/%s/%s", category, e->d_name);
		offer(l, section, id);
		snprintf(section, sizeof(section), "raw_tp/%s", e->d_name);
		if (strcmp(category, "syscalls"))
			offer(l, section, category);
	}
	if (d)
		closedir(d);
}

static void see_events(struct rk_lister *l)
{
	const char *place = rk_list_tracing();
	char events[64];
	struct dirent *e;
	DIR *d;

	if (!place)
		return;
	snprintf(events, sizeof(events), "%s/events", place);
	d = opendir(events);
	while (d && !l->gone && (e = readdir(d)))
		if (e->d_name[0] != '.' && strlen(e->d_name) <= 128 && strcmp(e->d_name, "ftrace"))
			see_category(l, events, e->d_name);
	if (d)
		closedir(d);
	if (rk_list_exists("%s/raw_syscalls/sys_enter", events)) {
		offer(l, "syscall/enter/<name>", "or without /<name>: every system call");
		offer(l, "syscall/exit/<name>", "the same, with its result");
	}
}

/* Functions of the kernel proper and its modules. There are tens of thousands: by pattern alone. */
static void see_functions(struct rk_lister *l)
{
	FILE *f;
	char line[512], name[256], type, section[300], module[64];

	if (strncmp(l->pattern, "kprobe/", 7) && strncmp(l->pattern, "kretprobe/", 10))
		return;
	f = fopen("/proc/kallsyms", "re");
	while (f && !l->gone && fgets(line, sizeof(line), f)) {
		int n = sscanf(line, "%*s %c %255s [%63[^]]", &type, name, module);

		if (n < 2 || !strchr("tTwW", type) || strchr(name, '.'))
			continue;
		snprintf(section, sizeof(section), "%.*s%s",
			(int)(strchr(l->pattern, '/') - l->pattern) + 1, l->pattern, name);
		offer(l, section, n == 3 ? module : "kernel");
	}
	if (f)
		fclose(f);
}

void rk_list_hooks(struct rk_lister *l)
{
	offer(l, "timer/<period>", "such as 1ms or 250us");
	rk_devices_walk(l, see_device);
	see_events(l);
	see_functions(l);
}
