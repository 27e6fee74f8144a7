/* SPDX-License-Identifier: MIT */
/* Signatures of commands: the workstation's half of rk/command.h. */
#include <sodium.h>
#include <string.h>
#include "rk/sha3.h"
#include "sign.h"

int rk_command_sign(struct rkc_record *r, const u8 *data, size_t size, const struct rk_seckey *k,
	struct rkb_sig *sig)
{
	u8 msg[RKC_DOMAIN_SIZE + sizeof(*r)];

	if (sodium_init() < 0)
		return RK_EIO;
	memcpy(r->magic, RKC_MAGIC, sizeof(r->magic));
	r->format = RKC_FORMAT;
	rk_sha3_256(data, size, r->data_sha3);
	memcpy(msg, RKC_DOMAIN, RKC_DOMAIN_SIZE);
	memcpy(msg + RKC_DOMAIN_SIZE, r, sizeof(*r));
	memcpy(sig->keynum, k->keynum, sizeof(sig->keynum));
	crypto_sign_detached(sig->sig, NULL, msg, sizeof(msg), k->sk);
	return RK_OK;
}
