/* SPDX-License-Identifier: MIT */
/* An agent at the other end of ssh (ssh.h). What ssh says goes to stderr as it is. */
#ifndef RK_REMOTE_H
#define RK_REMOTE_H

#include "link.h"
#include "ssh.h"

/* A link to `host`, not yet greeted; NULL and errno. ssh may be NULL. */
struct rk_link *rk_remote_open(const struct rk_ssh *ssh, const char *host);
/* Ends ssh, by force where it goes on for seconds; its exit status, or -1: 255 says that it did not
 * get there, 127 that no agent is there. */
int rk_remote_close(struct rk_link *l);

#endif
