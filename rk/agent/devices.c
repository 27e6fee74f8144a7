/* SPDX-License-Identifier: MIT */
/* Devices by the names that sections use, from sysfs; GPIO chips say theirs by their own device. */
#include <dirent.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "list.h"

static void take_text(char *to, size_t size, const char *from, size_t most)
{
	size_t n = strnlen(from, most);

	n = n < size ? n : size - 1;
	memcpy(to, from, n);
	to[n] = 0;
}

/* Class folders hold symbolic links, of which the last word of a target is a name. */
static void last_word(char *to, size_t size, const char *path)
{
	char target[512];
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	const char *slash;

	*to = 0;
	if (n <= 0)
		return;
	target[n] = 0;
	slash = strrchr(target, '/');
	slash = slash ? slash + 1 : target;
	take_text(to, size, slash, strlen(slash));
}

static void see_iio(struct rk_device *d, u32 n)
{
	snprintf(d->id, sizeof(d->id), "device%u", n);
	if (!rk_list_read(d->name, sizeof(d->name), "/sys/bus/iio/devices/iio:device%u/name", n))
		d->name[0] = 0;
}

static void see_gpio(struct rk_device *d, u32 n)
{
	struct gpiochip_info info = {.lines = 0};
	char path[64];
	int fd;

	snprintf(d->id, sizeof(d->id), "chip%u", n);
	snprintf(path, sizeof(path), "/dev/gpiochip%u", n);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && !ioctl(fd, (int)GPIO_GET_CHIPINFO_IOCTL, &info)) {
		d->lines = info.lines;
		take_text(d->name, sizeof(d->name), info.label, sizeof(info.label));
	}
	if (fd >= 0)
		close(fd);
}

static void see_pwm(struct rk_device *d, u32 n)
{
	char path[128], text[32];

	snprintf(d->id, sizeof(d->id), "chip%u", n);
	snprintf(path, sizeof(path), "/sys/class/pwm/pwmchip%u/device", n);
	last_word(d->name, sizeof(d->name), path);
	if (rk_list_read(text, sizeof(text), "/sys/class/pwm/pwmchip%u/npwm", n))
		d->lines = (u32)strtoul(text, NULL, 10);
}

static const struct {
	const char *class, *folder, *prefix;
	void (*see)(struct rk_device *d, u32 n);
} numbered[] = {
	{"iio", "/sys/bus/iio/devices", "iio:device", see_iio},
	{"gpio", "/sys/bus/gpio/devices", "gpiochip", see_gpio},
	{"pwm", "/sys/class/pwm", "pwmchip", see_pwm},
};

/* The number behind the prefix; false for other names. */
static bool number_of(const char *name, const char *prefix, u32 *n)
{
	size_t skip = strlen(prefix);
	char *end;

	if (strncmp(name, prefix, skip) || name[skip] < '0' || name[skip] > '9')
		return false;
	*n = (u32)strtoul(name + skip, &end, 10);
	return !*end;
}

static void walk_numbered(struct rk_lister *l, size_t kind, rk_device_fn *fn)
{
	DIR *dir = opendir(numbered[kind].folder);
	struct dirent *e;
	u32 n;

	while (dir && !l->gone && (e = readdir(dir))) {
		struct rk_device d = {.class = numbered[kind].class, .lines = UINT32_MAX};

		if (!number_of(e->d_name, numbered[kind].prefix, &n))
			continue;
		numbered[kind].see(&d, n);
		fn(l, &d);
	}
	if (dir)
		closedir(dir);
}

static void walk_can(struct rk_lister *l, rk_device_fn *fn)
{
	DIR *dir = opendir("/sys/class/net");
	struct dirent *e;
	char text[32];

	while (dir && !l->gone && (e = readdir(dir))) {
		struct rk_device d = {.class = "can", .lines = UINT32_MAX};

		if (!rk_list_read(text, sizeof(text), "/sys/class/net/%s/type", e->d_name) ||
			strtol(text, NULL, 10) != ARPHRD_CAN)
			continue;
		take_text(d.id, sizeof(d.id), e->d_name, sizeof(e->d_name));
		d.up = rk_list_read(text, sizeof(text), "/sys/class/net/%s/flags", e->d_name) &&
		       strtoul(text, NULL, 0) & 1;
		fn(l, &d);
	}
	if (dir)
		closedir(dir);
}

void rk_devices_walk(struct rk_lister *l, rk_device_fn *fn)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(numbered); i++)
		walk_numbered(l, i, fn);
	walk_can(l, fn);
}

void rk_devices_channels(struct rk_lister *l, const struct rk_device *d, rk_channel_fn *fn)
{
	char path[128], name[256];
	struct dirent *e;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/bus/iio/devices/iio:%s/scan_elements", d->id);
	dir = opendir(path);
	while (dir && !l->gone && (e = readdir(dir))) {
		size_t n = strlen(e->d_name);

		if (n < 4 || n >= sizeof(name) || strcmp(e->d_name + n - 3, "_en"))
			continue;
		memcpy(name, e->d_name, n - 3);
		name[n - 3] = 0;
		fn(l, d, name);
	}
	if (dir)
		closedir(dir);
}
