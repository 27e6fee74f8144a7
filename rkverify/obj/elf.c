/* SPDX-License-Identifier: MIT */
/*
 * libelf finds the section headers; every offset they hold is checked here. The bytes are copied,
 * because libelf may convert in place.
 */
#include "elf.h"

#include <libelf.h>
#include <string.h>

enum { EM_BPF_ = 247, SYMBOL = 24, REL = 16, MAX_SECTIONS = 1 << 16, MAX_BYTES = 1 << 28 };

static u32 le32(const u8 *p)
{
	return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

static u64 le64(const u8 *p)
{
	return le32(p) | (u64)le32(p + 4) << 32;
}

static const char *check_header(const u8 *p, size_t size)
{
	if (size < sizeof(Elf64_Ehdr) || memcmp(p, ELFMAG, SELFMAG))
		return "no ELF file";
	if (size > MAX_BYTES)
		return "larger than 256 MiB";
	if (p[EI_CLASS] != ELFCLASS64 || p[EI_DATA] != ELFDATA2LSB)
		return "no 64-bit little-endian ELF file";
	if ((p[18] | p[19] << 8) != EM_BPF_)
		return "ELF file of another machine than BPF";
	if ((p[16] | p[17] << 8) != ET_REL)
		return "no relocatable object";
	return NULL;
}

/* A string of a string table whose last byte is NUL. */
static const char *string_at(const struct rk_elf *e, u32 table, u32 offset)
{
	const struct rk_elf_section *s;

	if (table >= e->n_sections)
		return NULL;
	s = &e->sections[table];
	if (s->type != SHT_STRTAB || !s->data || offset >= s->size || s->data[s->size - 1])
		return NULL;
	return (const char *)s->data + offset;
}

static const char *read_section(
	struct rk_elf_section *out, Elf_Scn *scn, const u8 *bytes, size_t size, u32 *name)
{
	const void *header = elf64_getshdr(scn);
	Elf64_Shdr h;

	if (!header)
		return "section header cannot be read";
	memcpy(&h, header, sizeof(h)); /* e_shoff need not be aligned */
	*out = (struct rk_elf_section){
		.size = h.sh_size,
		.type = h.sh_type,
		.link = h.sh_link,
		.info = h.sh_info,
		.exec = h.sh_flags & SHF_EXECINSTR,
		.alloc = h.sh_flags & SHF_ALLOC,
		.write = h.sh_flags & SHF_WRITE,
	};
	*name = h.sh_name;
	if (h.sh_type == SHT_NOBITS)
		return h.sh_size > MAX_BYTES ? "section larger than 256 MiB" : NULL;
	if (h.sh_offset > size || h.sh_size > size - h.sh_offset)
		return "section outside the file";
	out->data = bytes + h.sh_offset;
	return NULL;
}

static const char *read_sections(
	struct rk_elf *e, struct rk_arena *a, Elf *elf, const u8 *bytes, size_t size)
{
	const char *why;
	size_t n, names;
	u32 *offsets;

	if (elf_getshdrnum(elf, &n) || elf_getshdrstrndx(elf, &names) || !n || n > MAX_SECTIONS)
		return "section headers cannot be read";
	e->n_sections = (u32)n;
	e->sections = rk_alloc_array(a, n, sizeof(*e->sections));
	offsets = rk_alloc_array(a, n, sizeof(u32));
	e->sections[0].name = "";
	for (u32 i = 1; i < n; i++) {
		Elf_Scn *scn = elf_getscn(elf, i);

		if (!scn)
			return "section header cannot be read";
		if ((why = read_section(&e->sections[i], scn, bytes, size, &offsets[i])))
			return why;
	}
	for (u32 i = 1; i < n; i++)
		if (!(e->sections[i].name = string_at(e, (u32)names, offsets[i])))
			return "section name outside its table";
	return NULL;
}

static const char *read_symbol(const struct rk_elf *e, const struct rk_elf_section *table,
	const u8 *p, struct rk_elf_symbol *out)
{
	u32 section = p[6] | (u32)p[7] << 8;

	*out = (struct rk_elf_symbol){
		.name = string_at(e, table->link, le32(p)),
		.type = p[4] & 15,
		.bind = p[4] >> 4,
		.section = section < e->n_sections ? section : RK_ELF_UNDEF,
		.value = le64(p + 8),
		.size = le64(p + 16),
	};
	if (!out->name)
		return "symbol name outside its table";
	if (section && section < SHN_LORESERVE && section >= e->n_sections)
		return "symbol of a section that does not exist";
	if (out->type == STT_SECTION && out->section)
		out->name = e->sections[out->section].name;
	return NULL;
}

static const char *read_symbols(struct rk_elf *e, struct rk_arena *a)
{
	const struct rk_elf_section *table = NULL;
	const char *why;

	for (u32 i = 1; i < e->n_sections && !table; i++)
		if (e->sections[i].type == SHT_SYMTAB)
			table = &e->sections[i];
	if (!table)
		return "no symbol table";
	if (!table->data || table->size % SYMBOL)
		return "symbol table is cut short";
	e->n_symbols = (u32)(table->size / SYMBOL);
	e->symbols = rk_alloc_array(a, e->n_symbols, sizeof(*e->symbols));
	for (u32 i = 0; i < e->n_symbols; i++)
		if ((why = read_symbol(e, table, table->data + (u64)SYMBOL * i, &e->symbols[i])))
			return why;
	return NULL;
}

int rk_elf_read(
	struct rk_elf *e, struct rk_arena *a, const void *bytes, size_t size, const char **why)
{
	u8 *copy;
	Elf *elf;

	*e = (struct rk_elf){0};
	if ((*why = check_header(bytes, size)))
		return RK_EINPUT;
	copy = rk_alloc(a, size);
	memcpy(copy, bytes, size);
	elf_version(EV_CURRENT);
	elf = elf_memory((char *)copy, size);
	if (!elf) {
		*why = "ELF header is damaged";
		return RK_EINPUT;
	}
	*why = read_sections(e, a, elf, copy, size);
	elf_end(elf);
	if (!*why)
		*why = read_symbols(e, a);
	return *why ? RK_EINPUT : RK_OK;
}

const struct rk_elf_section *rk_elf_find(const struct rk_elf *e, const char *name)
{
	for (u32 i = 1; i < e->n_sections; i++)
		if (!strcmp(e->sections[i].name, name))
			return &e->sections[i];
	return NULL;
}

u32 rk_elf_n_relocs(const struct rk_elf_section *s)
{
	return s->type == SHT_REL && s->data ? (u32)(s->size / REL) : 0;
}

struct rk_elf_reloc rk_elf_reloc(const struct rk_elf_section *s, u32 i)
{
	const u8 *p = s->data + (u64)REL * i;

	return (struct rk_elf_reloc){
		.offset = le64(p), .type = le32(p + 8), .symbol = le32(p + 12)};
}
