/* SPDX-License-Identifier: MIT */
/* Compile at load, cloud profile only: rkcc runs as a program, so that rk links no compiler. */
#include "rk/types.h"

#ifdef RK_PROFILE_CLOUD
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"
#include "engine.h"
#include "sign.h"

extern char **environ;

/* rkcc beside this executable, else from PATH. */
static char *find_rkcc(struct rk_arena *a)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *path;

	if (n <= 0)
		return rk_strdup(a, "rkcc");
	self[n] = 0;
	path = rk_format(a, "%s/rkcc", dirname(self));
	return access(path, X_OK) ? rk_strdup(a, "rkcc") : path;
}

static int compile(struct rk_engine *e, const char *src, const char *out, const char *key)
{
	const char *arch = RK_ARCH_SELF == RK_ARCH_X86_64 ? "x86_64" : "aarch64";
	char *rkcc = find_rkcc(e->a);
	char *argv[] = {rkcc, "build", (char *)src, "-o", (char *)out, "--target", (char *)arch,
		"--key", (char *)key, NULL};
	int status, err;
	pid_t pid;

	err = posix_spawnp(&pid, rkcc, NULL, NULL, argv, environ);
	if (err) {
		e->why = rk_format(e->a, "cannot run %s: %s", rkcc, strerror(err));
		return RK_EIO;
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return RK_EIO;
	e->why = "rkcc did not accept the program";
	return WIFEXITED(status) && !WEXITSTATUS(status) ? RK_OK : RK_EREJECT;
}

static int make_key(struct rk_engine *e, const char *dir, char **sec_path, char **pub_path)
{
	struct rk_seckey sec;
	struct rk_pubkey pub;
	int err = rk_key_generate(&sec, &pub, "rk run");

	*sec_path = rk_format(e->a, "%s/jit.sec", dir);
	*pub_path = rk_format(e->a, "%s/jit.pub", dir);
	if (!err)
		err = rk_key_write_secret(e->a, *sec_path, &sec, &e->why);
	if (!err)
		err = rk_key_write_public(e->a, *pub_path, &pub, &e->why);
	rk_key_wipe(&sec);
	return err;
}

int rk_run_jit(struct rk_engine *e, const char *path)
{
	char dir[] = "/tmp/rk-run-XXXXXX";
	char *sec, *pub, *out;
	u8 *bytes;
	size_t size;
	int err;

	if (!mkdtemp(dir)) {
		e->why = rk_format(e->a, "%s: %s", dir, strerror(errno));
		return RK_EIO;
	}
	out = rk_format(e->a, "%s/jit.rkb", dir);
	err = make_key(e, dir, &sec, &pub);
	if (!err)
		err = compile(e, path, out, sec);
	if (!err)
		err = rk_file_read(e->a, out, &bytes, &size, &e->why);
	if (!err) {
		e->key = pub;
		err = rk_engine_native(e, bytes, size);
	}
	unlink(out);
	unlink(sec);
	unlink(pub);
	rmdir(dir);
	return err;
}
#endif
