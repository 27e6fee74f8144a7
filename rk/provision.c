/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "provision.h"
#include "sign.h"
#include "unit.h"

#define BOOT "/etc/rkbpf/boot"
#define MARK "# Written by rk provision: 'rk-agent boot' runs these commands after each boot.\n"

/* rk-agent for the robot's architecture: the one asked for, or one beside rk that fits. */
static int add_agent(struct rk_provision *p)
{
	const char *machine = rk_finding(&p->f, "machine", 0), *why = "";
	const char *here = rk_provision_here(p->a);
	const char *places[] = {p->agent, rk_format(p->a, "%srk-agent-%s", here, machine),
		rk_format(p->a, "%s../lib/rkbpf/rk-agent-%s", here, machine),
		rk_format(p->a, "%srk-agent", here)};
	size_t size;
	u8 *bytes;

	for (size_t i = p->agent ? 0 : 1; i < (p->agent ? 1 : RK_ARRAY_SIZE(places)); i++) {
		if (rk_file_read(p->a, places[i], &bytes, &size, &why) ||
			!rk_provision_fits(bytes, size, machine))
			continue;
		rk_steps_file(&p->steps, "rk-agent, through which workstations use the module",
			"/usr/bin/rk-agent", 0755, bytes, size);
		return RK_EXIT_OK;
	}
	if (p->agent && *why)
		return rk_fail("provision", RK_ENOENT, "%s", why);
	return rk_fail("provision", RK_ENOENT, "%s for %s: give one with --agent FILE",
		p->agent ? rk_format(p->a, "%s is no program", p->agent) : "no rk-agent here",
		machine);
}

static bool has_line(const char *text, const char *line)
{
	size_t n = strlen(line);

	for (const char *at = text; at && *at; at = strchr(at, '\n'), at += at != NULL)
		if (!strncmp(at, line, n) && (at[n] == '\n' || !at[n]))
			return true;
	return false;
}

/* A line more, unless it is there. */
static const char *with_line(struct rk_provision *p, const char *text, const char *line)
{
	return has_line(text, line) ? text : rk_format(p->a, "%s%s\n", text, line);
}

static bool is_plain_name(const char *name)
{
	return *name && *name != '.' && strlen(name) < 64 &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
		       strlen(name);
}

static int add_key(struct rk_provision *p, int i, const char **lines)
{
	const char *word = p->key[i];
	const char *path = rk_key_file(p->a, word, false), *why, *name;
	struct rk_pubkey key;
	size_t size;
	u8 *bytes;
	int err = rk_key_read_public(p->a, path, &key, &why);

	if (!err)
		err = rk_file_read(p->a, path, &bytes, &size, &why);
	if (err)
		return rk_fail("provision", err, "%s", why);
	name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	if (!is_plain_name(name))
		return rk_fail("provision", RK_EINPUT,
			"'%s': a key's file name has letters, digits, '.', '_' and '-'", name);
	path = rk_format(p->a, "/etc/rkbpf/%s", name);
	rk_steps_file(&p->steps,
		rk_format(p->a, "a public key: what it signed may run (%s)",
			rk_printable(p->a, key.comment, sizeof(key.comment))),
		path, 0644, bytes, size);
	p->key_path[i] = path;
	*lines = with_line(p, *lines, rk_format(p->a, "key add %s", path));
	return RK_EXIT_OK;
}

static bool is_line(const char *at, size_t n, const char *line)
{
	return strlen(line) == n && !strncmp(at, line, n);
}

/* What the robot's file has already, also what was added by hand; "restore" and "seal" come behind
 * whatever is new. */
static const char *old_lines(struct rk_provision *p)
{
	const char *text = "";

	for (const char *at = p->boot, *end; *at; at = *end ? end + 1 : end) {
		size_t n;

		end = strchr(at, '\n');
		end = end ? end : at + strlen(at);
		n = (size_t)(end - at);
		if (is_line(at, n, "restore") || is_line(at, n, "seal") || is_line(at, n + 1, MARK))
			continue;
		text = rk_format(p->a, "%s%.*s\n", text, (int)n, at);
	}
	return text;
}

static int add_boot(struct rk_provision *p)
{
	const char *lines = old_lines(p), *text;
	int code = RK_EXIT_OK;

	if (*p->boot && strncmp(p->boot, "# Written by rk provision", 25))
		return rk_fail("provision", RK_EEXIST,
			"%s: " BOOT " was written by hand: change it there, or move it away",
			p->host);
	rk_steps_run(&p->steps,
		"folders: what holds after a boot, and what persists with its counters",
		"mkdir /etc/rkbpf /var/lib/rkbpf",
		"if [ -d /etc/rkbpf ] && [ -d /var/lib/rkbpf ]; then echo unchanged; else "
		"mkdir -p /etc/rkbpf /var/lib/rkbpf && chmod 0700 /var/lib/rkbpf; fi",
		"rmdir /etc/rkbpf /var/lib/rkbpf 2>/dev/null; exit 0");
	for (int i = 0; i < p->n_keys && !code; i++)
		code = add_key(p, i, &lines);
	for (int i = 0; i < p->n_outputs && !code; i++)
		lines = with_line(p, lines, rk_format(p->a, "output add %s", p->output[i]));
	if (code)
		return code;
	if (!strstr(lines, "key add"))
		rk_warn("provision", "%s: without a --key no program can be loaded", p->host);
	text = rk_format(p->a, MARK "%srestore\n%s", lines, p->no_seal ? "" : "seal\n");
	rk_steps_file(&p->steps,
		p->no_seal ? "after each boot: keys, outputs, programs that persist"
			   : "after each boot: keys, outputs, programs that persist, then the seal",
		BOOT, 0644, text, strlen(text));
	return RK_EXIT_OK;
}

static void add_unit(struct rk_provision *p)
{
	if (!rk_finding(&p->f, "systemd", 0))
		return;
	rk_steps_file(&p->steps, "systemd's unit for that", "/etc/systemd/system/rkbpf.service",
		0644, rk_unit, sizeof(rk_unit) - 1);
	rk_steps_run(&p->steps, "systemd runs it at each boot", "systemctl enable rkbpf.service",
		"if systemctl -q is-enabled rkbpf.service 2>/dev/null; then echo unchanged; else "
		"systemctl daemon-reload && systemctl -q enable rkbpf.service; fi",
		"systemctl -q disable rkbpf.service");
}

/* A module that runs goes on with its programs; it takes more of these unless it is sealed. */
static void add_live(struct rk_provision *p, const char *command, const char *what)
{
	bool old = has_line(p->boot, command);

	rk_steps_run(&p->steps, rk_format(p->a, "now, too: %s", what),
		rk_format(p->a, "rk-agent %s", command),
		rk_format(p->a,
			"if /usr/bin/rk-agent info | grep -qx \"sealed 1\"; then echo %s; else "
			"o=$(/usr/bin/rk-agent %s 2>&1) && echo added || case $o in "
			"*EEXIST*|*EBUSY*|*exists*) echo unchanged;; *) echo $o >&2; exit 1;; "
			"esac; fi",
			old ? "unchanged" : "it is sealed: after the next reboot", command),
		NULL);
}

static void add_start(struct rk_provision *p)
{
	if (rk_finding_is(&p->f, "module", "loaded")) {
		for (int i = 0; i < p->n_keys; i++)
			add_live(p, rk_format(p->a, "key add %s", p->key_path[i]), "the key");
		for (int i = 0; i < p->n_outputs; i++)
			add_live(p, rk_format(p->a, "output add %s", p->output[i]), "the output");
		return;
	}
	rk_steps_run(&p->steps, "the module, now: its self-tests come first", "modprobe rkbpf",
		"modprobe rkbpf", "[ ! -d /sys/module/rkbpf ] || rmmod rkbpf");
	rk_steps_run(&p->steps, "its parts for sensors and CAN, where the kernel has those",
		"modprobe rkbpf_iio rkbpf_can",
		"for m in rkbpf_iio rkbpf_can; do modprobe $m 2>/dev/null && l=\"$l $m\"; done; "
		"echo ${l:-unchanged}",
		"for m in rkbpf_iio rkbpf_can; do [ ! -d /sys/module/$m ] || rmmod $m; done");
	rk_steps_run(&p->steps, "keys, outputs and programs, now",
		"rk-agent boot, but for the seal",
		"mkdir -p /run && grep -v ^seal " BOOT " >/run/rkbpf-boot && "
		"/usr/bin/rk-agent boot /run/rkbpf-boot; e=$?; rm -f /run/rkbpf-boot; exit $e",
		NULL);
	if (!p->no_seal)
		rk_steps_run(&p->steps,
			"the seal: keys and outputs stay as they are until it reboots",
			"rk-agent seal", "/usr/bin/rk-agent seal", NULL);
}

int rk_provision_plan(struct rk_provision *p)
{
	int code = add_agent(p);

	if (!code)
		code = rk_provision_module(p);
	if (!code)
		code = add_boot(p);
	if (code)
		return code;
	add_unit(p);
	add_start(p);
	return RK_EXIT_OK;
}

/* Files of a package are the package manager's to remove. */
#define PACKAGED(file, package)                                                                    \
	"if dpkg -S " file " >/dev/null 2>&1; then echo it is of the package " package             \
	", which stays; exit 0; fi; "

void rk_provision_plan_removal(struct rk_provision *p)
{
	struct rk_steps *s = &p->steps;

	if (rk_finding(&p->f, "systemd", 0))
		rk_steps_run(s, "systemd's unit", "systemctl disable rkbpf.service, and its file",
			"f=/etc/systemd/system/rkbpf.service; if [ -e $f ]; then systemctl -q "
			"disable rkbpf.service; rm $f; systemctl daemon-reload; else echo "
			"unchanged; fi",
			NULL);
	rk_steps_run(s, "the module, with every program that it runs",
		"rmmod rkbpf_iio rkbpf_can rkbpf",
		"for m in rkbpf_iio rkbpf_can rkbpf; do [ ! -d /sys/module/$m ] || rmmod $m "
		"2>/dev/null; "
		"done; if [ -d /sys/module/rkbpf ]; then echo it is sealed or in use, and stays "
		"until "
		"the "
		"reboot; fi",
		NULL);
	rk_steps_run(s, "the module's files", "rm /lib/modules/.../updates/rkbpf*.ko, dkms remove",
		rk_format(p->a,
			PACKAGED("/usr/src/rkbpf-" RK_VERSION "/dkms.conf",
				"rkbpf-dkms") "[ ! -d /usr/src/rkbpf-" RK_VERSION
					      " ] || ! command -v dkms >/dev/null || "
					      "dkms remove rkbpf/" RK_VERSION " --all >&2; "
					      "rm -rf /usr/src/rkbpf-" RK_VERSION
					      " /usr/src/rkbpf-" RK_VERSION ".tar; "
					      "cd /lib/modules/%s/updates 2>/dev/null || { echo "
					      "unchanged; exit 0; }; "
					      "rm -f rkbpf.ko rkbpf_iio.ko rkbpf_can.ko && depmod "
					      "-a %s",
			rk_finding(&p->f, "release", 0), rk_finding(&p->f, "release", 0)),
		NULL);
	rk_steps_run(s, "keys, what runs at boot, programs that persist, counters",
		"rm -r /etc/rkbpf /var/lib/rkbpf", "rm -rf /etc/rkbpf /var/lib/rkbpf", NULL);
	rk_steps_run(s, "rk-agent", "rm /usr/bin/rk-agent",
		PACKAGED("/usr/bin/rk-agent", "rkbpf-agent") "rm -f /usr/bin/rk-agent", NULL);
}
