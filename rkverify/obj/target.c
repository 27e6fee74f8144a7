/* SPDX-License-Identifier: MIT */
#include "target.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "formats.h"
#include "prog.h"

enum { MOST_BYTES = 8 << 20, MOST_TEXT = 320, NEAR = 3 };

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

bool rk_target_is_name(const char *name)
{
	return *name && *name != '.' && strlen(name) < 64 &&
	       strspn(name, NAME_LETTERS) == strlen(name);
}

static bool is_number(const char *s)
{
	return *s && strlen(s) < 10 && strspn(s, "0123456789") == strlen(s);
}

bool rk_target_is_device(const char *d)
{
	if (!strncmp(d, "name:", 5))
		return d[5] && strlen(d) < 80 && !strpbrk(d, "/ \t\n\"\\");
	if (!strncmp(d, "device", 6))
		return is_number(d + 6);
	return !strncmp(d, "chip", 4) && is_number(d + 4);
}

char *rk_target_folder(struct rk_arena *a)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (config && *config == '/')
		return rk_format(a, "%s/rkbpf/targets", config);
	return home && *home ? rk_format(a, "%s/.config/rkbpf/targets", home) : NULL;
}

/* A text of printable letters, of a bounded length; NULL where it is none. */
static const char *text_of(struct rk_arena *a, const json_t *v)
{
	const char *s = json_string_value(v);

	if (!s || json_string_length(v) > MOST_TEXT || strlen(s) != json_string_length(v))
		return NULL;
	for (const char *p = s; *p; p++)
		if (*p < ' ' || *p > '~')
			return NULL;
	return rk_strdup(a, s);
}

static int bad(struct rk_arena *a, const char **why, const char *what)
{
	*why = rk_format(a, "no target profile: %s", what);
	return RK_EINPUT;
}

static int take_sections(
	struct rk_target *t, struct rk_arena *a, const json_t *list, const char **why)
{
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n > RK_TARGET_SECTIONS)
		return bad(a, why, "'sections' is no list of at most 20,000");
	t->sections = rk_alloc_array(a, n + 1, sizeof(*t->sections));
	for (size_t i = 0; i < n; i++) {
		const json_t *o = json_array_get(list, i);
		struct rk_target_section *s = &t->sections[t->n_sections++];

		s->section = text_of(a, json_object_get(o, "section"));
		s->about = text_of(a, json_object_get(o, "about"));
		if (!s->section || !s->about)
			return bad(a, why, "a section has no text of its own");
	}
	return RK_OK;
}

static int take_roles(struct rk_target *t, struct rk_arena *a, json_t *roles, const char **why)
{
	const char *name;
	json_t *value;

	if (!json_is_object(roles) || json_object_size(roles) > RK_TARGET_ROLES)
		return bad(a, why, "'roles' is no object of at most 64");
	t->roles = rk_alloc_array(a, RK_TARGET_ROLES, sizeof(*t->roles));
	json_object_foreach(roles, name, value)
	{
		const char *device = text_of(a, value);

		if (!rk_target_is_name(name) || !device || !rk_target_is_device(device))
			return bad(a, why, "a role is a name and a device such as name:mpu6050");
		t->roles[t->n_roles++] = (struct rk_target_role){rk_strdup(a, name), device};
	}
	return RK_OK;
}

static int take_all(struct rk_target *t, struct rk_arena *a, json_t *root, const char **why)
{
	int err;

	if (json_integer_value(json_object_get(root, "schema")) != 1)
		return bad(a, why, "its 'schema' is not 1");
	t->host = text_of(a, json_object_get(root, "host"));
	t->machine = text_of(a, json_object_get(root, "machine"));
	t->release = text_of(a, json_object_get(root, "release"));
	t->version = text_of(a, json_object_get(root, "version"));
	if (!t->host || !t->machine || !t->release || !t->version)
		return bad(a, why, "host, machine, release or version is missing or no text");
	t->arch = !strcmp(t->machine, "x86_64")    ? RK_ARCH_X86_64
		  : !strcmp(t->machine, "aarch64") ? RK_ARCH_AARCH64
						   : RK_ARCH_NONE;
	if (!t->arch)
		return bad(a, why, "its machine is neither x86_64 nor aarch64");
	err = take_sections(t, a, json_object_get(root, "sections"), why);
	return err ? err : take_roles(t, a, json_object_get(root, "roles"), why);
}

int rk_target_parse(
	struct rk_target *t, struct rk_arena *a, const char *json, size_t size, const char **why)
{
	json_error_t e;
	json_t *root;
	int err;

	*t = (struct rk_target){.name = ""};
	if (size > MOST_BYTES)
		return bad(a, why, "larger than 8 MiB");
	root = json_loadb(json, size, JSON_REJECT_DUPLICATES, &e);
	if (!root)
		return bad(a, why, rk_format(a, "line %d: %s", e.line, e.text));
	err = take_all(t, a, root, why);
	json_decref(root);
	return err;
}

int rk_target_read(struct rk_target *t, struct rk_arena *a, const char *name, const char **why)
{
	const char *folder = rk_target_folder(a), *path;
	size_t size;
	u8 *bytes;
	int err;

	*why = rk_format(a, "'%s' is no name of a target", name);
	if (!rk_target_is_name(name))
		return RK_EINPUT;
	*why = "no folder for targets: set XDG_CONFIG_HOME or HOME";
	if (!folder)
		return RK_ENOENT;
	path = rk_format(a, "%s/%s/profile.json", folder, name);
	bytes = rk_read_file(a, path, &size);
	*why = rk_format(
		a, "no target '%s' (%s): 'rk target add %s HOST' makes it", name, path, name);
	if (!bytes)
		return RK_ENOENT;
	err = rk_target_parse(t, a, (char *)bytes, size, why);
	if (err) {
		*why = rk_format(a, "%s: %s", path, *why);
		return err;
	}
	t->name = rk_strdup(a, name);
	path = rk_format(a, "%s/%s/btf", folder, name);
	t->btf = access(path, R_OK) ? NULL : path;
	path = rk_format(a, "%s/%s/formats", folder, name);
	t->formats = access(path, R_OK) ? NULL : path;
	path = rk_format(a, "%s/%s/types", folder, name);
	t->types = access(path, R_OK) ? NULL : path;
	return RK_OK;
}

int rk_target_records(
	const struct rk_target *t, struct rk_arena *a, struct rk_btf *b, const char **why)
{
	size_t size, text_size;
	u8 *text, *blob;

	*b = (struct rk_btf){.n = 0};
	if (t->btf || !t->formats)
		return RK_OK;
	text = rk_read_file(a, t->formats, &text_size);
	*why = "cannot be read";
	blob = text ? rk_formats_btf(a, (char *)text, text_size, &size, why) : NULL;
	if (blob && !rk_btf_read(b, a, blob, size, why))
		return RK_OK;
	*why = rk_format(a, "%s: %s", t->formats, *why);
	return RK_EINPUT;
}

int rk_target_headers(
	const struct rk_target *t, struct rk_arena *a, struct rk_btf *b, const char **why)
{
	size_t size;
	u8 *blob;

	*b = (struct rk_btf){.n = 0};
	if (t->btf || !t->types)
		return RK_OK;
	blob = rk_read_file(a, t->types, &size);
	*why = "cannot be read";
	if (blob && !rk_btf_read(b, a, blob, size, why))
		return RK_OK;
	*why = rk_format(a, "%s: %s", t->types, *why);
	return RK_EINPUT;
}

/* ---- sections ---- */

static const char *device_of(const struct rk_target *t, const char *role)
{
	for (u32 i = 0; i < t->n_roles; i++)
		if (!strcmp(t->roles[i].name, role))
			return t->roles[i].device;
	return NULL;
}

/* "class/role:NAME/rest" with the device in its place; NULL and *why where there is no such role.
 */
static const char *place_role(
	const struct rk_target *t, struct rk_arena *a, const char *section, const char **why)
{
	const char *role = strstr(section, "/role:"), *end, *device, *all = "";

	if (!role)
		return section;
	end = strchr(role + 1, '/');
	end = end ? end : role + strlen(role);
	device = device_of(t, rk_strndup(a, role + 6, (size_t)(end - role - 6)));
	if (device)
		return rk_format(a, "%.*s/%s%s", (int)(role - section), section, device, end);
	for (u32 i = 0; i < t->n_roles; i++)
		all = rk_format(a, "%s%s%s", all, i ? ", " : "", t->roles[i].name);
	*why = rk_format(a, "target '%s' has no role '%.*s'%s%s", t->name, (int)(end - role - 6),
		role + 6, t->n_roles ? "; it has " : ": rk target add --role", all);
	return NULL;
}

/* Does "gpio/chip0/line<N>/<...>" of the robot, "N is 0 to 53", have this line? */
static bool fits_range(const struct rk_target_section *s, const char *section)
{
	const char *open = strchr(s->section, '<'), *last = strstr(s->about, "N is 0 to ");
	size_t n = open ? (size_t)(open - s->section) : 0;

	if (!open || strncmp(s->section, section, n) || section[n] < '0' || section[n] > '9')
		return false;
	return !last || strtoull(section + n, NULL, 10) <= strtoull(last + 10, NULL, 10);
}

static bool has(const struct rk_target *t, const char *section)
{
	for (u32 i = 0; i < t->n_sections; i++)
		if (!strcmp(t->sections[i].section, section) ||
			fits_range(&t->sections[i], section))
			return true;
	return false;
}

/* How many letters two texts have in common at their ends: enough to find a misspelt word. */
static size_t likeness(const char *x, const char *y)
{
	size_t front = 0, back = 0, n = strlen(x), m = strlen(y);

	while (x[front] && x[front] == y[front])
		front++;
	while (back + front < n && back + front < m && x[n - 1 - back] == y[m - 1 - back])
		back++;
	return front + back;
}

static const char *near(const struct rk_target *t, struct rk_arena *a, const char *section)
{
	size_t class = (size_t)(strchr(section, '/') - section) + 1;
	const char *text = "", *best;
	bool used[RK_TARGET_SECTIONS] = {false};

	for (int k = 0; k < NEAR; k++) {
		size_t most = class + 1;
		u32 at = 0;

		best = NULL;
		for (u32 i = 0; i < t->n_sections; i++) {
			size_t like = likeness(t->sections[i].section, section);

			if (used[i] || strncmp(t->sections[i].section, section, class) ||
				like < most || (best && like == most))
				continue;
			most = like;
			best = t->sections[i].section;
			at = i;
		}
		if (!best)
			break;
		used[at] = true;
		text = rk_format(a, "%s%s%s", text, k ? ", " : "; near: ", best);
	}
	return text;
}

static bool has_class(const struct rk_target *t, const char *class)
{
	for (u32 i = 0; i < t->n_sections; i++)
		if (!strncmp(t->sections[i].section, class, strlen(class)))
			return true;
	return false;
}

/* The section as the list has it; NULL: nothing of its class is in a list. A can section may name
 * an id, and a tracepoint has three spellings. */
static const char *listed(const struct rk_target *t, struct rk_arena *a, const char *section)
{
	const char *rest = strchr(section, '/'), *slash;
	size_t n = rest ? (size_t)(rest - section) : 0;

	if (!rest)
		return NULL;
	slash = strchr(rest + 1, '/');
	if (!strncmp(section, "can/", 4))
		return slash ? rk_strndup(a, section, (size_t)(slash - section)) : section;
	if (!strncmp(section, "iio/", 4) || !strncmp(section, "gpio/", 5) ||
		!strncmp(section, "pwm/", 4))
		return section;
	if (!has_class(t, "tracepoint/"))
		return NULL; /* it could not be read */
	if ((n == 10 && !strncmp(section, "tracepoint", n)) || (n == 2 && *section == 't'))
		return rk_format(a, "tracepoint%s", rest);
	return NULL;
}

const char *rk_target_resolve(
	const struct rk_target *t, struct rk_arena *a, const char *section, const char **why)
{
	const char *real = place_role(t, a, section, why), *wanted;

	if (!real)
		return NULL;
	wanted = listed(t, a, real);
	if (!wanted || has(t, wanted))
		return real;
	*why = rk_format(a, "target '%s' has no %s%s", t->name, wanted, near(t, a, wanted));
	return NULL;
}
