/* SPDX-License-Identifier: MIT */
/*
 * What a robot keeps over a reboot, below a folder that only root writes: programs/NAME.rkb, images
 * that rk-agent boot loads and attaches, persisted, their counters, and counters, the highest that
 * the module had accepted.
 * Every file is there whole or not at all. RK_OK, or RK_EIO with errno, or RK_EINPUT.
 */
#ifndef RK_STORE_H
#define RK_STORE_H

#include "agent.h"

#define RK_STORE "/var/lib/rkbpf"
#define RK_CONFIG "/etc/rkbpf"

/* The name may become a file's: letters, digits, '_', '-' and '.', which does not come first. */
bool rk_store_name(const char name[RK_MAX_NAME]);
/* A file of the folder, anew. */
int rk_store_write(const char *folder, const char *file, const u8 *bytes, size_t size);
int rk_store_program(
	const char *folder, const char name[RK_MAX_NAME], const u8 *image, size_t size);
/* Have so many bytes room there? Nothing is left of the question. A folder that is still to be made
 * is asked for in the one that it will be in. */
int rk_store_room(const char *folder, size_t size);
int rk_store_forget(const char *folder, const char name[RK_MAX_NAME]);
/* Of the image that persists under that name, in the file `persisted`; NULL: none does any more. */
int rk_store_persisted(
	const char *folder, const char name[RK_MAX_NAME], const struct rk_uapi_counter *c);
/* Asks the module for its counters and writes them; nothing where there is no such folder. */
int rk_store_counters(struct rk_agent *a, const char *folder);
/* A line of that file, which is taken apart; false where it is none. */
bool rk_store_counter(char *line, struct rk_uapi_counter *c);

#endif
