/* SPDX-License-Identifier: MIT */
/*
 * rk target: what a robot is and has, kept on this machine for builds (rkverify/obj/target.h has
 * the format). A profile is complete or absent: it is written beside its place and renamed.
 */
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd.h"
#include "findings.h"
#include "headers.h"
#include "obj/target.h"

enum { MOST_ROLES = 32 };

struct job {
	struct rk_arena *a;
	const char *name, *host;
	const char *role[MOST_ROLES];
	int n_roles;
	bool json, keep_types;
	const char *folder; /* of the profile */
	json_t *profile, *sections, *roles;
	char *bytes; /* of BTF or formats */
	size_t size, room;
};

/* ---- what the robot says ---- */

static void take_section(struct job *j, const char *line, size_t n)
{
	const char *tab = memchr(line, '\t', n);
	size_t k = tab ? (size_t)(tab - line) : n;
	char *section = rk_printable(j->a, line, k);
	char *about = tab ? rk_printable(j->a, tab + 1, n - k - 1) : rk_strdup(j->a, "");

	if (json_array_size(j->sections) < RK_TARGET_SECTIONS)
		json_array_append_new(
			j->sections, json_pack("{s:s, s:s}", "section", section, "about", about));
}

static void take_sections(void *arg, const char *bytes, size_t n)
{
	const char *end = bytes + n, *at = bytes, *next;

	for (; at < end && (next = memchr(at, '\n', (size_t)(end - at))); at = next + 1)
		take_section(arg, at, (size_t)(next - at));
}

static void take_bytes(void *arg, const char *bytes, size_t n)
{
	struct job *j = arg;

	j->bytes = rk_grow(j->a, j->bytes, j->size, &j->room, j->size + n, 1);
	memcpy(j->bytes + j->size, bytes, n);
	j->size += n;
}

static void set_text(struct job *j, const char *key, const char *text, size_t most)
{
	json_object_set_new(j->profile, key, json_string(rk_printable(j->a, text, most)));
}

/* ---- roles ---- */

/* Does the robot have this device, in any class; or any section of this class? */
static bool has_device(const struct job *j, const char *device)
{
	const char *part = rk_format(j->a, "/%s/", device), *text;
	size_t n = strlen(device);

	for (size_t i = 0; i < json_array_size(j->sections); i++) {
		text = json_string_value(
			json_object_get(json_array_get(j->sections, i), "section"));
		if (text && (strstr(text, part) || (!strncmp(text, device, n) && text[n] == '/')))
			return true;
	}
	return false;
}

static int add_role(struct job *j, const char *word)
{
	const char *equals = strchr(word, '='), *name, *device;

	name = equals ? rk_strndup(j->a, word, (size_t)(equals - word)) : "";
	device = equals ? equals + 1 : "";
	if (!rk_target_is_name(name) || !rk_target_is_device(device))
		return rk_usage("target", "'%s' is no role such as imu=name:mpu6050", word);
	if (!has_device(j, device))
		return rk_fail("target", RK_ENOENT,
			"%s has no device '%s': 'rk hooks --host %s' names what it has", j->host,
			device, j->host);
	json_object_set_new(j->roles, name, json_string(device));
	return RK_EXIT_OK;
}

/* A profile of this name that is there already: its roles go on; so do types of headers, which
 * are those of one kernel. */
static void keep_old(struct job *j, const struct rk_facts *f)
{
	struct rk_target old;
	const char *why;

	if (rk_target_read(&old, j->a, j->name, &why))
		return;
	j->keep_types = old.types && !strncmp(old.release, f->release, sizeof(f->release)) &&
			!strncmp(old.version, f->kernel, sizeof(f->kernel));
	for (u32 i = 0; i < old.n_roles; i++)
		if (has_device(j, old.roles[i].device))
			json_object_set_new(
				j->roles, old.roles[i].name, json_string(old.roles[i].device));
}

/* ---- files ---- */

static int make_folders(struct job *j, const char *path)
{
	char *p = rk_strdup(j->a, path);

	for (char *s = p + 1; (s = strchr(s, '/')); *s++ = '/') {
		*s = 0;
		if (mkdir(p, 0777) && errno != EEXIST)
			return -1;
	}
	return mkdir(p, 0777) && errno != EEXIST ? -1 : 0;
}

/* The files of a profile, and its folder. */
static void remove_profile(struct job *j, const char *folder)
{
	static const char *const files[] = {
		"profile.json", "btf", "btf.release", "formats", "types"};

	for (size_t i = 0; i < RK_ARRAY_SIZE(files); i++)
		unlink(rk_format(j->a, "%s/%s", folder, files[i]));
	rmdir(folder);
}

/* By a second name: the old profile has them until the new one is in its place. */
static int keep_types(struct job *j, const char *folder, const char **why)
{
	const char *types = rk_format(j->a, "%s/types", j->folder);

	if (!link(types, rk_format(j->a, "%s/types", folder)))
		return RK_OK;
	*why = rk_format(j->a, "%s: %s", types, strerror(errno));
	return RK_EIO;
}

static int write_profile(struct job *j, const char *folder, bool btf, const struct rk_facts *f)
{
	char *text = json_dumps(j->profile, JSON_INDENT(1));
	const char *why = "out of memory", *release;
	int err = text ? RK_OK : RK_ENOMEM;

	release = rk_format(j->a, "%s\n%s\n", rk_printable(j->a, f->release, sizeof(f->release)),
		rk_printable(j->a, f->kernel, sizeof(f->kernel)));
	if (!err)
		err = rk_file_write(
			j->a, rk_format(j->a, "%s/profile.json", folder), text, strlen(text), &why);
	if (!err && j->size)
		err = rk_file_write(j->a, rk_format(j->a, "%s/%s", folder, btf ? "btf" : "formats"),
			j->bytes, j->size, &why);
	if (!err && btf)
		err = rk_file_write(j->a, rk_format(j->a, "%s/btf.release", folder), release,
			strlen(release), &why);
	if (!err && j->keep_types && !btf)
		err = keep_types(j, folder, &why);
	free(text);
	return err ? rk_fail("target", err, "%s", why) : RK_EXIT_OK;
}

static int put_in_place(struct job *j, bool btf, const struct rk_facts *f)
{
	char *fresh = rk_format(j->a, "%s.new", j->folder);
	char *old = rk_format(j->a, "%s.old", j->folder);
	int code;

	remove_profile(j, fresh);
	remove_profile(j, old);
	if (make_folders(j, fresh))
		return rk_fail("target", RK_EIO, "%s: %s", fresh, strerror(errno));
	code = write_profile(j, fresh, btf, f);
	if (code) {
		remove_profile(j, fresh);
		return code;
	}
	rename(j->folder, old);
	if (rename(fresh, j->folder)) {
		code = rk_fail("target", RK_EIO, "%s: %s", j->folder, strerror(errno));
		rename(old, j->folder);
	}
	remove_profile(j, old);
	return code;
}

/* ---- the verbs ---- */

static void tell_added(const struct job *j, bool btf)
{
	printf("%s: %zu sections, %zu roles, %s; rkcc build --target-profile %s\n", j->name,
		json_array_size(j->sections), json_object_size(j->roles),
		btf             ? "with types (BTF)"
		: j->keep_types ? "types of its headers, as before: the kernel has no BTF"
		: j->size       ? "types of trace records alone: the kernel has no BTF"
				: "no types: the kernel has no BTF",
		j->name);
	if (!btf && !j->keep_types)
		printf("%s: more types by 'rk target headers %s FOLDER', the kernel's headers\n",
			j->name, j->name);
}

static int ask(struct job *j, struct rk_tool *t)
{
	const struct rk_facts *f = &t->link->facts;
	bool btf = true;
	int code = RK_EXIT_OK;

	if (rk_listing(t->link, RK_LIST_HOOKS, "", take_sections, j) ||
		rk_listing(t->link, RK_LIST_BTF, "", take_bytes, j))
		return rk_tool_refused(t, j->host);
	if (!j->size) {
		btf = false;
		if (rk_listing(t->link, RK_LIST_FORMATS, "", take_bytes, j))
			return rk_tool_refused(t, j->host);
	}
	set_text(j, "host", j->host, strlen(j->host));
	set_text(j, "machine", f->machine, sizeof(f->machine));
	set_text(j, "release", f->release, sizeof(f->release));
	set_text(j, "version", f->kernel, sizeof(f->kernel));
	keep_old(j, f);
	for (int i = 0; i < j->n_roles && !code; i++)
		code = add_role(j, j->role[i]);
	if (!code)
		code = put_in_place(j, btf, f);
	if (!code && !has_device(j, "tracepoint"))
		rk_warn("target",
			"%s: its tracepoints are not known: tracefs is not mounted, or for "
			"root alone",
			j->host);
	if (!code)
		tell_added(j, btf);
	return code;
}

static int add(struct job *j)
{
	static const struct rk_tool_row row = {.name = "target"};
	struct rk_tool t = {.self = "rk", .row = &row};
	int code = rk_robot_open(&t, j->host);

	if (code)
		return code;
	j->sections = json_array();
	j->roles = json_object();
	j->profile = json_pack(
		"{s:i, s:O, s:O}", "schema", 1, "sections", j->sections, "roles", j->roles);
	code = ask(j, &t);
	rk_robot_close(&t, j->host);
	json_decref(j->sections);
	json_decref(j->roles);
	json_decref(j->profile);
	return code;
}

static unsigned count(const struct rk_target *t, const char *class)
{
	unsigned n = 0;

	for (u32 i = 0; i < t->n_sections; i++)
		n += !strncmp(t->sections[i].section, class, strlen(class));
	return n;
}

static void print(const struct job *j, const struct rk_target *t)
{
	static const struct {
		const char *name, *about;
	} types[] = {{"btf", ""}, {"headers", ", no BTF: types of its headers"},
		{"records", ", no BTF: types of trace records alone"}, {"none", ", no BTF"}};
	size_t i = t->btf ? 0 : t->types ? 1 : t->formats ? 2 : 3;
	json_t *o;

	if (!j->json) {
		printf("%s: %s, Linux %s %s%s\n", t->name, t->host, t->release, t->machine,
			types[i].about);
		return;
	}
	o = json_pack("{s:i, s:s, s:s, s:s, s:s, s:s, s:b, s:s, s:i}", "schema", 1, "name", t->name,
		"host", t->host, "machine", t->machine, "release", t->release, "version",
		t->version, "btf", t->btf != NULL, "types", types[i].name, "sections",
		(int)t->n_sections);
	if (o)
		json_dumpf(o, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(o);
}

static int show(struct job *j)
{
	struct rk_target t;
	const char *why;
	int err = rk_target_read(&t, j->a, j->name, &why);

	if (err)
		return rk_fail("target", err, "%s", why);
	print(j, &t);
	if (j->json)
		return RK_EXIT_OK;
	printf("  kernel  %s\n", t.version);
	for (u32 i = 0; i < t.n_roles; i++)
		printf("  role    %s is %s\n", t.roles[i].name, t.roles[i].device);
	for (u32 i = 0; i < t.n_sections; i++)
		if (strncmp(t.sections[i].section, "tracepoint/", 11) &&
			strncmp(t.sections[i].section, "raw_tp/", 7))
			printf("  has     %-40s %s\n", t.sections[i].section, t.sections[i].about);
	printf("  and     %u tracepoints\n", count(&t, "tracepoint/"));
	return RK_EXIT_OK;
}

static int is_profile(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return rk_target_is_name(d->d_name) &&
	       !(n > 4 &&
		       (!strcmp(d->d_name + n - 4, ".new") || !strcmp(d->d_name + n - 4, ".old")));
}

static int list(struct job *j)
{
	const char *folder = rk_target_folder(j->a), *why;
	struct dirent **names;
	struct rk_target t;
	int n = folder ? scandir(folder, &names, is_profile, alphasort) : 0, code = RK_EXIT_OK;

	for (int i = 0; i < n; i++) {
		int err = rk_target_read(&t, j->a, names[i]->d_name, &why);

		if (err)
			code = rk_fail("target", err, "%s", why);
		else
			print(j, &t);
		free(names[i]);
	}
	if (n >= 0 && folder)
		free(names);
	return code;
}

static int forget(struct job *j)
{
	if (access(rk_format(j->a, "%s/profile.json", j->folder), F_OK))
		return rk_fail("target", RK_ENOENT, "no target '%s' (%s)", j->name, j->folder);
	remove_profile(j, j->folder);
	return RK_EXIT_OK;
}

/* Types for the profile of a kernel that has none, from the headers in the folder `host`. */
static int headers(struct job *j)
{
	struct rk_shell s;
	struct rk_target t;
	struct rk_btf btf;
	const char *why;
	int err = rk_target_read(&t, j->a, j->name, &why);

	if (!err && t.btf) {
		printf("%s: its kernel has types (BTF): no headers are needed\n", j->name);
		return RK_EXIT_OK;
	}
	rk_shell_begin(&s, "local");
	if (!err)
		err = rk_headers_types(&s, j->a, &t, j->host, &why);
	if (!err)
		err = rk_btf_read(&btf, j->a, (u8 *)s.out, s.size, &why);
	if (!err)
		err = rk_file_write(
			j->a, rk_format(j->a, "%s/types", j->folder), s.out, s.size, &why);
	rk_shell_end(&s);
	if (err)
		return rk_fail("target", err, "%s", why);
	printf("%s: %u types of the headers of %s\n", j->name, btf.n - 1, t.release);
	return RK_EXIT_OK;
}

static const struct {
	const char *verb;
	int words; /* behind it */
	int (*run)(struct job *j);
} verbs[] = {{"add", 2, add}, {"headers", 2, headers}, {"list", 0, list}, {"show", 1, show},
	{"remove", 1, forget}};

/* Options leave argv; what remains are words. */
static int parse(int *argc, char **argv, struct job *j)
{
	int kept = 0;

	for (int i = 0; i < *argc; i++) {
		if (!strcmp(argv[i], "--json"))
			j->json = true;
		else if (!strcmp(argv[i], "--role") && i + 1 < *argc && j->n_roles < MOST_ROLES)
			j->role[j->n_roles++] = argv[++i];
		else if (argv[i][0] == '-' || !argv[i][0])
			return rk_usage("target", "'%s' is not understood", argv[i]);
		else
			argv[kept++] = argv[i];
	}
	*argc = kept;
	return RK_EXIT_OK;
}

static int run(struct job *j, int argc, char **argv)
{
	for (size_t i = 0; argc && i < RK_ARRAY_SIZE(verbs); i++) {
		if (strcmp(argv[0], verbs[i].verb))
			continue;
		if (argc != verbs[i].words + 1)
			break;
		j->name = argc > 1 ? argv[1] : "all";
		j->host = argc > 2 ? argv[2] : NULL;
		j->folder = rk_target_folder(j->a);
		if (!j->folder)
			return rk_fail("target", RK_ENOENT,
				"no folder for targets: set XDG_CONFIG_HOME or HOME");
		j->folder = rk_format(j->a, "%s/%s", j->folder, j->name);
		if (!rk_target_is_name(j->name))
			return rk_usage("target", "'%s' is no name of a target", j->name);
		return verbs[i].run(j);
	}
	return rk_usage("target",
		"expected add NAME HOST, headers NAME FOLDER, list, show NAME or remove NAME");
}

int rk_cmd_target(int argc, char **argv)
{
	struct rk_arena a;
	struct job j = {.a = &a};
	int code;

	argc--;
	argv++;
	rk_arena_init(&a);
	code = parse(&argc, argv, &j);
	if (!code)
		code = run(&j, argc, argv);
	rk_arena_fini(&a);
	return fflush(stdout) ? RK_EXIT_FAIL : code;
}
