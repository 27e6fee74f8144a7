/* SPDX-License-Identifier: MIT */
/* rk build: rkcc, from beside this program or from PATH. The compiler stays a program of its own.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"

const char *rk_find_rkcc(struct rk_arena *a)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash, *path;

	if (n <= 0)
		return "rkcc";
	self[n] = 0;
	slash = strrchr(self, '/');
	if (!slash)
		return "rkcc";
	*slash = 0;
	path = rk_format(a, "%s/rkcc", self);
	return access(path, X_OK) ? "rkcc" : path;
}

int rk_cmd_build(int argc, char **argv)
{
	struct rk_arena a;
	const char *path;
	char **args;
	int err;

	rk_arena_init(&a);
	path = rk_find_rkcc(&a);
	args = rk_alloc_array(&a, (size_t)argc + 2, sizeof(*args));
	args[0] = "rkcc";
	for (int i = 0; i < argc; i++)
		args[i + 1] = argv[i];
	fflush(NULL);
	execvp(path, args);
	err = errno;
	rk_fail("build", RK_EIO, "%s: %s (rkcc belongs beside rk, or on PATH)", path,
		strerror(err));
	rk_arena_fini(&a);
	return RK_EXIT_FAIL;
}
