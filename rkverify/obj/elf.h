/* SPDX-License-Identifier: MIT */
/*
 * A bounds-checked view of a 64-bit little-endian BPF ELF object. Everything points into the copy
 * that rk_elf_read() makes; section contents and names are valid once it returned 0.
 */
#ifndef RK_OBJ_ELF_H
#define RK_OBJ_ELF_H

#include "arena.h"

enum { RK_ELF_UNDEF = 0, RK_ELF_FUNC = 2, RK_ELF_SECTION = 3, RK_ELF_LOCAL = 0, RK_ELF_WEAK = 2 };
enum { RK_ELF_R_64_64 = 1, RK_ELF_R_64_32 = 10 };

struct rk_elf_section {
	const char *name;
	const u8 *data; /* NULL where the file holds none (.bss) */
	u64 size;
	u32 type, link, info;
	bool exec, alloc, write;
};

struct rk_elf_symbol {
	const char *name;
	u64 value, size;
	u32 section; /* RK_ELF_UNDEF for externs, and for special indices */
	u8 type, bind;
};

struct rk_elf_reloc {
	u64 offset;
	u32 type, symbol;
};

struct rk_elf {
	struct rk_elf_section *sections; /* 0 is empty */
	u32 n_sections;
	struct rk_elf_symbol *symbols; /* 0 is empty */
	u32 n_symbols;
};

int rk_elf_read(
	struct rk_elf *e, struct rk_arena *a, const void *bytes, size_t size, const char **why);
const struct rk_elf_section *rk_elf_find(const struct rk_elf *e, const char *name);
u32 rk_elf_n_relocs(const struct rk_elf_section *s); /* 0 where it is no relocation section */
struct rk_elf_reloc rk_elf_reloc(const struct rk_elf_section *s, u32 i);

#endif
