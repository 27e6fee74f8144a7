/* SPDX-License-Identifier: MIT */
/*
 * Reading an image back on the workstation (dump, check). Signatures are not judged here: the
 * runtime and `rk verify` do that; the hashes in the header are.
 */
#ifndef RK_IMAGE_H
#define RK_IMAGE_H

#include "aot.h"

struct rk_image {
	struct rkb_header header;
	struct rkb_manifest manifest;
	struct rk_code
		code; /* text, relocations, helper imports; functions and lines of the side data */
	struct rk_prog prog; /* name, section, and the source positions that the side data gives */
	size_t size;         /* bytes of this image in the file: the next one follows */
};

/* RK_EINPUT and the like with *why naming what is wrong. Points into `bytes`. */
int rk_image_read(
	struct rk_image *out, struct rk_arena *a, const u8 *bytes, size_t size, const char **why);

#endif
