/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "remote.h"
#include "rk/write.h"

enum { MAX_BANNER = 1 << 20, END_MS = 2000 };

struct remote {
	struct rk_link link;
	pid_t pid;
	int to, from;
	bool greeted;   /* the agent's magic has been read */
	size_t skipped; /* bytes before it */
	struct rk_frames in;
};

static bool remote_send(struct rk_link *l, const struct rk_frame *f)
{
	struct rk_frame_head head = {.size = f->size, .kind = f->kind, .tag = f->tag};
	int fd = ((struct remote *)l)->to;

	return rk_write_all(fd, &head, sizeof(head)) && rk_write_all(fd, f->body, f->size);
}

/* Bytes before the magic are a login shell's. False: there are too many of them. */
static bool skip_banner(struct remote *r)
{
	size_t n = rk_frame_skip(r->in.buf + r->in.begin, r->in.end - r->in.begin, &r->greeted);

	r->in.begin += (u32)n;
	r->skipped += n;
	return r->skipped <= MAX_BANNER;
}

/* Frames that are here already: their number, or -1. */
static int take_all(struct remote *r)
{
	struct rk_frame f;
	int n = 0, err;

	if (!r->greeted && !skip_banner(r))
		return -1;
	if (!r->greeted)
		return 0;
	while (!(err = rk_frame_next(&r->in, &f))) {
		if (!rk_link_take(&r->link, &f))
			return -1;
		n++;
	}
	return err == RK_ETRUNC ? n : -1;
}

/* A peer that sends less than a frame within the time counts as one that sent nothing. */
static int remote_receive(struct rk_link *l, int timeout_ms)
{
	struct remote *r = (struct remote *)l;

	for (;;) {
		struct pollfd p = {.fd = r->from, .events = POLLIN};
		size_t room;
		u8 *to = rk_frame_room(&r->in, &room);
		ssize_t n;
		int got;

		got = poll(&p, 1, timeout_ms);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got;
		n = read(r->from, to, room);
		if (n <= 0)
			return -1;
		rk_frame_put(&r->in, (size_t)n);
		got = take_all(r);
		if (got)
			return got < 0 ? -1 : 1;
	}
}

static bool start(struct remote *r, const struct rk_ssh *ssh, const char *host)
{
	int to[2], from[2];

	if (pipe2(to, O_CLOEXEC))
		return false;
	if (pipe2(from, O_CLOEXEC)) {
		close(to[0]);
		close(to[1]);
		return false;
	}
	signal(SIGPIPE, SIG_IGN);
	r->pid = fork();
	if (!r->pid) {
		dup2(to[0], STDIN_FILENO);
		dup2(from[1], STDOUT_FILENO);
		signal(SIGPIPE, SIG_DFL);
		rk_ssh_exec(ssh, host, "exec rk-agent serve");
	}
	close(to[0]);
	close(from[1]);
	r->to = to[1];
	r->from = from[0];
	return r->pid > 0;
}

struct rk_link *rk_remote_open(const struct rk_ssh *ssh, const char *host)
{
	struct remote *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->link.send = remote_send;
	r->link.receive = remote_receive;
	if (start(r, ssh, host))
		return &r->link;
	free(r);
	return NULL;
}

/* A child's end within END_MS; -1: it goes on. */
static int wait_end(pid_t pid, int *status)
{
	struct timespec pause = {.tv_nsec = 1000000};
	pid_t got = 0;

	for (int i = 0; i < END_MS && !got; i++) {
		got = waitpid(pid, status, WNOHANG);
		if (!got)
			nanosleep(&pause, NULL);
	}
	return got ? 0 : -1;
}

/* ssh ends with its input, unless nobody answers at the other end of the network. */
int rk_remote_close(struct rk_link *l)
{
	struct remote *r = (struct remote *)l;
	int status = 0;

	close(r->to);
	close(r->from);
	if (l->reply.sys == ETIMEDOUT)
		kill(r->pid, SIGTERM);
	if (wait_end(r->pid, &status)) {
		kill(r->pid, SIGTERM);
		if (wait_end(r->pid, &status)) {
			kill(r->pid, SIGKILL);
			wait_end(r->pid, &status);
		}
	}
	free(r);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
