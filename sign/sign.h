/* SPDX-License-Identifier: MIT */
/*
 * Keys and signatures on the workstation (libsodium). Key files are signify's: a comment line and
 * one line of base64; secret keys without a passphrase round are kept in files of mode 0600. Errors
 * print nothing; *why is text in `a`.
 */
#ifndef RK_SIGN_H
#define RK_SIGN_H

#include "obj/arena.h"
#include "rk/blob.h"
#include "rk/command.h"

struct rk_pubkey {
	u8 keynum[RKB_KEYNUM];
	u8 pk[32];
	char comment[128];
};

struct rk_seckey {
	u8 keynum[RKB_KEYNUM];
	u8 sk[64];
	char comment[128];
};

int rk_key_generate(struct rk_seckey *sec, struct rk_pubkey *pub, const char *comment);
int rk_key_read_public(
	struct rk_arena *a, const char *path, struct rk_pubkey *out, const char **why);
int rk_key_read_secret(
	struct rk_arena *a, const char *path, struct rk_seckey *out, const char **why);
/* Atomic: a new file is complete or absent; an existing one is refused (RK_EEXIST). */
int rk_key_write_public(
	struct rk_arena *a, const char *path, const struct rk_pubkey *k, const char **why);
int rk_key_write_secret(
	struct rk_arena *a, const char *path, const struct rk_seckey *k, const char **why);
void rk_key_wipe(struct rk_seckey *k);
/* Default folder: $RK_KEYS, else $XDG_CONFIG_HOME/rkbpf/keys, else ~/.config/rkbpf/keys. */
char *rk_key_dir(struct rk_arena *a);
char *rk_key_path(struct rk_arena *a, const char *name, bool secret); /* NAME.pub, NAME.sec */

/*
 * One image of a file, located and bounds-checked; nothing is trusted.
 */
struct rk_image {
	const u8 *bytes;
	size_t size; /* whole image, side data included */
	struct rkb_sigs sigs;
	const struct rkb_sig *sig;
	struct rkb_header header; /* copy */
	size_t signed_off;        /* of the header */
	const u8 *payload, *side;
};
/* Next image of a file at *off; RK_ENOENT at the end. */
int rk_image_next(const u8 *file, size_t size, size_t *off, struct rk_image *out, const char **why);
/* Does the signature i, both hashes and the padding hold under this key? 0, RK_ESIG, RK_EHASH,
 * RK_ENOKEY. */
int rk_image_verify(const struct rk_image *im, u32 i, const struct rk_pubkey *k);
/*
 * A copy of the file with one more signature on each image (n_sigs 0 -> 1 -> 2). RK_EEXIST where
 * this key has signed already, RK_ETOOBIG where there are two.
 */
int rk_file_sign(struct rk_arena *a, const u8 *file, size_t size, const struct rk_seckey *k,
	u8 **out, size_t *out_size, const char **why);

/* Fills the record's magic, format and data_sha3, and signs it. RK_OK or RK_EIO. */
int rk_command_sign(struct rkc_record *r, const u8 *data, size_t size, const struct rk_seckey *k,
	struct rkb_sig *sig);

#endif
