/* SPDX-License-Identifier: MIT */
/* Files that the agent reads: .rkb with several images, signify's public keys. Hostile input. */
#ifndef RK_IMAGE_H
#define RK_IMAGE_H

#include "rk/blob.h"
#include "rk/uapi.h"

/*
 * The image for `arch` among those of a file, without its side data, which no robot needs. RK_OK;
 * RK_EARCH: none is for it; RK_EMAGIC, RK_ETRUNC, RK_EINPUT, RK_ETOOBIG. *others: a bit 1 << arch
 * for each image that was seen. Nothing is trusted: the module checks all of it.
 */
int rk_image_pick(
	const u8 *file, size_t size, u32 arch, const u8 **image, size_t *image_size, u32 *others);

/* The header of the first image of a file, whatever it is for. Errors as above. */
int rk_image_header(const u8 *file, size_t size, struct rkb_header *h);

/* A public key in signify's text: comment line, then base64 of "Ed", key number, key. RK_EINPUT. */
int rk_pubkey_read(const char *text, size_t size, struct rk_uapi_key *key);

#endif
