/* SPDX-License-Identifier: MIT */
/*
 * An agent at the other end of ssh. The user's own ssh with the user's configuration: host keys,
 * jump hosts and agents are its business. $RK_SSH is the command to take instead, words apart by
 * spaces. What ssh says goes to stderr as it is.
 */
#ifndef RK_REMOTE_H
#define RK_REMOTE_H

#include "link.h"

/* A link to `host`, not yet greeted; NULL and errno. */
struct rk_link *rk_remote_open(const char *host);
/* Ends ssh; its exit status, or -1: 255 says that it did not get there, 127 that no agent is there.
 */
int rk_remote_close(struct rk_link *l);

#endif
