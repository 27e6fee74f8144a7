/* SPDX-License-Identifier: MIT */
/* Key pairs and where they live. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "sign.h"

int rk_key_generate(struct rk_seckey *sec, struct rk_pubkey *pub, const char *comment)
{
	if (sodium_init() < 0)
		return RK_EIO;
	memset(sec, 0, sizeof(*sec));
	memset(pub, 0, sizeof(*pub));
	randombytes_buf(pub->keynum, sizeof(pub->keynum));
	memcpy(sec->keynum, pub->keynum, sizeof(sec->keynum));
	crypto_sign_keypair(pub->pk, sec->sk);
	snprintf(pub->comment, sizeof(pub->comment), "%s public key", comment);
	snprintf(sec->comment, sizeof(sec->comment), "%s secret key", comment);
	return RK_OK;
}

void rk_key_wipe(struct rk_seckey *k)
{
	sodium_memzero(k, sizeof(*k));
}

static const char *set(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

char *rk_key_dir(struct rk_arena *a)
{
	const char *dir = set("RK_KEYS"), *home = set("HOME");

	if (dir)
		return rk_strdup(a, dir);
	dir = set("XDG_CONFIG_HOME");
	if (dir)
		return rk_format(a, "%s/rkbpf/keys", dir);
	return rk_format(a, "%s/.config/rkbpf/keys", home ? home : ".");
}

char *rk_key_path(struct rk_arena *a, const char *name, bool secret)
{
	return rk_format(a, "%s/%s.%s", rk_key_dir(a), name, secret ? "sec" : "pub");
}
