/* SPDX-License-Identifier: MIT */
/* What the files of rkclient share: the open device, and requests that load. */
#ifndef RK_TEST_CLIENT_H
#define RK_TEST_CLIENT_H

#include <stddef.h>

#include "rk/uapi.h"

extern int device;

int refused(const char *what, const char *why); /* errno and why on stdout; 1 */
u8 *read_file(const char *path, size_t *size);  /* or exit */
int load_bytes(unsigned long request, const u8 *p, size_t n, struct rk_uapi_load *l);

/* client_load.c: commands about images that are damaged, or loaded again and again. */
int bad(char **arg);
int cycle(char **arg);
int mutate(char **arg);

#endif
