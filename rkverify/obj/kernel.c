/* SPDX-License-Identifier: MIT */
/*
 * The target kernel beyond its types: release and version, and what they and its configuration say
 * about an object's .kconfig externs.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <zlib.h>
#include "prog.h"

static char *first_line(char **text)
{
	char *line = *text, *end = line + strcspn(line, "\n");

	*text = *end ? end + 1 : end;
	*end = 0;
	return line;
}

static void identify(struct rk_kernel *k, struct rk_arena *a, const char *btf_path)
{
	struct utsname u;
	size_t size;
	char *text;

	if (!strcmp(btf_path, "/sys/kernel/btf/vmlinux") && !uname(&u)) {
		k->release = rk_strdup(a, u.release);
		k->version = rk_strdup(a, u.version);
		k->running = true;
		return;
	}
	text = (char *)rk_read_file(a, rk_format(a, "%s.release", btf_path), &size);
	if (!text)
		return;
	text = rk_strndup(a, text, size);
	k->release = first_line(&text);
	k->version = first_line(&text);
}

static u8 *read_types(struct rk_arena *a, const char *path, size_t *size, const char **why)
{
	u8 *bytes = rk_read_file(a, path, size);

	if (!bytes)
		*why = rk_format(a, "%s: %s", path, strerror(errno));
	return bytes;
}

int rk_kernel_types(struct rk_kernel *k, struct rk_btf *btf, struct rk_arena *a, const char *files,
	const char **why)
{
	const char *comma = strchr(files, ','),
		   *path = rk_strndup(a, files, comma ? (size_t)(comma - files) : strlen(files));
	size_t size, module_size;
	u8 *bytes = read_types(a, path, &size, why), *module;
	struct rk_btf base = {.n = 0};

	if (bytes && comma) {
		module = read_types(a, comma + 1, &module_size, why);
		if (!module || rk_btf_read(&base, a, bytes, size, why))
			return RK_EINPUT;
		bytes = rk_btf_join(a, bytes, size, module, module_size, &size, why);
	}
	if (!bytes || rk_btf_read(btf, a, bytes, size, why))
		return RK_EINPUT;
	btf->n_base = base.n;
	identify(k, a, path);
	return RK_OK;
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

const char *rk_kernel_read_config(struct rk_arena *a, const char *path)
{
	enum { MOST = 4 << 20 };
	gzFile f = gzopen(path, "rb");
	char *bytes;
	int n;

	if (!f)
		return NULL;
	bytes = malloc(MOST);
	n = bytes ? gzread(f, bytes, MOST) : -1;
	gzclose(f);
	path = n > 0 && n < MOST ? rk_strndup(a, bytes, (size_t)n) : NULL;
	free(bytes);
	return path;
}

const char *rk_kernel_running_config(struct rk_arena *a, const char *release)
{
	const char *text = rk_kernel_read_config(a, rk_format(a, "/boot/config-%s", release));

	return text ? text : rk_kernel_read_config(a, "/proc/config.gz");
}

bool rk_kernel_config(
	const struct rk_kernel *k, struct rk_arena *a, const char *name, const char **value)
{
	*value = NULL;
	if (!strcmp(name, "LINUX_KERNEL_VERSION")) {
		*value = k->release ? version_code(a, k->release) : NULL;
		return *value != NULL;
	}
	if (strncmp(name, "CONFIG_", 7) || !k->config)
		return false;
	*value = config_value(a, k->config, name);
	return true;
}

/* Linux lets network programs mark a connection, known or not: this member, from its beginning. */
bool rk_kernel_writable(const struct rk_btf *b, u32 type, s64 off, s64 size)
{
	struct rk_btf_type t = rk_btf_type(b, type);

	if (t.kind == RK_BTF_STRUCT && !strcmp(t.name, "nf_conn___init") && t.vlen)
		t = rk_btf_type(b, rk_btf_skip(b, rk_btf_member(b, &t, 0).type));
	if (t.kind != RK_BTF_STRUCT || strcmp(t.name, "nf_conn"))
		return false;
	for (u32 i = 0; i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(b, &t, i);

		if (!strcmp(m.name, "mark") && !m.bit_size && off * 8 == m.bit_offset)
			return size <= rk_btf_size(b, m.type);
	}
	return false;
}

u32 rk_kernel_sample_bytes(const struct rk_btf *b)
{
	u32 type = b ? rk_btf_find(b, "bpf_perf_event_data", RK_BTF_STRUCT, 0) : 0;

	return type ? (u32)rk_btf_size(b, type) : RK_SAMPLE_LEAST;
}
