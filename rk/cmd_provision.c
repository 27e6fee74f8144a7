/* SPDX-License-Identifier: MIT */
/*
 * rk provision: everything that a robot needs before the first deploy, and the way back. The robot
 * is looked at first; what can be refused is refused before anything is changed there.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "provision.h"

#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-"

/* Words of a line that rk-agent boot reads; the robot's shell sees them, too. */
static bool is_output(const char *line)
{
	return strlen(line) < 200 && (!strncmp(line, "gpio ", 5) || !strncmp(line, "pwm ", 4)) &&
	       strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			    " ._:@/+,-") == strlen(line);
}

static int add_word(const char **words, int *n, int most, const char *option)
{
	if (*n == most)
		return rk_usage("provision", "%s: at most %d", option, most);
	words[(*n)++] = optarg;
	return RK_EXIT_OK;
}

static int parse_option(int c, struct rk_provision *p)
{
	switch (c) {
	case 'k': return add_word(p->key, &p->n_keys, RK_PROVISION_MOST, "--key");
	case 'm': return add_word(p->module, &p->n_modules, RK_PROVISION_MOST, "--module");
	case 'o':
		if (!is_output(optarg))
			return rk_usage("provision",
				"'%s' is no output such as 'gpio chip0 17 --estop'", optarg);
		return add_word(p->output, &p->n_outputs, RK_ARRAY_SIZE(p->output), "--output");
	case 'a': p->agent = optarg; return RK_EXIT_OK;
	case 'd':
		p->dkms = optarg ? optarg : "/usr/src/rkbpf-" RK_VERSION;
		if (strspn(p->dkms, PLAIN "/") != strlen(p->dkms))
			return rk_usage(
				"provision", "--dkms='%s' is no plain name of a folder", optarg);
		return RK_EXIT_OK;
	case 's': p->no_seal = true; return RK_EXIT_OK;
	case 'r': p->remove = true; return RK_EXIT_OK;
	case 'n': p->dry = true; return RK_EXIT_OK;
	default: return -1;
	}
}

static int parse(int argc, char **argv, struct rk_provision *p)
{
	static const struct option options[] = {{"key", required_argument, NULL, 'k'},
		{"output", required_argument, NULL, 'o'}, {"module", required_argument, NULL, 'm'},
		{"agent", required_argument, NULL, 'a'}, {"dkms", optional_argument, NULL, 'd'},
		{"no-seal", no_argument, NULL, 's'}, {"remove", no_argument, NULL, 'r'},
		{"dry-run", no_argument, NULL, 'n'}, {0}};

	optind = 1;
	opterr = 0;
	for (int c, code; (c = getopt_long(argc, argv, "k:", options, NULL)) != -1;) {
		code = parse_option(c, p);
		if (code < 0)
			return rk_usage("provision", "'%s' is not understood", argv[optind - 1]);
		if (code)
			return code;
	}
	if (optind + 1 != argc || !*argv[optind] || *argv[optind] == '-')
		return rk_usage("provision", "expected one HOST");
	if (p->dkms && p->n_modules)
		return rk_usage("provision", "--module or --dkms, not both");
	if (p->remove && (p->dkms || p->n_modules || p->n_keys || p->n_outputs || p->agent))
		return rk_usage("provision", "--remove takes everything away, and no other option "
					     "than --dry-run");
	p->host = argv[optind];
	return RK_EXIT_OK;
}

/* What is there, and whether we may change it. */
static int look(struct rk_provision *p)
{
	int status = rk_findings_shell(&p->f, p->steps.shell);

	if (status) {
		rk_fail("provision", RK_EIO, "%s: %s", p->host,
			status == 255 ? "ssh does not get there" : "no POSIX shell answers there");
		return RK_EXIT_UNREACHABLE;
	}
	if (!rk_finding(&p->f, "release", 0) || !rk_finding(&p->f, "machine", 0) ||
		strspn(rk_finding(&p->f, "release", 0), PLAIN) !=
			strlen(rk_finding(&p->f, "release", 0)))
		return rk_fail("provision", RK_EINPUT, "%s: it does not tell its kernel", p->host);
	p->steps.sudo = rk_finding_number(&p->f, "uid", 1) != 0;
	if (rk_steps_sh(&p->steps, "cat /etc/rkbpf/boot 2>/dev/null; exit 0", "", 0))
		return rk_fail("provision", RK_EIO,
			"%s: needs root there, or a user whom sudo asks for no password (sudo -n): "
			"try root@%s",
			p->host, strrchr(p->host, '@') ? strrchr(p->host, '@') + 1 : p->host);
	p->boot = rk_strdup(p->a, p->steps.shell->out);
	return RK_EXIT_OK;
}

static void say_end(struct rk_provision *p)
{
	bool loaded = rk_finding_is(&p->f, "module", "loaded");

	if (p->dry)
		printf("%s: nothing was changed (--dry-run)\n", p->host);
	else if (p->remove)
		printf("%s: removed\n", p->host);
	else if (!p->steps.changed)
		printf("%s: unchanged\n", p->host);
	else if (loaded)
		printf("%s: done; the module that runs was not started again\n", p->host);
	else
		printf("%s: ready: rk doctor --host %s\n", p->host, p->host);
	if (!p->remove && !rk_finding(&p->f, "systemd", 0))
		printf("%s: no systemd there: after each boot, as root, it must run\n"
		       "    modprobe rkbpf && /usr/bin/rk-agent boot\n"
		       "for example from /etc/rc.local or a sysinit line of /etc/inittab\n",
			p->host);
}

int rk_cmd_provision(int argc, char **argv)
{
	struct rk_shell shell;
	struct rk_arena a;
	struct rk_provision p = {.a = &a, .f = {.a = &a}};
	int code = parse(argc, argv, &p);

	if (code)
		return code;
	rk_arena_init(&a);
	rk_shell_begin(&shell, p.host);
	p.steps = (struct rk_steps){.shell = &shell, .a = &a, .cmd = "provision", .dry = p.dry};
	code = look(&p);
	if (!code && p.remove)
		rk_provision_plan_removal(&p);
	else if (!code)
		code = rk_provision_plan(&p);
	if (!code) {
		printf("%s: Linux %s %s, %s\n", p.host, rk_finding(&p.f, "release", 0),
			rk_finding(&p.f, "machine", 0), p.steps.sudo ? "by sudo -n" : "as root");
		code = rk_steps_go(&p.steps);
	}
	if (!code)
		say_end(&p);
	rk_shell_end(&shell);
	rk_arena_fini(&a);
	return fflush(stdout) ? RK_EXIT_FAIL : code;
}
