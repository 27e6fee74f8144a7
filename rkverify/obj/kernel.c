/* SPDX-License-Identifier: MIT */
/*
 * The target kernel beyond its types: release and version, and what they and its configuration say
 * about an object's .kconfig externs.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include "prog.h"

static char *first_line(char **text)
{
	char *line = *text, *end = line + strcspn(line, "\n");

	*text = *end ? end + 1 : end;
	*end = 0;
	return line;
}

void rk_kernel_of_btf(struct rk_kernel *k, struct rk_arena *a, const char *btf_path)
{
	struct utsname u;
	size_t size;
	char *text;

	if (!strcmp(btf_path, "/sys/kernel/btf/vmlinux") && !uname(&u)) {
		k->release = rk_strdup(a, u.release);
		k->version = rk_strdup(a, u.version);
		return;
	}
	text = (char *)rk_read_file(a, rk_format(a, "%s.release", btf_path), &size);
	if (!text)
		return;
	text = rk_strndup(a, text, size);
	k->release = first_line(&text);
	k->version = first_line(&text);
}

/* "6.1.192-..." as KERNEL_VERSION(6, 1, 192); the last part stops at 255, as Linux's does. */
static const char *version_code(struct rk_arena *a, const char *release)
{
	unsigned long part[3] = {0};
	const char *at = release;
	char *end;

	for (int i = 0; i < 3; i++) {
		part[i] = strtoul(at, &end, 10);
		if (end == at)
			return NULL;
		if (*end != '.')
			break;
		at = end + 1;
	}
	if (part[0] > 255 || part[1] > 255)
		return NULL;
	return rk_format(a, "%lu", part[0] << 16 | part[1] << 8 | (part[2] > 255 ? 255 : part[2]));
}

static const char *config_value(struct rk_arena *a, const char *config, const char *name)
{
	size_t n = strlen(name);

	for (const char *line = config; *line; line += strcspn(line, "\n") + 1) {
		if (!strncmp(line, name, n) && line[n] == '=')
			return rk_strndup(a, line + n + 1, strcspn(line + n + 1, "\n"));
		if (!line[strcspn(line, "\n")])
			break;
	}
	return NULL;
}

bool rk_kernel_config(
	const struct rk_kernel *k, struct rk_arena *a, const char *name, const char **value)
{
	*value = NULL;
	if (!k)
		return false;
	if (!strcmp(name, "LINUX_KERNEL_VERSION")) {
		*value = k->release ? version_code(a, k->release) : NULL;
		return *value != NULL;
	}
	if (strncmp(name, "CONFIG_", 7) || !k->config)
		return false;
	*value = config_value(a, k->config, name);
	return true;
}
