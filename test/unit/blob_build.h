/* SPDX-License-Identifier: MIT */
/* Images made by hand, so that a test can break one rule at a time and sign the result all the
 * same. */
#ifndef TEST_BLOB_BUILD_H
#define TEST_BLOB_BUILD_H

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "rk/sha3.h"
#include "runtime.h"
#include "sign.h"

static const char *doing = "setup";

static void fail(const char *what, long n)
{
	fprintf(stderr, "%s: %s (%ld)\n", doing, what, n);
	exit(1);
}

struct spec {
	struct rkb_header header;
	struct rkb_manifest manifest;
	struct rkb_map maps[3];
	u8 data[16];
	struct rkb_import imports[6];
	struct rkb_reloc relocs[3];
	u8 text[64];
	u32 n_maps, data_size, n_imports, n_relocs, text_size;
	u32 order[8]; /* section types in the order in which they are written */
	u32 size_lie; /* added to the last section's size field */
	bool dirty_padding;
	u32 extra_at, extra; /* zero bytes after the contents of this section */
	u8 side[16];
};

#if defined(__x86_64__)
/* endbr64; push rbp; mov rbp,rsp; mov r9,rsi; call 0; pop rbp; ret and its room */
static const u8 text[] = {0xf3, 0x0f, 0x1e, 0xfa, 0x55, 0x48, 0x89, 0xe5, 0x49, 0x89, 0xf1, 0xe8, 0,
	0, 0, 0, 0x5d, 0xc3, 0xcc, 0xcc, 0xcc, 0xcc};
enum { CALL_AT = 11, RET_AT = 17, CALL_BYTES = 5, REG_ARGS = 5 };
#else
/* bti c; stp x29,x30,[sp,#-16]!; mov x5,x1; bl 0; ldp x29,x30,[sp],#16; ret */
static const u8 text[] = {0x5f, 0x24, 0x03, 0xd5, 0xfd, 0x7b, 0xbf, 0xa9, 0xe5, 0x03, 0x01, 0xaa, 0,
	0, 0, 0x94, 0xfd, 0x7b, 0xc1, 0xa8, 0xc0, 0x03, 0x5f, 0xd6};
enum { CALL_AT = 12, CALL_BYTES = 4, REG_ARGS = 7 };
#endif
enum { GET_CPU = 8 };

static void import(struct spec *s, u16 kind, u32 id)
{
	struct rkb_import *im = &s->imports[s->n_imports++];

	im->kind = kind;
	im->id = id;
	if (rk_contract_hash(kind, id, im->contract))
		fail("no contract", id);
}

static struct spec good(void)
{
	struct spec s = {.n_maps = 2, .data_size = 8, .n_relocs = 1, .text_size = sizeof(text)};
	static const u32 order[] = {1, 2, 3, 4, 5, 6};

	memcpy(s.header.magic, RKB_MAGIC, 8);
	s.header.format = RKB_FORMAT;
	s.header.arch = RK_ARCH_SELF;
	s.header.counter = 5;
	strcpy(s.header.name, "tick");
	strcpy(s.header.tool, "by hand");
	strcpy(s.manifest.section, "timer/1ms");
	s.manifest.hook = RK_HOOK_TIMER;
	s.manifest.period_ns = 1000000;
	s.manifest.worst_insns = 10;
	strcpy(s.maps[0].name, "state");
	s.maps[0] = (struct rkb_map){.name = "state",
		.type = RK_MAP_ARRAY,
		.key_size = 4,
		.value_size = 8,
		.max_entries = 1,
		.data_size = 8};
	s.maps[1] = (struct rkb_map){.name = "seen",
		.type = RK_MAP_HASH,
		.key_size = 4,
		.value_size = 8,
		.max_entries = 16};
	s.data[0] = 42;
	memcpy(s.text, text, sizeof(text));
	import(&s, RK_IMPORT_HELPER, GET_CPU);
	import(&s, RK_IMPORT_MAP, RK_MAP_ARRAY);
	import(&s, RK_IMPORT_MAP, RK_MAP_HASH);
	import(&s, RK_IMPORT_HOOK, RK_HOOK_TIMER);
	import(&s, RK_IMPORT_ENV, RK_ENV_VERSION);
	s.relocs[0] = (struct rkb_reloc){.offset = CALL_AT, .kind = RKB_RELOC_CALL};
#if defined(__x86_64__)
	s.relocs[1] = (struct rkb_reloc){.offset = RET_AT, .kind = RKB_RELOC_RET};
	s.n_relocs = 2;
#endif
	memcpy(s.order, order, sizeof(order));
	return s;
}

struct bytes {
	u8 *p;
	size_t n;
};

static void add(struct bytes *b, const void *p, size_t n)
{
	b->p = realloc(b->p, b->n + n + 8);
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

static void add_blank(struct bytes *b, u32 n)
{
	u8 *zeros = calloc(1, n + 1);

	add(b, zeros, n);
	free(zeros);
}

static void add_section(struct bytes *b, const struct spec *s, u32 type, bool last)
{
	const struct {
		const void *p;
		size_t n;
	} parts[] = {
		[RKB_SEC_MANIFEST] = {&s->manifest, sizeof(s->manifest)},
		[RKB_SEC_MAPS] = {s->maps, s->n_maps * sizeof(s->maps[0])},
		[RKB_SEC_DATA] = {s->data, s->data_size},
		[RKB_SEC_IMPORTS] = {s->imports, s->n_imports * sizeof(s->imports[0])},
		[RKB_SEC_RELOCS] = {s->relocs, s->n_relocs * sizeof(s->relocs[0])},
		[RKB_SEC_TEXT] = {s->text, s->text_size},
		[RKB_SEC_TEXT + 1] = {s->text, 8},
	};
	u32 extra = s->extra_at == type ? s->extra : 0;
	struct rkb_section head = {type, (u32)parts[type].n + extra + (last ? s->size_lie : 0)};
	static const u8 zeros[8];

	add(b, &head, sizeof(head));
	add(b, parts[type].p, parts[type].n);
	add_blank(b, extra);
	add(b, s->dirty_padding ? (const u8 *)"\1\1\1\1\1\1\1" : zeros, -b->n & 7);
}

/* The image without signatures. */
static struct bytes build(const struct spec *s)
{
	struct bytes payload = {0}, image = {0};
	struct rkb_header h = s->header;
	struct rkb_sigs sigs = {0};

	for (u32 i = 0; i < 8 && s->order[i]; i++)
		add_section(&payload, s, s->order[i], i == 7 || !s->order[i + 1]);
	h.payload_size += (u32)payload.n;
	h.side_size += sizeof(s->side);
	rk_sha3_256(payload.p, payload.n, h.payload_sha3);
	rk_sha3_256(s->side, sizeof(s->side), h.side_sha3);
	add(&image, &sigs, sizeof(sigs));
	add(&image, &h, sizeof(h));
	add(&image, payload.p, payload.n);
	add(&image, s->side, sizeof(s->side));
	free(payload.p);
	return image;
}

/* Signed as it is, whatever it says: rk_file_sign would refuse some of these. */
static inline struct bytes sign(struct bytes in, const struct rk_seckey *k)
{
	struct bytes out = {0};
	struct rkb_sigs sigs;
	struct rkb_sig sig;
	size_t old;
	u8 msg[RKB_DOMAIN_SIZE + sizeof(struct rkb_header)] = RKB_DOMAIN;

	memcpy(&sigs, in.p, sizeof(sigs));
	old = sizeof(sigs) + sigs.n_sigs * sizeof(sig);
	memcpy(msg + RKB_DOMAIN_SIZE, in.p + old, sizeof(struct rkb_header));
	memcpy(sig.keynum, k->keynum, sizeof(sig.keynum));
	crypto_sign_detached(sig.sig, NULL, msg, sizeof(msg), k->sk);
	sigs.n_sigs++;
	add(&out, &sigs, sizeof(sigs));
	add(&out, in.p + sizeof(sigs), old - sizeof(sigs));
	add(&out, &sig, sizeof(sig));
	add(&out, in.p + old, in.n - old);
	free(in.p);
	return out;
}

#endif
