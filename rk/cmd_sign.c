/* SPDX-License-Identifier: MIT */
/* rk sign: one signature more on each image of a file. */
#include <stdio.h>
#include <string.h>
#include "cmd.h"
#include "sign.h"

struct job {
	const char *file, *key, *out;
};

static int parse(int argc, char **argv, struct job *job)
{
	for (int i = 1; i < argc; i++) {
		const char *arg = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;

		if (!strcmp(arg, "--key") || !strcmp(arg, "-k")) {
			job->key = value;
			i++;
		} else if (!strcmp(arg, "-o")) {
			job->out = value;
			i++;
		} else if (arg[0] == '-' && arg[1]) {
			return rk_usage("sign", "unknown option '%s'", arg);
		} else if (job->file) {
			return rk_usage("sign", "one file at a time, not also '%s'", arg);
		} else {
			job->file = arg;
			continue;
		}
		if (!value)
			return rk_usage("sign", "%s wants a value", arg);
	}
	if (!job->file || !job->key)
		return rk_usage("sign", job->file ? "which key? --key NAME" : "which file?");
	if (!job->out)
		job->out = job->file;
	return 0;
}

static int sign(struct rk_arena *a, const struct job *job)
{
	const char *why = "libsodium does not start";
	struct rk_seckey key;
	u8 *in, *signed_bytes;
	size_t size, signed_size;
	int err = rk_file_read(a, job->file, &in, &size, &why);

	if (err)
		return rk_fail("sign", err, "%s", why);
	err = rk_key_read_secret(a, rk_key_file(a, job->key, true), &key, &why);
	if (err)
		return rk_fail("sign", err == RK_ENOENT ? RK_ENOKEY : err, "%s", why);
	err = rk_file_sign(a, in, size, &key, &signed_bytes, &signed_size, &why);
	if (!err)
		fprintf(stderr, "%s: signed by key %s\n", job->file,
			rk_hex(a, key.keynum, RKB_KEYNUM));
	rk_key_wipe(&key);
	if (err)
		return rk_fail("sign", err, "%s: %s", job->file, why);
	err = rk_file_write(a, job->out, signed_bytes, signed_size, &why);
	return err ? rk_fail("sign", err, "%s", why) : RK_EXIT_OK;
}

int rk_cmd_sign(int argc, char **argv)
{
	struct job job = {0};
	struct rk_arena a;
	int code = parse(argc, argv, &job);

	if (code)
		return code;
	rk_arena_init(&a);
	code = sign(&a, &job);
	rk_arena_fini(&a);
	return code;
}
