/* SPDX-License-Identifier: MIT */
/* rk-agent serve: requests from stdin, answers and events to stdout. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "agent.h"
#include "exit.h"

static void interrupt(int signal)
{
}

/*
 * A peer that is out of reach takes no more bytes, and a write then waits for the network to give
 * up. A trial does not wait for that: from a second after its time on, writes are interrupted.
 */
static void watch(struct rk_agent *a)
{
	const struct rk_pending *t = &a->trial;
	struct itimerval timer = {.it_value = {.tv_sec = 0}};

	if (t->deadline_ns == a->watched)
		return;
	a->watched = t->deadline_ns;
	if (t->id) {
		timer.it_interval.tv_sec = 1;
		timer.it_value.tv_sec = (time_t)((t->deadline_ns - t->begin_ns) / 1000000000) + 2;
	}
	setitimer(ITIMER_REAL, &timer, NULL);
}

static bool write_frame(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_frame_head head = {.size = f->size, .kind = f->kind, .tag = f->tag};

	watch(a);
	return fwrite(&head, sizeof(head), 1, stdout) == 1 &&
	       (!f->size || fwrite(f->body, f->size, 1, stdout) == 1);
}

/* Every request that is complete. */
static int handle_all(struct rk_agent *a, struct rk_frames *in)
{
	struct rk_frame f;
	int err;

	while (!(err = rk_frame_next(in, &f)))
		if (!rk_agent_handle(a, &f))
			return RK_EXIT_FAIL;
	if (err == RK_ETRUNC)
		return RK_EXIT_OK;
	fprintf(stderr, "rk-agent serve: malformed frame: the connection ends\n");
	return RK_EXIT_USAGE;
}

static int loop(struct rk_agent *a, struct rk_frames *in)
{
	for (;;) {
		size_t room;
		u8 *to = rk_frame_room(in, &room);
		int ready = rk_stream_wait(a, STDIN_FILENO, rk_trial_left(a)), err;
		ssize_t n;

		if (ready > 0 && ready & RK_WAIT_INPUT) {
			n = read(STDIN_FILENO, to, room);
			if (n <= 0)
				return n < 0 || in->end ? RK_EXIT_FAIL : RK_EXIT_OK;
			rk_frame_put(in, (size_t)n);
			err = handle_all(a, in);
			if (err)
				return err;
		}
		if (ready < 0 || fflush(stdout))
			return RK_EXIT_FAIL;
	}
}

int rk_agent_serve(struct rk_agent *a)
{
	const struct sigaction on_time = {.sa_handler = interrupt};
	struct rk_frames *in = calloc(1, sizeof(*in));
	int code = RK_EXIT_FAIL;

	/* A trial ends by itself, and this process with its input: no other end is wanted. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	sigaction(SIGALRM, &on_time, NULL);
	a->emit = write_frame;
	if (in && fputs(RK_PROTO_MAGIC, stdout) >= 0 && !fflush(stdout)) {
		code = loop(a, in);
		fflush(stdout);
	}
	rk_agent_fini(a);
	free(in);
	return code;
}
