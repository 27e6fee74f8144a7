/* SPDX-License-Identifier: MIT */
/*
 * A signed command: what plain requests may not do to an interlock. Little-endian:
 *
 *   struct rkb_sig                       Ed25519 over "rkBPF-command-v1\0" || record
 *   struct rkc_record
 *   key, padded with zeros to 8          map actions; both bound by record.data_sha3
 *   value, padded with zeros to 8
 *
 * It is for one program of one module (id, name and payload's hash must all agree), and for one
 * challenge: random bytes that the module gave out, that end after RKC_SECONDS, and that the first
 * authentic command uses up.
 */
#ifndef RK_COMMAND_FORMAT_H
#define RK_COMMAND_FORMAT_H

#include "blob.h"

#define RKC_MAGIC "rkCMD\r\n\032"
#define RKC_DOMAIN "rkBPF-command-v1" /* signed with its final NUL: no blob's signature fits */
enum {
	RKC_FORMAT = 1,
	RKC_DOMAIN_SIZE = 17,
	RKC_NONCE = 32,
	RKC_SECONDS = 600,
	RKC_MAX_KEY = 512,
	RKC_MAX_VALUE = 32 << 10,
};

enum rkc_action {
	RKC_DETACH = 1,
	RKC_UNLOAD = 2, /* detached first, where it runs */
	RKC_FREEZE = 3, /* its events pass by */
	RKC_THAW = 4,
	RKC_MAP_UPDATE = 5,
	RKC_MAP_DELETE = 6,
};

struct rkc_record {
	u8 magic[8];
	u16 format; /* RKC_FORMAT */
	u16 action; /* enum rkc_action */
	u32 id;     /* the module's number of the program */
	u8 nonce[RKC_NONCE];
	u8 sha3[32]; /* of the program's payload */
	char name[RK_MAX_NAME];
	/* Map actions; else all zero. */
	char map[RK_MAX_NAME];
	u32 index; /* of the map; it must have that name */
	u32 key_size, value_size;
	u32 cpu;          /* of per-CPU maps */
	u64 flags;        /* update: BPF_ANY, BPF_NOEXIST, BPF_EXIST */
	u8 data_sha3[32]; /* of key and value with their padding, also where there is none */
};
RK_STATIC_ASSERT(sizeof(struct rkc_record) == 200, "no padding");

/* Bytes of a command without and with the largest key and value. */
enum {
	RKC_LEAST = sizeof(struct rkb_sig) + sizeof(struct rkc_record),
	RKC_MOST = RKC_LEAST + RKC_MAX_KEY + RKC_MAX_VALUE
};

#endif
