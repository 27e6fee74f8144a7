/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fleet.h"
#include "progress.h"
#include "rk_platform.h"

enum { LINE = 4096, REDRAW_MS = 100, MAX_AT_ONCE = 256 };

/* Text that a child printed and that is no whole line yet. */
struct lines {
	int fd; /* -1: closed */
	u32 n;
	char text[LINE];
};

struct child {
	pid_t pid; /* 0: free */
	u32 host;
	struct lines out, err;
};

struct run {
	const struct rk_fleet *f;
	struct rk_fleet_sum *sum;
	struct rk_phase *phase;        /* of each host, shared */
	struct child *child;           /* `places` of them */
	struct pollfd *poll;           /* two of each child, then the signals */
	u32 places, next, active, end; /* hosts before `end` are of the batch */
	int signals;
	struct rk_progress screen;
};

u64 rk_now_ms(void)
{
	return rk_plat_now_ns() / 1000000;
}

void rk_phase_set(struct rk_phase *p, const char *what, u64 ms)
{
	p->until_ms = ms ? rk_now_ms() + ms : 0;
	p->what = what;
}

/* In the child. It ends with its parent: the robot then takes a trial back. */
static _Noreturn void visit(const struct run *r, u32 host, int out, int err)
{
	sigset_t none;
	int code;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	code = r->f->visit(r->f->arg, r->f->host[host], &r->phase[host]);
	fflush(stdout);
	_exit(code);
}

static bool spawn(struct run *r, struct child *c, u32 host)
{
	int out[2], err[2];

	if (pipe2(out, O_CLOEXEC))
		return false;
	if (pipe2(err, O_CLOEXEC)) {
		close(out[0]);
		close(out[1]);
		return false;
	}
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	fflush(stdout);
	*c = (struct child){.host = host, .out.fd = out[0], .err.fd = err[0]};
	c->pid = fork();
	if (!c->pid)
		visit(r, host, out[1], err[1]);
	close(out[1]);
	close(err[1]);
	if (c->pid > 0)
		return true;
	close(out[0]);
	close(err[0]);
	c->pid = 0;
	return false;
}

/* What other programs say, such as ssh, does not name the host. */
static void print_line(struct run *r, const struct child *c, const struct lines *l, u32 n)
{
	bool foreign = l == &c->err && strncmp(l->text, "rk ", 3);
	FILE *f = l == &c->err ? stderr : stdout;

	rk_progress_clear(&r->screen);
	if (foreign && r->f->n > 1)
		fprintf(f, "%s: ", r->f->host[c->host]);
	fwrite(l->text, n, 1, f);
	putc('\n', f);
	fflush(f);
}

static void print_lines(struct run *r, const struct child *c, struct lines *l, bool end)
{
	char *stop;

	while ((stop = memchr(l->text, '\n', l->n))) {
		u32 n = (u32)(stop - l->text);

		print_line(r, c, l, n && stop[-1] == '\r' ? n - 1 : n);
		l->n -= n + 1;
		memmove(l->text, stop + 1, l->n);
	}
	if (l->n == LINE || (end && l->n)) {
		print_line(r, c, l, l->n);
		l->n = 0;
	}
}

static void take(struct run *r, struct child *c, struct lines *l)
{
	ssize_t n;

	while ((n = read(l->fd, l->text + l->n, LINE - l->n)) > 0) {
		l->n += (u32)n;
		print_lines(r, c, l, false);
	}
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	print_lines(r, c, l, true);
	close(l->fd);
	l->fd = -1;
}

static void count(struct rk_fleet_sum *s, int code)
{
	s->done++;
	if (!code)
		return;
	s->code = s->failed && s->code != code ? RK_EXIT_FAIL : code;
	s->failed++;
}

/* A child has closed its output: it has ended. Others may have its stderr for longer, such as a
 * master of the user's that ssh has left behind. */
static void reap(struct run *r, struct child *c)
{
	int status = 0;

	take(r, c, &c->err);
	if (c->err.fd >= 0)
		close(c->err.fd);
	while (waitpid(c->pid, &status, 0) < 0)
		if (errno != EINTR)
			break;
	c->pid = 0;
	r->active--;
	if (WIFEXITED(status)) {
		count(r->sum, WEXITSTATUS(status));
		return;
	}
	rk_progress_clear(&r->screen);
	fprintf(stderr, "rk %s: %s: given up\n", r->f->cmd, r->f->host[c->host]);
	count(r->sum, RK_EXIT_FAIL);
}

static void interrupt(struct run *r)
{
	struct signalfd_siginfo info;

	if (read(r->signals, &info, sizeof(info)) < 0)
		return;
	r->sum->interrupted = true;
	for (u32 i = 0; i < r->places; i++)
		if (r->child[i].pid)
			kill(r->child[i].pid, SIGTERM);
}

static void show(struct run *r)
{
	for (u32 i = 0; i < r->places; i++)
		if (r->child[i].pid)
			rk_progress_line(&r->screen, r->f->host[r->child[i].host],
				&r->phase[r->child[i].host]);
	rk_progress_end(&r->screen, r->sum->done, r->sum->failed, r->f->n);
}

static void wait_some(struct run *r)
{
	u32 n = 2 * r->places;

	for (u32 i = 0; i < r->places; i++) {
		const struct child *c = &r->child[i];

		r->poll[2 * i] = (struct pollfd){.fd = c->pid ? c->out.fd : -1, .events = POLLIN};
		r->poll[2 * i + 1] =
			(struct pollfd){.fd = c->pid ? c->err.fd : -1, .events = POLLIN};
	}
	r->poll[n] = (struct pollfd){.fd = r->signals, .events = POLLIN};
	if (poll(r->poll, n + 1, r->screen.on ? REDRAW_MS : -1) < 0)
		return;
	for (u32 i = 0; i < r->places; i++) {
		struct child *c = &r->child[i];

		if (r->poll[2 * i].revents)
			take(r, c, &c->out);
		if (r->poll[2 * i + 1].revents)
			take(r, c, &c->err);
		if (c->pid && c->out.fd < 0)
			reap(r, c);
	}
	if (r->poll[n].revents)
		interrupt(r);
}

/* No more hosts are begun. */
static bool stops(const struct run *r)
{
	const struct rk_fleet_sum *s = r->sum;

	return s->interrupted || s->failed > r->f->max_fail ||
	       (s->failed && r->end <= r->f->canary);
}

static void begin_some(struct run *r)
{
	for (u32 i = 0; i < r->places && r->next < r->end && !stops(r); i++) {
		if (r->child[i].pid)
			continue;
		if (spawn(r, &r->child[i], r->next++))
			r->active++;
		else
			count(r->sum, RK_EXIT_FAIL);
	}
}

/* A batch is over before the next one begins. */
static void run_all(struct run *r)
{
	const struct rk_fleet *f = r->f;

	while (r->next < f->n && !stops(r)) {
		u32 most = !r->next && f->canary ? f->canary : f->batch ? f->batch : f->n;

		r->end = most < f->n - r->next ? r->next + most : f->n;
		do {
			begin_some(r);
			show(r);
			if (r->active)
				wait_some(r);
		} while (r->active || (r->next < r->end && !stops(r)));
	}
	rk_progress_clear(&r->screen);
}

static int open_signals(sigset_t *before)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, before);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int rk_fleet_run(const struct rk_fleet *f, struct rk_fleet_sum *sum)
{
	struct run r = {.f = f, .sum = sum, .places = f->at_once < f->n ? f->at_once : f->n};
	size_t bytes = f->n * sizeof(*r.phase);
	sigset_t before;

	*sum = (struct rk_fleet_sum){.code = RK_EXIT_OK};
	r.places = r.places > MAX_AT_ONCE ? MAX_AT_ONCE : r.places;
	r.phase = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	r.child = calloc(r.places, sizeof(*r.child));
	r.poll = calloc(2ul * r.places + 1, sizeof(*r.poll));
	r.signals = open_signals(&before);
	rk_progress_init(&r.screen);
	if (r.phase != MAP_FAILED && r.child && r.poll && r.signals >= 0)
		run_all(&r);
	else
		sum->code = RK_EXIT_FAIL;
	if (r.phase != MAP_FAILED)
		munmap(r.phase, bytes);
	free(r.child);
	free(r.poll);
	if (r.signals >= 0)
		close(r.signals);
	/* A second one would end this process before it has said what it did. */
	if (!sum->interrupted)
		sigprocmask(SIG_SETMASK, &before, NULL);
	return sum->done || sum->interrupted || !f->n ? RK_OK : RK_ENOMEM;
}
