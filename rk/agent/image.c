/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "image.h"

int rk_image_header(const u8 *p, size_t n, struct rkb_header *h)
{
	struct rkb_sigs sigs;
	size_t at;

	if (n < sizeof(sigs))
		return RK_ETRUNC;
	memcpy(&sigs, p, sizeof(sigs));
	if (sigs.n_sigs > RK_MAX_SIGS || sigs.zero)
		return RK_EMAGIC;
	at = sizeof(sigs) + sigs.n_sigs * sizeof(struct rkb_sig);
	if (n < at + sizeof(*h))
		return RK_ETRUNC;
	memcpy(h, p + at, sizeof(*h));
	return memcmp(h->magic, RKB_MAGIC, sizeof(h->magic)) ? RK_EMAGIC : RK_OK;
}

/* One image at p: *whole bytes in all, *bare of them without side data. */
static int measure(const u8 *p, size_t n, size_t *whole, size_t *bare, u32 *arch)
{
	struct rkb_header h;
	struct rkb_sigs sigs;
	int err = rk_image_header(p, n, &h);

	if (err)
		return err;
	if (h.payload_size > RK_MAX_BLOB || h.side_size > RK_MAX_BLOB)
		return RK_ETOOBIG;
	if (h.payload_size % RKB_ALIGN || h.side_size % RKB_ALIGN)
		return RK_EINPUT;
	memcpy(&sigs, p, sizeof(sigs));
	*bare = sizeof(sigs) + sigs.n_sigs * sizeof(struct rkb_sig) + sizeof(h) + h.payload_size;
	*whole = *bare + h.side_size;
	*arch = h.arch;
	return n < *whole ? RK_ETRUNC : RK_OK;
}

int rk_image_pick(
	const u8 *file, size_t size, u32 arch, const u8 **image, size_t *image_size, u32 *others)
{
	size_t at = 0, whole, bare;
	u32 is;
	int err;

	*others = 0;
	do {
		err = measure(file + at, size - at, &whole, &bare, &is);
		if (err)
			return err;
		if (is == arch) {
			*image = file + at;
			*image_size = bare;
			return RK_OK;
		}
		*others |= is < 32 ? 1u << is : 1;
		at += whole;
	} while (at < size);
	return RK_EARCH;
}

static int digit(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* 42 bytes are 56 digits without a rest. */
static int decode(const char *text, u8 out[42])
{
	for (int i = 0; i < 56; i += 4, out += 3) {
		u32 bits = 0;

		for (int k = 0; k < 4; k++) {
			int d = digit(text[i + k]);

			if (d < 0)
				return RK_EINPUT;
			bits = bits << 6 | (u32)d;
		}
		out[0] = (u8)(bits >> 16);
		out[1] = (u8)(bits >> 8);
		out[2] = (u8)bits;
	}
	return RK_OK;
}

int rk_pubkey_read(const char *text, size_t size, struct rk_uapi_key *key)
{
	static const char comment[] = "untrusted comment: ";
	const char *end = memchr(text, '\n', size), *key64 = end + 1;
	size_t rest;
	u8 raw[42];

	if (!end || size < sizeof(comment) - 1 || memcmp(text, comment, sizeof(comment) - 1))
		return RK_EINPUT;
	rest = size - (size_t)(key64 - text);
	if (rest < 56 || rest > 58 || decode(key64, raw) || memcmp(raw, "Ed", 2))
		return RK_EINPUT;
	for (size_t i = 56; i < rest; i++)
		if (key64[i] != '\n' && key64[i] != '\r')
			return RK_EINPUT;
	memcpy(key->keynum, raw + 2, sizeof(key->keynum));
	memcpy(key->pk, raw + 10, sizeof(key->pk));
	return RK_OK;
}
