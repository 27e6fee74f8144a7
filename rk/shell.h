/* SPDX-License-Identifier: MIT */
/*
 * A POSIX script at a host, where there is no agent yet: sh reads it from its input, so that it
 * does not matter which login shell is there. "local" is this machine. What it says on stderr goes
 * to ours as it is.
 */
#ifndef RK_SHELL_H
#define RK_SHELL_H

#include "obj/arena.h"
#include "ssh.h"

struct rk_shell {
	struct rk_ssh ssh;
	const char *host;
	char *out; /* what the last script printed, ended by zero, at most 32 MiB */
	size_t size;
};

void rk_shell_begin(struct rk_shell *s, const char *host);
void rk_shell_end(struct rk_shell *s);
/* `command` (NULL: "exec sh -s") with these bytes as its input. Its exit status; 255: ssh did not
 * get there; -1: no process could be made. */
int rk_shell_run(struct rk_shell *s, struct rk_arena *a, const char *command, const void *input,
	size_t size);

#endif
