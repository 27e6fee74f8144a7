/* SPDX-License-Identifier: MIT */
/*
 * Ansible's INI inventory, as far as it says which hosts there are and how ssh reaches them:
 * groups, NAME:children, NAME:vars, ranges such as arm[01:20], ansible_host, ansible_user,
 * ansible_port. Other variables are read over. The text is input from outside; memory is the
 * arena's.
 */
#ifndef RK_INVENTORY_H
#define RK_INVENTORY_H

#include "obj/arena.h"
#include "rk/types.h"

struct rk_hosts {
	char **destination; /* for ssh: a name, or ssh://user@host:port */
	u32 n;
};

/* The hosts of `limit`, a group or a host (NULL: all), each once, in the file's order. RK_OK, or
 * RK_EINPUT or RK_ENOENT with *why: "LINE:COLUMN: what". */
int rk_inventory_read(struct rk_arena *a, const char *text, size_t size, const char *limit,
	struct rk_hosts *out, const char **why);

#endif
