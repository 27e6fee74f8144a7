/* SPDX-License-Identifier: MIT */
/* Images of a .rkb file: found, verified, signed. Contents are judged by the runtime's own parser.
 */
#include <sodium.h>
#include <string.h>
#include "rk/sha3.h"
#include "sign.h"

static int locate(const u8 *p, size_t left, struct rk_image *im, const char **why)
{
	size_t at = sizeof(im->sigs);

	*why = "image ends within its header";
	if (left < at)
		return RK_ETRUNC;
	memcpy(&im->sigs, p, sizeof(im->sigs));
	*why = "not an rkBPF blob: no count of signatures";
	if (im->sigs.n_sigs > RK_MAX_SIGS || im->sigs.zero)
		return RK_EMAGIC;
	im->sig = (const struct rkb_sig *)(p + at);
	at += im->sigs.n_sigs * sizeof(struct rkb_sig);
	*why = "image ends within its header";
	if (left < at + sizeof(im->header))
		return RK_ETRUNC;
	memcpy(&im->header, p + at, sizeof(im->header));
	*why = "not an rkBPF blob: wrong magic (damaged by a text-mode transfer?)";
	if (memcmp(im->header.magic, RKB_MAGIC, sizeof(im->header.magic)))
		return RK_EMAGIC;
	*why = "blob format is newer than this tool";
	if (im->header.format != RKB_FORMAT)
		return RK_EVERSION;
	im->signed_off = at;
	return RK_OK;
}

int rk_image_next(const u8 *file, size_t size, size_t *off, struct rk_image *out, const char **why)
{
	const u8 *p = file + *off;
	size_t left = size - *off, whole;
	int err;

	if (!left)
		return RK_ENOENT;
	memset(out, 0, sizeof(*out));
	if ((err = locate(p, left, out, why)))
		return err;
	whole = out->signed_off + sizeof(out->header) + (size_t)out->header.payload_size +
		out->header.side_size;
	*why = "image size is not a multiple of 8, or larger than 16 MiB";
	if (whole % RKB_ALIGN || whole > RK_MAX_BLOB)
		return RK_EINPUT;
	*why = "file ends within an image";
	if (whole > left)
		return RK_ETRUNC;
	out->bytes = p;
	out->size = whole;
	out->payload = p + out->signed_off + sizeof(out->header);
	out->side = out->payload + out->header.payload_size;
	*off += whole;
	*why = NULL;
	return RK_OK;
}

static int check_hashes(const struct rk_image *im)
{
	u8 payload[32], side[32];

	rk_sha3_256(im->payload, im->header.payload_size, payload);
	rk_sha3_256(im->side, im->header.side_size, side);
	return memcmp(payload, im->header.payload_sha3, 32) ||
			       memcmp(side, im->header.side_sha3, 32)
		       ? RK_EHASH
		       : RK_OK;
}

static void message(const struct rkb_header *h, u8 out[RKB_DOMAIN_SIZE + sizeof(struct rkb_header)])
{
	memcpy(out, RKB_DOMAIN, RKB_DOMAIN_SIZE);
	memcpy(out + RKB_DOMAIN_SIZE, h, sizeof(*h));
}

int rk_image_verify(const struct rk_image *im, u32 i, const struct rk_pubkey *k)
{
	u8 msg[RKB_DOMAIN_SIZE + sizeof(struct rkb_header)];
	struct rkb_sig sig;

	if (sodium_init() < 0)
		return RK_EIO;
	if (i >= im->sigs.n_sigs)
		return RK_ESIG;
	memcpy(&sig, im->sig + i, sizeof(sig));
	if (memcmp(sig.keynum, k->keynum, sizeof(sig.keynum)))
		return RK_ENOKEY;
	message(&im->header, msg);
	if (crypto_sign_verify_detached(sig.sig, msg, sizeof(msg), k->pk))
		return RK_ESIG;
	return check_hashes(im);
}

static int may_sign(const struct rk_image *im, const struct rk_seckey *k, const char **why)
{
	for (u32 i = 0; i < im->sigs.n_sigs; i++) {
		*why = "this key has signed the image already";
		if (!memcmp(im->sig[i].keynum, k->keynum, sizeof(k->keynum)))
			return RK_EEXIST;
	}
	*why = "the image has two signatures already";
	if (im->sigs.n_sigs == RK_MAX_SIGS)
		return RK_ETOOBIG;
	*why = "the image's contents do not match the hashes in its header: it is damaged";
	return check_hashes(im);
}

/* The image at `to` with one signature more; returns its bytes. */
static size_t sign_image(const struct rk_image *im, const struct rk_seckey *k, u8 *to)
{
	struct rkb_sigs sigs = {.n_sigs = im->sigs.n_sigs + 1};
	size_t old = im->sigs.n_sigs * sizeof(struct rkb_sig);
	u8 msg[RKB_DOMAIN_SIZE + sizeof(struct rkb_header)];
	struct rkb_sig sig;

	message(&im->header, msg);
	memcpy(sig.keynum, k->keynum, sizeof(sig.keynum));
	crypto_sign_detached(sig.sig, NULL, msg, sizeof(msg), k->sk);
	memcpy(to, &sigs, sizeof(sigs));
	memcpy(to + sizeof(sigs), im->sig, old);
	memcpy(to + sizeof(sigs) + old, &sig, sizeof(sig));
	memcpy(to + sizeof(sigs) + old + sizeof(sig), im->bytes + im->signed_off,
		im->size - im->signed_off);
	return im->size + sizeof(sig);
}

int rk_file_sign(struct rk_arena *a, const u8 *file, size_t size, const struct rk_seckey *k,
	u8 **out, size_t *out_size, const char **why)
{
	size_t off = 0, n = 0;
	struct rk_image im;
	int err;

	if (sodium_init() < 0)
		return RK_EIO;
	while (!(err = rk_image_next(file, size, &off, &im, why))) {
		if ((err = may_sign(&im, k, why)))
			return err;
		n++;
	}
	if (err != RK_ENOENT)
		return err;
	*why = "the file is empty";
	if (!n)
		return RK_EINPUT;
	*out = rk_alloc(a, size + n * sizeof(struct rkb_sig));
	*out_size = 0;
	for (off = 0; !rk_image_next(file, size, &off, &im, why);)
		*out_size += sign_image(&im, k, *out + *out_size);
	*why = NULL;
	return RK_OK;
}
