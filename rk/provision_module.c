/* SPDX-License-Identifier: MIT */
/* The kernel module of a robot: a file that was built for its kernel, or sources for DKMS. */
#include <dirent.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "provision.h"

bool rk_provision_fits(const u8 *bytes, size_t size, const char *machine)
{
	Elf64_Ehdr e;
	u16 wanted = !strcmp(machine, "x86_64")    ? EM_X86_64
		     : !strcmp(machine, "aarch64") ? EM_AARCH64
						   : EM_NONE;

	if (size < sizeof(e))
		return false;
	memcpy(&e, bytes, sizeof(e));
	return !memcmp(e.e_ident, ELFMAG, SELFMAG) && e.e_ident[EI_CLASS] == ELFCLASS64 &&
	       e.e_machine == wanted;
}

/* Letters that a shell takes as they are. */
static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("._+-", c));
}

/* The text behind "tag", up to its zero or a space; a tag begins the section or follows a zero. */
static bool modinfo(const u8 *bytes, size_t size, const char *tag, char *to, size_t room)
{
	size_t n = strlen(tag), i = 0;
	const u8 *end = bytes + size, *at = memmem(bytes, size, tag, n);

	while (at && at > bytes && at[-1])
		at = memmem(at + 1, (size_t)(end - at) - 1, tag, n);
	if (!at)
		return false;
	for (at += n; at < end && *at && *at != ' '; at++) {
		if (i + 1 == room || !is_plain((char)*at))
			return false;
		to[i++] = (char)*at;
	}
	to[i] = 0;
	return i && at < end;
}

bool rk_module_names(const u8 *bytes, size_t size, char name[64], char release[80])
{
	return modinfo(bytes, size, "name=", name, 64) &&
	       modinfo(bytes, size, "vermagic=", release, 80);
}

const char *rk_provision_here(struct rk_arena *a)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	self[n > 0 ? n : 0] = 0;
	slash = strrchr(self, '/');
	if (!slash)
		return "./";
	slash[1] = 0;
	return rk_strdup(a, self);
}

static int add_file(struct rk_provision *p, const char *path)
{
	const char *release = rk_finding(&p->f, "release", 0), *why;
	char name[64], built[80];
	size_t size;
	u8 *bytes;
	int err = rk_file_read(p->a, path, &bytes, &size, &why);

	if (err)
		return rk_fail("provision", err, "%s", why);
	if (!rk_module_names(bytes, size, name, built) || strncmp(name, "rkbpf", 5))
		return rk_fail("provision", RK_EINPUT,
			"%s: no module of rkBPF (one that is packed must be unpacked)", path);
	if (!rk_provision_fits(bytes, size, rk_finding(&p->f, "machine", 0)))
		return rk_fail("provision", RK_EARCH, "%s: built for another architecture than %s",
			path, rk_finding(&p->f, "machine", 0));
	if (strcmp(built, release))
		return rk_fail("provision", RK_EVERSION,
			"%s: built for kernel %s, and the robot runs %s", path, built, release);
	rk_steps_file(&p->steps,
		rk_format(p->a, "%s, the kernel module%s, built for %s", name,
			strcmp(name, "rkbpf") ? "'s part for these hooks" : "", built),
		rk_format(p->a, "/lib/modules/%s/updates/%s.ko", release, name), 0644, bytes, size);
	return RK_EXIT_OK;
}

/* The sources that the package rkbpf-dkms leaves on a workstation, as one archive. */
static int add_dkms(struct rk_provision *p)
{
	struct rk_shell here = {.host = "local"};
	char *tar = rk_format(p->a, "exec tar -C %s -cf - .", p->dkms);

	if (!rk_finding(&p->f, "dkms", 0) || !rk_finding(&p->f, "headers", 0))
		return rk_fail("provision", RK_EUNSUP,
			"%s: DKMS needs the package dkms and the headers of kernel %s there",
			p->host, rk_finding(&p->f, "release", 0));
	if (access(rk_format(p->a, "%s/dkms.conf", p->dkms), R_OK))
		return rk_fail("provision", RK_ENOENT,
			"%s: no sources here: install the package rkbpf-dkms, or give --module",
			p->dkms);
	if (rk_shell_run(&here, p->a, tar, "", 0))
		return rk_fail("provision", RK_EIO, "%s: tar failed", p->dkms);
	rk_steps_file(&p->steps, "the module's sources", "/usr/src/rkbpf-" RK_VERSION ".tar", 0644,
		here.out, here.size);
	rk_steps_run(&p->steps, "DKMS builds it now and for each kernel that comes",
		"dkms install rkbpf/" RK_VERSION,
		"if dkms status rkbpf/" RK_VERSION
		" | grep -q installed; then echo unchanged; else "
		"mkdir -p /usr/src/rkbpf-" RK_VERSION " && tar -C /usr/src/rkbpf-" RK_VERSION
		" -xf /usr/src/rkbpf-" RK_VERSION ".tar && dkms install rkbpf/" RK_VERSION
		" >&2; fi",
		"dkms remove rkbpf/" RK_VERSION " --all; rm -rf /usr/src/rkbpf-" RK_VERSION);
	return RK_EXIT_OK;
}

/* Modules for this very kernel beside rk, as a package or a build lays them out. */
static void find_near(struct rk_provision *p)
{
	static const char *const names[] = {"rkbpf", "rkbpf_iio", "rkbpf_can"};
	const char *release = rk_finding(&p->f, "release", 0);

	for (size_t i = 0; i < RK_ARRAY_SIZE(names); i++) {
		char *path = rk_format(p->a, "%s../lib/rkbpf/%s/%s.ko", rk_provision_here(p->a),
			release, names[i]);

		if (!access(path, R_OK))
			p->module[p->n_modules++] = path;
	}
}

int rk_provision_module(struct rk_provision *p)
{
	const char *release = rk_finding(&p->f, "release", 0);
	bool there =
		rk_finding(&p->f, "module_file", 0) || rk_finding_is(&p->f, "module", "loaded");
	int code = RK_EXIT_OK;

	if (p->dkms)
		return add_dkms(p);
	if (!p->n_modules && !there)
		find_near(p);
	if (!p->n_modules && !there)
		return rk_fail("provision", RK_ENOENT,
			"%s: no module for kernel %s: give --module rkbpf.ko, built for it, or "
			"--dkms",
			p->host, release);
	for (int i = 0; i < p->n_modules && !code; i++)
		code = add_file(p, p->module[i]);
	if (!code && p->n_modules)
		rk_steps_run(&p->steps, "modprobe finds them", "depmod",
			rk_format(p->a,
				"cd /lib/modules/%s; for f in updates/rkbpf*.ko; do if [ $f -nt "
				"modules.dep ] || ! grep -q ^$f: modules.dep; then exec depmod -a "
				"%s; "
				"fi; done; echo unchanged",
				release, release),
			NULL);
	return code;
}
