/* SPDX-License-Identifier: MIT */
/*
 * The user's own ssh client with the user's configuration: host keys, jump hosts and agents are its
 * business, and no option here makes a check weaker. Connections of one run share a master in a
 * folder that only the user can enter, unless the user's configuration has one for the host: that
 * may be warm already. $RK_SSH is the command to take instead, words apart by spaces; it gets these
 * options only where it is called ssh.
 */
#ifndef RK_SSH_H
#define RK_SSH_H

#include "rk/types.h"

struct rk_ssh {
	char folder[64]; /* of the masters; empty: none */
	bool batch;      /* nobody is asked for anything: several hosts at once */
};

/* Makes the folder, for a batch; without one, connections are not shared: a single host has one
 * connection, and to ask ssh whether the user has a master for it costs more than it saves. */
void rk_ssh_begin(struct rk_ssh *s, bool batch);
/* Removes it. Every connection of s has ended. */
void rk_ssh_end(struct rk_ssh *s);
/* Becomes ssh with `command` at `host`; s may be NULL. Never returns: exit code 255. */
_Noreturn void rk_ssh_exec(const struct rk_ssh *s, const char *host, const char *command);

#endif
