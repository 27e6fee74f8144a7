/* SPDX-License-Identifier: MIT */
/*
 * rk verify: would a robot that trusts these keys load this blob? Signatures with libsodium,
 * contents with the very parser that runs there.
 */
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "blob.h"
#include "cmd.h"
#include "sign.h"

enum { MAX_KEYS = 64, MAX_FILES = 64 };

struct job {
	struct rk_arena arena;
	struct rk_pubkey keys[MAX_KEYS];
	u32 n_keys, needed;
	const char *files[MAX_FILES];
	u32 n_files;
	bool json;
};

static int add_key(struct job *job, const char *path)
{
	const char *why;
	int err;

	if (job->n_keys == MAX_KEYS)
		return rk_usage("verify", "more than %d keys", MAX_KEYS);
	err = rk_key_read_public(&job->arena, path, &job->keys[job->n_keys], &why);
	if (err)
		return rk_fail("verify", RK_ENOKEY, "%s", why);
	job->n_keys++;
	return 0;
}

static int public_file(const struct dirent *e)
{
	const char *dot = strrchr(e->d_name, '.');

	return dot && dot != e->d_name && !strcmp(dot, ".pub");
}

static int add_all_keys(struct job *job)
{
	struct dirent **files;
	const char *dir = rk_key_dir(&job->arena);
	int n = scandir(dir, &files, public_file, alphasort), code = 0;

	for (int i = 0; i < n; i++) {
		if (!code)
			code = add_key(job, rk_format(&job->arena, "%s/%s", dir, files[i]->d_name));
		free(files[i]);
	}
	if (n >= 0)
		free(files);
	if (!code && !job->n_keys)
		return rk_fail("verify", RK_ENOKEY,
			"no public keys in %s (rk key import FILE, or --key FILE)", dir);
	return code;
}

static int parse(int argc, char **argv, struct job *job)
{
	int code = 0;

	job->needed = 1;
	for (int i = 1; i < argc && !code; i++) {
		if (!strcmp(argv[i], "--json")) {
			job->json = true;
		} else if (!strcmp(argv[i], "--two")) {
			job->needed = 2;
		} else if (!strcmp(argv[i], "--key") || !strcmp(argv[i], "-k")) {
			if (++i == argc)
				return rk_usage("verify", "--key wants a name or a file");
			code = add_key(job, rk_key_file(&job->arena, argv[i], false));
		} else if (argv[i][0] == '-' && argv[i][1]) {
			return rk_usage("verify", "unknown option '%s'", argv[i]);
		} else if (job->n_files == MAX_FILES) {
			return rk_usage("verify", "more than %d files", MAX_FILES);
		} else {
			job->files[job->n_files++] = argv[i];
		}
	}
	if (!code && !job->n_files)
		return rk_usage("verify", "which file?");
	return code || job->n_keys ? code : add_all_keys(job);
}

static const struct rk_pubkey *find_key(const struct job *job, const u8 *keynum)
{
	for (u32 i = 0; i < job->n_keys; i++)
		if (!memcmp(job->keys[i].keynum, keynum, RKB_KEYNUM))
			return &job->keys[i];
	return NULL;
}

/* The runtime's rule: what a trusted key signed must hold, others say nothing. */
static int check_signatures(const struct job *job, const struct rk_image *im, const char **why)
{
	u32 good = 0;

	for (u32 i = 0; i < im->sigs.n_sigs; i++) {
		const struct rk_pubkey *k = find_key(job, im->sig[i].keynum);
		int err = k ? rk_image_verify(im, i, k) : RK_ENOKEY;

		if (k && err) {
			*why = rk_strerror(err);
			return err;
		}
		good += !err;
	}
	*why = im->sigs.n_sigs ? "no signature is of a trusted key" : "image is not signed";
	if (!good)
		return im->sigs.n_sigs ? RK_ENOKEY : RK_ESIG;
	*why = "signatures of two trusted keys are asked for";
	if (job->needed == 2 && (good < 2 || !memcmp(im->sig[0].keynum, im->sig[1].keynum, 8)))
		return RK_EPOLICY;
	return RK_OK;
}

/* The parser reads aligned words: the file's bytes need not be. */
static int check_contents(struct job *job, const struct rk_image *im, const char **why)
{
	u8 *copy = rk_alloc(&job->arena, im->size);
	struct rk_blob b;
	int err;

	memcpy(copy, im->bytes, im->size);
	if ((err = rk_blob_locate(&b, copy, im->size, why)))
		return err;
	if ((err = rk_blob_bound(&b, im->header.arch, why)))
		return err;
	return rk_blob_parse(&b, why);
}

static const char *arch_name(u16 arch)
{
	return arch == RK_ARCH_X86_64 ? "x86_64" : arch == RK_ARCH_AARCH64 ? "aarch64" : "unknown";
}

static void report(
	struct job *job, const char *file, const struct rk_image *im, int err, const char *why)
{
	char *name = rk_printable(&job->arena, im->header.name, RK_MAX_NAME);
	const char *arch = arch_name(im->header.arch);
	json_t *o;

	if (!job->json) {
		printf("%s: %s (%s): %s%s%s\n", file, name, arch, err ? "refused: " : "good",
			err ? why : "",
			err ? rk_format(&job->arena, " [%s]", rk_errname(err)) : "");
		return;
	}
	o = json_pack("{s:i, s:s, s:s, s:s, s:b, s:s, s:s}", "schema", 1, "file", file, "program",
		name, "arch", arch, "good", !err, "error", rk_errname(err), "detail",
		err ? why : "");
	json_dumpf(o, stdout, JSON_COMPACT | JSON_ENSURE_ASCII);
	putchar('\n');
	json_decref(o);
}

static int verify_file(struct job *job, const char *file)
{
	size_t size, off = 0, n = 0;
	struct rk_image im;
	const char *why;
	int code = RK_EXIT_OK, err;
	u8 *bytes;

	if ((err = rk_file_read(&job->arena, file, &bytes, &size, &why)))
		return rk_fail("verify", err, "%s", why);
	for (; !(err = rk_image_next(bytes, size, &off, &im, &why)); n++) {
		err = check_signatures(job, &im, &why);
		if (err)
			code = RK_EXIT_SIGNATURE;
		else if ((err = check_contents(job, &im, &why)) && !code)
			code = RK_EXIT_FAIL;
		report(job, file, &im, err, why);
	}
	if (err != RK_ENOENT)
		return rk_fail("verify", err, "%s: %s", file, why);
	return n ? code : rk_fail("verify", RK_EINPUT, "%s: the file is empty", file);
}

int rk_cmd_verify(int argc, char **argv)
{
	struct job job = {0};
	int code;

	rk_arena_init(&job.arena);
	code = parse(argc, argv, &job);
	for (u32 i = 0; !code && i < job.n_files; i++)
		code = verify_file(&job, job.files[i]);
	rk_arena_fini(&job.arena);
	return code;
}
