/* SPDX-License-Identifier: MIT */
/*
 * The .rkb layout, byte by byte (docs/blob-format.md is the prose). Little-endian.
 *
 * A file is one or more images, one after the other, each a multiple of 8 bytes:
 *
 *   u32 n_sigs (1 or 2), u32 zero        struct rkb_sigs
 *   n_sigs * struct rkb_sig
 *   struct rkb_header                    signed: Ed25519 over "rkBPF-v1\0" || header
 *   payload, header.payload_size bytes   signed through header.payload_sha3
 *   side data, header.side_size bytes    not loaded, not signed; bound by header.side_sha3
 *
 * The header and the payload are one contiguous range and are exactly what runs. The kernel
 * receives one image without its side data. The payload is a sequence of sections, each a struct
 * rkb_section and its bytes padded with zeros to 8, in strictly increasing order of type.
 */
#ifndef RK_BLOB_H
#define RK_BLOB_H

#include "limits.h"
#include "types.h"

#define RKB_MAGIC "rkBPF\r\n\032" /* 8 bytes: broken by text-mode transfers */
#define RKB_DOMAIN "rkBPF-v1"     /* signed with its final NUL: 9 bytes */
enum { RKB_FORMAT = 1, RKB_DOMAIN_SIZE = 9, RKB_ALIGN = 8, RKB_KEYNUM = 8, RKB_SIG = 64 };

struct rkb_sigs {
	u32 n_sigs;
	u32 zero;
};

struct rkb_sig {
	u8 keynum[RKB_KEYNUM];
	u8 sig[RKB_SIG];
};

enum rkb_flag { RKB_F_CLOUD = 1 << 0 /* needs the cloud profile */ };

struct rkb_header {
	u8 magic[8];
	u16 format;       /* RKB_FORMAT */
	u16 arch;         /* enum rk_arch */
	u32 flags;        /* enum rkb_flag; unknown bits are refused */
	u32 payload_size; /* bytes, multiple of 8 */
	u32 side_size;    /* bytes, multiple of 8 */
	u64 counter;      /* monotonic per key and program */
	char name[RK_MAX_NAME];
	char tool[32]; /* "rkcc 0.1.0", for messages */
	u8 payload_sha3[32];
	u8 side_sha3[32]; /* of side_size bytes, also when 0 */
	u8 reserved[96];  /* zero */
};
RK_STATIC_ASSERT(sizeof(struct rkb_header) == 256, "signed range begins with 256 fixed bytes");
RK_STATIC_ASSERT(offsetof(struct rkb_header, counter) == 24, "no padding");
RK_STATIC_ASSERT(offsetof(struct rkb_header, payload_sha3) == 96, "no padding");

enum rkb_section_type {
	RKB_SEC_MANIFEST = 1, /* struct rkb_manifest; required */
	RKB_SEC_MAPS = 2,     /* struct rkb_map[] */
	RKB_SEC_DATA = 3,     /* initial values of global data maps */
	RKB_SEC_IMPORTS = 4,  /* struct rkb_import[] */
	RKB_SEC_RELOCS = 5,   /* struct rkb_reloc[], offsets strictly increasing */
	RKB_SEC_TEXT = 6,     /* machine code; required */
};

struct rkb_section {
	u32 type;
	u32 size; /* bytes without the padding */
};

/*
 * A tracepoint's argument in the manifest: its bytes (1, 2, 4, 8), and whether it is signed. What
 * runs the program extends each to 64 bits: the calling convention leaves the rest undefined.
 */
enum { RKB_ARGS = 12, RKB_ARG_SIGNED = 0x80 };
/* Arguments that the calling conventions pass in registers, behind the probe's own first. */
enum { RKB_REG_ARGS_X86_64 = 5, RKB_REG_ARGS_AARCH64 = 7 };

enum rkb_fail { RKB_FAIL_DETACH = 0, RKB_FAIL_KEEP = 1, RKB_FAIL_STOP = 2 };

struct rkb_manifest {
	char section[RK_MAX_SECTION]; /* hook and device as SEC() wrote them */
	u16 hook;                     /* enum rk_hook_class */
	u16 fail_action;              /* enum rkb_fail */
	u32 entry;                    /* offset in the text */
	u64 period_ns;                /* timers, else 0 */
	u64 worst_insns; /* proved bound on executed BPF instructions; ~0 where unknown */
	u64 worst_ns;    /* estimate for cost_core */
	u32 insn_slots;
	u32 bpf_stack;    /* bytes of BPF stack */
	u32 native_stack; /* bytes of native stack, as the code checker measured */
	u32 map_bytes;    /* storage the maps need, as rkcc computed; informative */
	char cost_core[16];
	char kernel_release[64]; /* empty where the code fits any kernel */
	char kernel_version[64];
	u16 ctx_bytes; /* of its context, from the begin: the program reads nothing behind */
	u8 n_args;     /* tracepoint arguments with a known type; 0: none is known */
	u8 args[RKB_ARGS];
	u8 stops;      /* 1: the program may make the emergency stop */
	u32 stop_mask; /* outputs that its masks name; not those of MOTOR_ALL and computed masks */
	u32 run_limit_ns; /* a longer run is an overrun, as one longer than period_ns is; 0: none */
	u8 reserved[40];
};
RK_STATIC_ASSERT(sizeof(struct rkb_manifest) == 384, "no padding");

enum rkb_scope { RKB_SCOPE_PROGRAM = 0, RKB_SCOPE_GLOBAL = 1 };

struct rkb_map {
	char name[RK_MAX_NAME];
	u32 type, key_size, value_size, max_entries, flags; /* Linux's numbers */
	u32 scope;                                          /* enum rkb_scope */
	u32 data_off, data_size; /* initial value in RKB_SEC_DATA; 0, 0 where none */
	u8 layout_hash[8];       /* of the BTF of key and value; 0 where there is none */
};
RK_STATIC_ASSERT(sizeof(struct rkb_map) == 72, "no padding");

struct rkb_import {
	u16 kind; /* enum rk_import_kind */
	u16 zero;
	u32 id;
	u8 contract[8];
};
RK_STATIC_ASSERT(sizeof(struct rkb_import) == 16, "no padding");

/*
 * Placeholders, exactly these bytes:
 *   CALL  x86_64: e8 00 00 00 00 (offset names the e8); aarch64: 00 00 00 94 (bl #0)
 *   RET   x86_64 only: c3 cc cc cc cc; becomes jmp to the kernel's return thunk where it asks
 */
enum rkb_reloc_kind { RKB_RELOC_CALL = 1, RKB_RELOC_RET = 2 };

struct rkb_reloc {
	u32 offset; /* of the placeholder's first byte in the text */
	u16 kind;
	u16 import; /* CALL: index of a helper import; RET: 0 */
};
RK_STATIC_ASSERT(sizeof(struct rkb_reloc) == 8, "no padding");

#endif
