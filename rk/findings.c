/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "findings.h"
#include "remote.h"

enum { MOST_LINES = 100000, PATIENCE_MS = 30000 };

const char *rk_finding(const struct rk_findings *f, const char *name, size_t i)
{
	size_t n = strlen(name);

	for (size_t k = 0; k < f->n; k++)
		if (!strncmp(f->line[k], name, n) && f->line[k][n] == ' ' && !i--)
			return f->line[k] + n + 1;
	return NULL;
}

u64 rk_finding_number(const struct rk_findings *f, const char *name, u64 none)
{
	const char *value = rk_finding(f, name, 0);

	return value && *value >= '0' && *value <= '9' ? strtoull(value, NULL, 10) : none;
}

bool rk_finding_is(const struct rk_findings *f, const char *name, const char *value)
{
	const char *has;

	for (size_t i = 0; (has = rk_finding(f, name, i)); i++)
		if (!strcmp(has, value))
			return true;
	return false;
}

static void add_line(struct rk_findings *f, const char *line, size_t n)
{
	if (f->n == MOST_LINES)
		return;
	f->line = rk_grow(f->a, f->line, f->n, &f->room, f->n + 1, sizeof(*f->line));
	f->line[f->n++] = rk_printable(f->a, line, n);
}

void rk_finding_add(struct rk_findings *f, const char *fmt, ...)
{
	char line[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	add_line(f, line, strlen(line));
}

static void add_lines(void *arg, const char *bytes, size_t n)
{
	const char *end = bytes + n, *at = bytes, *next;

	for (; at < end && (next = memchr(at, '\n', (size_t)(end - at))); at = next + 1)
		add_line(arg, at, (size_t)(next - at));
}

struct taking {
	void (*take)(void *arg, const char *bytes, size_t n);
	void *arg;
	u64 total;
};

static bool take_event(struct rk_link *l, const struct rk_frame *f)
{
	struct taking *t = l->arg;
	u32 n = f->size - (u32)sizeof(struct rk_chunk);

	if (f->size <= sizeof(struct rk_chunk) || t->total + n > 2u * (64u << 20))
		return true;
	t->total += n;
	t->take(t->arg, (const char *)f->body + sizeof(struct rk_chunk), n);
	return true;
}

int rk_listing(struct rk_link *l, u32 what, const char *pattern,
	void (*take)(void *arg, const char *bytes, size_t n), void *arg)
{
	struct taking t = {take, arg, 0};
	struct rk_list ask = {.what = what};
	int err;

	snprintf(ask.pattern, sizeof(ask.pattern), "%s", pattern);
	l->event = take_event;
	l->arg = &t;
	l->stopped = false;
	err = rk_link_call(l, RK_REQ_LIST, &ask, sizeof(ask), sizeof(u32));
	l->event = NULL;
	return err;
}

/* The module's own numbers, if it is there and lets us in. */
static void ask_module(struct rk_findings *f, struct rk_link *l)
{
	struct rk_uapi_info info;
	struct rk_uapi_status status;
	u32 first = 0;

	if (rk_link_call(l, RK_REQ_INFO, NULL, 0, sizeof(info))) {
		rk_finding_add(f, "%s %s",
			l->reply.error == RK_EVERSION ? "module_other" : "module_says",
			l->reply.why[0] ? l->reply.why : "no");
		return;
	}
	memcpy(&info, l->data, sizeof(info));
	rk_finding_add(f, "keys %u", info.keys);
	rk_finding_add(f, "programs %u", info.programs);
	if (!rk_link_call(l, RK_REQ_STATUS, NULL, 0, sizeof(status))) {
		memcpy(&status, l->data, sizeof(status));
		rk_finding_add(f, "sealed %u", status.sealed);
		rk_finding_add(f, "frozen %u", status.frozen);
	}
	if (!rk_link_call(l, RK_REQ_OUTPUTS, &first, sizeof(first), 0))
		rk_finding_add(
			f, "outputs %u", (unsigned)(l->size / sizeof(struct rk_uapi_output)));
}

int rk_findings_ask(struct rk_findings *f, struct rk_link *l)
{
	const struct rk_facts *h = &l->facts;

	rk_finding_add(f, "release %.*s", (int)sizeof(h->release), h->release);
	rk_finding_add(f, "kernel %.*s", (int)sizeof(h->kernel), h->kernel);
	rk_finding_add(f, "machine %.*s", (int)sizeof(h->machine), h->machine);
	rk_finding_add(f, "host %.*s", (int)sizeof(h->host), h->host);
	rk_finding_add(f, "page %u", h->page);
	rk_finding_add(f, "version %.*s", (int)sizeof(h->agent), h->agent);
	f->agent = true;
	if (rk_listing(l, RK_LIST_FACTS, "", add_lines, f))
		return -1;
	ask_module(f, l);
	return 0;
}

static const char script[] =
	"say() { [ -z \"$2\" ] || echo \"$1 $2\"; }\n"
	"say release \"$(uname -r)\"; say kernel \"$(uname -v)\"; say machine \"$(uname -m)\"\n"
	"say host \"$(uname -n)\"; say page \"$(getconf PAGESIZE 2>/dev/null)\"\n"
	"say uid \"$(id -u)\"; say time \"$(date +%s)000000000\"\n"
	"module=none; [ ! -d /sys/module/rkbpf ] || module=loaded; say module $module\n"
	"dep=/lib/modules/$(uname -r)\n"
	"say module_file \"$(sed -n 's|:.*||; /\\/rkbpf\\.ko/p' $dep/modules.dep 2>/dev/null)\"\n"
	"[ ! -e $dep/build/Makefile ] || say headers $dep/build\n"
	"[ ! -d /run/systemd/system ] || say systemd /run/systemd/system\n"
	"[ ! -e /etc/rkbpf/boot ] || say boot /etc/rkbpf/boot\n"
	"[ ! -e /sys/kernel/btf/vmlinux ] || say btf \"$(wc -c </sys/kernel/btf/vmlinux)\"\n"
	"[ ! -x /usr/sbin/dkms ] || say dkms /usr/sbin/dkms\n"
	"exit 0\n";

int rk_findings_shell(struct rk_findings *f, struct rk_shell *s)
{
	int status = rk_shell_run(s, f->a, NULL, script, sizeof(script) - 1);

	if (!status)
		add_lines(f, s->out, s->size);
	return status;
}

/* No agent, or one of another version. */
static int take_by_shell(struct rk_findings *f, const char *cmd, const char *host)
{
	struct rk_shell s;
	int status;

	rk_shell_begin(&s, host);
	status = rk_findings_shell(f, &s);
	rk_shell_end(&s);
	if (!status)
		return RK_EXIT_OK;
	rk_fail(cmd, RK_EIO, "%s: no shell there answered: exit status %d", host, status);
	return RK_EXIT_UNREACHABLE;
}

static int take_remote(struct rk_findings *f, const char *cmd, const char *host)
{
	struct rk_link *l = rk_remote_open(NULL, host);
	struct rk_reply why = {.sys = (u32)errno};
	int err = -1, status = 0;

	if (l) {
		l->patience_ms = PATIENCE_MS;
		err = rk_link_hello(l);
		if (!err)
			err = rk_findings_ask(f, l);
		why = l->reply;
		status = rk_remote_close(l);
	}
	if (!err)
		return RK_EXIT_OK;
	if (!l || why.sys == ETIMEDOUT || (why.sys == EPIPE && status != 127)) {
		rk_fail(cmd, RK_EIO, "%s: %s", host,
			why.sys == ETIMEDOUT ? "no answer for 30 s"
			: status == 255      ? "ssh does not get there"
					     : "the connection broke");
		return RK_EXIT_UNREACHABLE;
	}
	*f = (struct rk_findings){.a = f->a};
	if (status != 127)
		rk_finding_add(f, "agent_says %s", why.why);
	return take_by_shell(f, cmd, host);
}

int rk_findings_take(struct rk_findings *f, const char *cmd, const char *host)
{
	struct rk_link *l;
	int err;

	if (strcmp(host, "local"))
		return take_remote(f, cmd, host);
	l = rk_link_local();
	if (!l)
		return rk_fail(cmd, RK_ENOMEM, "out of memory");
	err = rk_link_hello(l) || rk_findings_ask(f, l);
	if (err)
		rk_fail(cmd, RK_EIO, "%s", l->reply.why);
	rk_link_free_local(l);
	return err ? RK_EXIT_FAIL : RK_EXIT_OK;
}
