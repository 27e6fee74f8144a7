/* SPDX-License-Identifier: MIT */
/*
 * A checked view of one signed image. The bytes must be the runtime's own copy (8-aligned,
 * immutable while the view lives): pointers below point into it. Pure: no allocation, no keys, no
 * platform calls. Three steps, and load.c puts the signature between the first and the second:
 *
 *   rk_blob_locate   signatures and header, fixed offsets only
 *   rk_blob_bound    header fields; where the payload is
 *   rk_blob_parse    sections and all that they say
 */
#ifndef RK_RT_BLOB_H
#define RK_RT_BLOB_H

#include "rk/abi.h"
#include "rk/blob.h"
#include "rk/tables.h"

struct rk_blob {
	const u8 *bytes;
	size_t size;
	u32 n_sigs;
	const struct rkb_sig *sigs;
	const struct rkb_header *header;
	const u8 *payload; /* header->payload_size bytes */
	struct rk_hook hook;
	const struct rkb_manifest *manifest;
	const struct rkb_map *maps;
	const u8 *data;
	const struct rkb_import *imports;
	const struct rkb_reloc *relocs;
	const u8 *text;
	u32 n_maps, data_size, n_imports, n_relocs, text_size;
};

int rk_blob_locate(struct rk_blob *b, const void *bytes, size_t size, const char **why);
/* RK_EARCH unless the image is for `arch`: RK_ARCH_SELF to load it, its own to look at it. */
int rk_blob_bound(struct rk_blob *b, enum rk_arch arch, const char **why);
int rk_blob_parse(struct rk_blob *b, const char **why);

/* install.c: the text of a parsed image into new executable memory, relocated; not yet sealed. */
struct rk_rt;
struct rk_exec;
int rk_install_text(
	const struct rk_rt *rt, const struct rk_blob *b, struct rk_exec *x, const char **why);

#endif
