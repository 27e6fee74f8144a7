/* SPDX-License-Identifier: MIT */
/*
 * Key files: signify's format, so that signify reads ours and we read signify's (`signify -G -n`).
 * An "untrusted comment: " line, then one line of base64 of the structs below. A secret key under a
 * passphrase is refused: rkcc and CI cannot ask for it.
 */
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "rk/write.h"
#include "sign.h"

#define COMMENT "untrusted comment: "
enum { MAX_FILE = 1024, BASE64 = sodium_base64_VARIANT_ORIGINAL };

struct public_file {
	u8 alg[2]; /* "Ed" */
	u8 keynum[RKB_KEYNUM];
	u8 pk[32];
};
RK_STATIC_ASSERT(sizeof(struct public_file) == 42, "signify");

struct secret_file {
	u8 alg[2];    /* "Ed" */
	u8 kdf[2];    /* "BK" */
	u8 rounds[4]; /* big-endian; 0: no passphrase */
	u8 salt[16];
	u8 checksum[8]; /* of the key: SHA-512, first bytes */
	u8 keynum[RKB_KEYNUM];
	u8 sk[64];
};
RK_STATIC_ASSERT(sizeof(struct secret_file) == 104, "signify");

static void checksum_of(const u8 sk[64], u8 out[8])
{
	u8 hash[crypto_hash_sha512_BYTES];

	crypto_hash_sha512(hash, sk, 64);
	memcpy(out, hash, 8);
}

/* ---- reading ---- */
static int fail(struct rk_arena *a, const char **why, int err, const char *path, const char *text)
{
	*why = rk_format(a, "%s: %s", path, text);
	return err;
}

static int check_mode(struct rk_arena *a, int fd, const char *path, const char **why)
{
	struct stat st;

	if (fstat(fd, &st))
		return fail(a, why, RK_EIO, path, strerror(errno));
	if (!S_ISREG(st.st_mode) || !(st.st_mode & 077))
		return RK_OK;
	*why = rk_format(a, "%s: secret key is open to other users (mode %04o): chmod 600 %s", path,
		(unsigned)st.st_mode & 07777, path);
	return RK_EPERM;
}

static int read_text(struct rk_arena *a, const char *path, bool secret, char text[MAX_FILE + 1],
	const char **why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = RK_OK;
	size_t len = 0;
	ssize_t n = 0;

	if (fd < 0)
		return fail(a, why, errno == ENOENT ? RK_ENOENT : RK_EIO, path, strerror(errno));
	if (secret)
		err = check_mode(a, fd, path, why);
	while (!err && len < MAX_FILE && (n = read(fd, text + len, MAX_FILE - len)) > 0)
		len += (size_t)n;
	text[len] = 0;
	if (!err && n < 0)
		err = fail(a, why, RK_EIO, path, strerror(errno));
	close(fd);
	return err;
}

/* The comment line and exactly `size` bytes of base64. */
static int parse(char *text, char *comment, size_t comment_size, void *out, size_t size)
{
	char *line = strchr(text, '\n');
	size_t len, end;

	if (strncmp(text, COMMENT, strlen(COMMENT)) || !line)
		return RK_EINPUT;
	*line++ = 0;
	snprintf(comment, comment_size, "%s", text + strlen(COMMENT));
	end = strcspn(line, "\r\n");
	if (line[end + strspn(line + end, "\r\n")])
		return RK_EINPUT;
	if (sodium_base642bin(out, size, line, end, NULL, &len, NULL, BASE64) || len != size)
		return RK_EINPUT;
	return RK_OK;
}

int rk_key_read_public(
	struct rk_arena *a, const char *path, struct rk_pubkey *out, const char **why)
{
	char text[MAX_FILE + 1];
	struct public_file f;
	int err = read_text(a, path, false, text, why);

	if (err)
		return err;
	memset(out, 0, sizeof(*out));
	if (parse(text, out->comment, sizeof(out->comment), &f, sizeof(f)) ||
		memcmp(f.alg, "Ed", 2))
		return fail(a, why, RK_EINPUT, path, "not a public key file (signify's format)");
	memcpy(out->keynum, f.keynum, sizeof(out->keynum));
	memcpy(out->pk, f.pk, sizeof(out->pk));
	return RK_OK;
}

static int open_secret(struct rk_arena *a, const char *path, const struct secret_file *f,
	struct rk_seckey *out, const char **why)
{
	static const u8 none[4];
	u8 sum[8];

	if (memcmp(f->alg, "Ed", 2) || memcmp(f->kdf, "BK", 2))
		return fail(a, why, RK_EINPUT, path, "not a secret key file (signify's format)");
	if (memcmp(f->rounds, none, sizeof(none)))
		return fail(a, why, RK_EUNSUP, path,
			"secret key has a passphrase, which is not supported: make one with rk key "
			"generate");
	checksum_of(f->sk, sum);
	if (memcmp(sum, f->checksum, sizeof(sum)))
		return fail(a, why, RK_EINPUT, path, "secret key is damaged (checksum)");
	memcpy(out->keynum, f->keynum, sizeof(out->keynum));
	memcpy(out->sk, f->sk, sizeof(out->sk));
	return RK_OK;
}

int rk_key_read_secret(
	struct rk_arena *a, const char *path, struct rk_seckey *out, const char **why)
{
	char text[MAX_FILE + 1];
	struct secret_file f;
	int err = sodium_init() < 0 ? RK_EIO : read_text(a, path, true, text, why);

	if (err)
		return err;
	memset(out, 0, sizeof(*out));
	if (parse(text, out->comment, sizeof(out->comment), &f, sizeof(f)))
		err = fail(a, why, RK_EINPUT, path, "not a secret key file (signify's format)");
	else
		err = open_secret(a, path, &f, out, why);
	sodium_memzero(text, sizeof(text));
	sodium_memzero(&f, sizeof(f));
	return err;
}

/* ---- writing ---- */
static void make_parents(struct rk_arena *a, const char *path)
{
	char *p = rk_strdup(a, path);

	for (char *at = strchr(p + 1, '/'); at; at = strchr(at + 1, '/')) {
		*at = 0;
		mkdir(p, 0700); /* what cannot be made shows when the file is opened */
		*at = '/';
	}
}

/* link() fails where the name is taken, so that two writers cannot both succeed. */
static int write_new(
	struct rk_arena *a, const char *path, const char *text, mode_t mode, const char **why)
{
	char *tmp = rk_format(a, "%s.XXXXXX", path);
	int fd, err = RK_OK;

	make_parents(a, path);
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0)
		return fail(a, why, RK_EIO, path, strerror(errno));
	if (fchmod(fd, mode) || !rk_write_all(fd, text, strlen(text)) || fsync(fd))
		err = fail(a, why, RK_EIO, path, strerror(errno));
	else if (link(tmp, path) && errno == EEXIST)
		err = fail(a, why, RK_EEXIST, path, "exists already: keys are never overwritten");
	else if (access(path, F_OK))
		err = fail(a, why, RK_EIO, path, strerror(errno));
	unlink(tmp);
	close(fd);
	return err;
}

static int write_key(struct rk_arena *a, const char *path, const char *comment, const void *key,
	size_t size, mode_t mode, const char **why)
{
	char base64[256], text[MAX_FILE];
	int err;

	sodium_bin2base64(base64, sizeof(base64), key, size, BASE64);
	snprintf(text, sizeof(text), COMMENT "%s\n%s\n", comment, base64);
	err = write_new(a, path, text, mode, why);
	sodium_memzero(base64, sizeof(base64));
	sodium_memzero(text, sizeof(text));
	return err;
}

int rk_key_write_public(
	struct rk_arena *a, const char *path, const struct rk_pubkey *k, const char **why)
{
	struct public_file f = {.alg = "Ed"};

	memcpy(f.keynum, k->keynum, sizeof(f.keynum));
	memcpy(f.pk, k->pk, sizeof(f.pk));
	return write_key(a, path, k->comment, &f, sizeof(f), 0644, why);
}

int rk_key_write_secret(
	struct rk_arena *a, const char *path, const struct rk_seckey *k, const char **why)
{
	struct secret_file f = {.alg = "Ed", .kdf = "BK"};
	int err;

	memcpy(f.keynum, k->keynum, sizeof(f.keynum));
	memcpy(f.sk, k->sk, sizeof(f.sk));
	checksum_of(f.sk, f.checksum);
	err = write_key(a, path, k->comment, &f, sizeof(f), 0600, why);
	sodium_memzero(&f, sizeof(f));
	return err;
}
