/* SPDX-License-Identifier: MIT */
/*
 * A trial ends in its time where the peer takes no more bytes: the agent that waits to write gives
 * the place back to what ran before.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"
#include "agent_fake.h"

enum { NEW = FAKE_PROGRAM + 1, REQUESTS = 3000 };

/* What runs at the end of the connection. */
static int serve(int in, int out)
{
	static struct rk_agent a;

	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
		return 2;
	fake_init(&a);
	fake.running = FAKE_PROGRAM;
	fake.slot[1].loaded = true;
	rk_agent_serve(&a);
	return fake.running == FAKE_PROGRAM ? 0 : 1;
}

static bool send(int to, u16 kind, const void *body, u32 size)
{
	struct rk_frame_head head = {.size = size, .kind = kind, .tag = 1};

	return write(to, &head, sizeof(head)) == (ssize_t)sizeof(head) &&
	       write(to, body, size) == (ssize_t)size;
}

/* More answers than a pipe takes. */
static bool ask(int to)
{
	const struct rk_trial trial = {.id = NEW, .window_ms = 200};
	const struct rk_hello hello = {.version = RK_PROTO_VERSION};
	bool sent = send(to, RK_REQ_HELLO, &hello, sizeof(hello)) &&
		    send(to, RK_REQ_TRIAL, &trial, sizeof(trial));

	for (int i = 0; sent && i < REQUESTS; i++)
		sent = send(to, RK_REQ_INFO, "", 0);
	return sent;
}

/* Its exit code; -1: it did not end. */
static int wait_for(pid_t child)
{
	const struct timespec moment = {.tv_nsec = 50000000};
	int status;

	for (int i = 0; i < 400; i++) {
		if (waitpid(child, &status, WNOHANG) == child)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 3;
		nanosleep(&moment, NULL);
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return -1;
}

int main(void)
{
	int in[2], out[2], code;
	pid_t child;

	if (pipe(in) || pipe(out) || (child = fork()) < 0)
		return 1;
	if (!child) {
		close(in[1]);
		close(out[0]);
		_exit(serve(in[0], out[1]));
	}
	code = ask(in[1]) ? wait_for(child) : 4;
	if (code)
		printf("the agent's end: %d\n", code);
	return code != 0;
}
