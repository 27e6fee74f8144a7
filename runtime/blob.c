/* SPDX-License-Identifier: MIT */
/*
 * Reading an image, bounds first. Until the signature holds, nothing beyond fixed offsets is looked
 * at; after it, the signer is trusted for safety but the bytes are still held to the format: a
 * tool's bug must not become the kernel's.
 */
#include "blob.h"
#include "runtime.h"

/* Bytes of the machine code's unit: where an instruction may begin. */
static u32 text_unit(const struct rk_blob *b)
{
	return b->header->arch == RK_ARCH_AARCH64 ? 4 : 1;
}

/* endbr64 or bti c: the entry is called through a pointer. */
static bool has_landing_pad(const struct rk_blob *b, u32 entry)
{
	static const u8 endbr64[4] = {0xf3, 0x0f, 0x1e, 0xfa}, bti_c[4] = {0x5f, 0x24, 0x03, 0xd5};
	const u8 *pad = b->header->arch == RK_ARCH_AARCH64 ? bti_c : endbr64;

	return b->text_size - entry >= sizeof(bti_c) &&
	       !__builtin_memcmp(b->text + entry, pad, sizeof(bti_c));
}

static bool is_zero(const u8 *p, size_t n)
{
	while (n--)
		if (*p++)
			return false;
	return true;
}

/* Text ends within its field and zeros follow, so that fields compare as bytes. */
static bool is_text(const char *s, size_t size)
{
	size_t n = 0;

	while (n < size && s[n] >= ' ' && s[n] <= '~')
		n++;
	return n < size && is_zero((const u8 *)s + n, size - n);
}

int rk_blob_locate(struct rk_blob *b, const void *bytes, size_t size, const char **why)
{
	const struct rkb_sigs *sigs = bytes;
	size_t at = sizeof(*sigs);

	*b = (struct rk_blob){.bytes = bytes, .size = size};
	*why = "image is shorter than its header, or larger than 16 MiB";
	if (size > RK_MAX_BLOB)
		return RK_ETOOBIG;
	if (size < at + sizeof(struct rkb_header))
		return RK_ETRUNC;
	*why = "image does not begin with a count of signatures";
	if (sigs->n_sigs > RK_MAX_SIGS || sigs->zero)
		return RK_EMAGIC;
	b->n_sigs = sigs->n_sigs;
	b->sigs = (const void *)(b->bytes + at);
	at += b->n_sigs * sizeof(struct rkb_sig);
	*why = "image ends within its header";
	if (size < at + sizeof(struct rkb_header))
		return RK_ETRUNC;
	b->header = (const void *)(b->bytes + at);
	*why = "image has no rkBPF header (damaged in transfer, or another kind of file)";
	if (__builtin_memcmp(b->header->magic, RKB_MAGIC, sizeof(b->header->magic)))
		return RK_EMAGIC;
	*why = "image format is not 1, the one this runtime reads";
	return b->header->format == RKB_FORMAT ? RK_OK : RK_EVERSION;
}

static int check_header(const struct rkb_header *h, enum rk_arch arch, const char **why)
{
	*why = "image is for another architecture";
	if (h->arch != arch || (arch != RK_ARCH_X86_64 && arch != RK_ARCH_AARCH64))
		return RK_EARCH;
	*why = "image needs a feature that this runtime does not know";
	if (h->flags & ~(u32)RKB_F_CLOUD || !is_zero(h->reserved, sizeof(h->reserved)))
		return RK_EVERSION;
#ifndef RK_PROFILE_CLOUD
	*why = "image needs the cloud profile";
	if (h->flags & RKB_F_CLOUD)
		return RK_EUNSUP;
#endif
	*why = "program name or tool name is no text";
	if (!h->name[0] || !is_text(h->name, sizeof(h->name)) || !is_text(h->tool, sizeof(h->tool)))
		return RK_EINPUT;
	return RK_OK;
}

int rk_blob_bound(struct rk_blob *b, enum rk_arch arch, const char **why)
{
	const struct rkb_header *h = b->header;
	size_t left = b->size - (size_t)((const u8 *)(h + 1) - b->bytes);
	int err = check_header(h, arch, why);

	if (err)
		return err;
	*why = "payload or side data size is not a multiple of 8";
	if (h->payload_size % RKB_ALIGN || h->side_size % RKB_ALIGN)
		return RK_EINPUT;
	*why = "image size does not match the sizes in its header";
	if (left < h->payload_size)
		return RK_ETRUNC;
	left -= h->payload_size;
	if (left && left != h->side_size)
		return left < h->side_size ? RK_ETRUNC : RK_EINPUT;
	b->payload = (const u8 *)(h + 1);
	return RK_OK;
}

/* ---- sections ---- */
enum { SECTIONS = RKB_SEC_TEXT + 1 };

static const struct rule {
	u32 unit, most; /* bytes of one entry; entries */
	bool required;
} rules[SECTIONS] = {
	[RKB_SEC_MANIFEST] = {sizeof(struct rkb_manifest), 1, true},
	[RKB_SEC_MAPS] = {sizeof(struct rkb_map), RK_MAX_MAPS, false},
	[RKB_SEC_DATA] = {1, RK_MAX_BLOB, false},
	[RKB_SEC_IMPORTS] = {sizeof(struct rkb_import), RK_MAX_IMPORTS, false},
	[RKB_SEC_RELOCS] = {sizeof(struct rkb_reloc), RK_MAX_RELOCS, false},
	[RKB_SEC_TEXT] = {1, RK_MAX_TEXT, true},
};

struct part {
	const u8 *p;
	u32 size;
};

static int split(const struct rk_blob *b, struct part parts[SECTIONS])
{
	u32 last = 0, left = b->header->payload_size;
	const u8 *p = b->payload;

	while (left) {
		const struct rkb_section *s = (const void *)p;
		u64 whole;

		if (left < sizeof(*s))
			return RK_ETRUNC;
		if (s->type <= last || s->type >= SECTIONS)
			return RK_ESECTION;
		whole = sizeof(*s) + (((u64)s->size + 7) & ~7ull);
		if (whole > left)
			return RK_ETRUNC;
		if (s->size % rules[s->type].unit ||
			s->size / rules[s->type].unit > rules[s->type].most)
			return RK_ESECTION;
		p += sizeof(*s);
		if (!is_zero(p + s->size, whole - sizeof(*s) - s->size))
			return RK_EINPUT;
		parts[s->type] = (struct part){p, s->size};
		p += whole - sizeof(*s);
		left -= (u32)whole;
		last = s->type;
	}
	for (u32 i = 0; i < SECTIONS; i++)
		if (rules[i].required && !parts[i].size)
			return RK_ESECTION;
	return RK_OK;
}

static void view(struct rk_blob *b, const struct part *parts)
{
	b->manifest = (const void *)parts[RKB_SEC_MANIFEST].p;
	b->maps = (const void *)parts[RKB_SEC_MAPS].p;
	b->n_maps = parts[RKB_SEC_MAPS].size / sizeof(*b->maps);
	b->data = parts[RKB_SEC_DATA].p;
	b->data_size = parts[RKB_SEC_DATA].size;
	b->imports = (const void *)parts[RKB_SEC_IMPORTS].p;
	b->n_imports = parts[RKB_SEC_IMPORTS].size / sizeof(*b->imports);
	b->relocs = (const void *)parts[RKB_SEC_RELOCS].p;
	b->n_relocs = parts[RKB_SEC_RELOCS].size / sizeof(*b->relocs);
	b->text = parts[RKB_SEC_TEXT].p;
	b->text_size = parts[RKB_SEC_TEXT].size;
}

/* ---- what the sections say ---- */
static bool good_arg(u8 arg)
{
	u8 size = arg & (u8)~RKB_ARG_SIGNED;

	return size && size <= 8 && !(size & (size - 1));
}

/* What the program reads of its context is there: a record's length is known at attach alone. */
static int check_context(const struct rk_blob *b, const char **why)
{
	const struct rk_hook_row *row = rk_hook_row(b->hook.id);
	const struct rkb_manifest *m = b->manifest;
	bool typed = row->ctx_kind == RK_CTX_RAW_ARGS || row->ctx_kind == RK_CTX_BTF_ARGS;
	u32 limit = row->ctx_size;

	if (typed && b->header->arch == RK_ARCH_AARCH64)
		limit = RKB_REG_ARGS_AARCH64 * 8;
	else if (typed)
		limit = RKB_REG_ARGS_X86_64 * 8;
	if (m->n_args && m->n_args * 8u < limit)
		limit = m->n_args * 8u;
	*why = "program reads more of its context than the hook can give";
	if (m->ctx_bytes > limit)
		return RK_EINPUT;
	*why = "manifest's argument list is wrong";
	if (m->n_args > (typed ? RKB_ARGS : 0))
		return RK_EINPUT;
	for (u32 i = 0; i < RKB_ARGS; i++)
		if (i < m->n_args ? !good_arg(m->args[i]) : m->args[i])
			return RK_EINPUT;
	return RK_OK;
}

static int check_manifest(struct rk_blob *b, const char **why)
{
	const struct rkb_manifest *m = b->manifest;

	*why = "manifest text is not terminated, or reserved bytes are not zero";
	if (!is_text(m->section, sizeof(m->section)) ||
		!is_text(m->cost_core, sizeof(m->cost_core)) ||
		!is_text(m->kernel_release, sizeof(m->kernel_release)) ||
		!is_text(m->kernel_version, sizeof(m->kernel_version)) ||
		!is_zero(m->reserved, sizeof(m->reserved)))
		return RK_EINPUT;
	*why = "manifest's emergency stop is wrong";
	if (m->stops > 1 || (!m->stops && m->stop_mask))
		return RK_EINPUT;
	if (rk_hook_parse(m->section, &b->hook, why))
		return RK_EIMPORT;
	*why = "manifest contradicts its section name";
	if (m->hook != b->hook.id || m->period_ns != b->hook.period_ns)
		return RK_EINPUT;
	if (check_context(b, why))
		return RK_EINPUT;
	*why = "unknown fail action";
	if (m->fail_action > RKB_FAIL_STOP)
		return RK_EINPUT;
	*why = "entry is outside the text";
	if (m->entry >= b->text_size || (m->entry | b->text_size) % text_unit(b))
		return RK_EINPUT;
	*why = "entry has no landing pad for indirect calls";
	if (!has_landing_pad(b, m->entry))
		return RK_EINPUT;
	*why = "program needs more native stack than the kernel gives";
	if (m->native_stack > RK_NATIVE_STACK)
		return RK_ESTACK;
	*why = "program has more instructions than the profile allows";
	if (m->insn_slots > RK_MAX_INSNS)
		return RK_ETOOBIG;
#ifndef RK_PROFILE_CLOUD
	*why = "program has no worst-case bound: the embedded profile asks for one";
	if (m->worst_insns == ~0ull)
		return RK_EREJECT;
#endif
	return RK_OK;
}

/* Types and sizes are the map code's to judge; here only what the loader itself reads. */
static int check_maps(const struct rk_blob *b, const char **why)
{
	*why = "map name is no text, map scope is unknown, or initial data lies outside its "
	       "section";
	for (u32 i = 0; i < b->n_maps; i++) {
		const struct rkb_map *m = &b->maps[i];

		if (!m->name[0] || !is_text(m->name, sizeof(m->name)) ||
			m->scope > RKB_SCOPE_GLOBAL || m->data_off > b->data_size ||
			m->data_size > b->data_size - m->data_off)
			return RK_EINPUT;
	}
	return RK_OK;
}

static int check_import(const struct rkb_import *im, const char **why)
{
	u8 contract[sizeof(im->contract)];

	*why = "import is malformed";
	if (im->zero)
		return RK_EINPUT;
	*why = "image imports a helper, map type, hook or environment that this runtime lacks";
	if (rk_contract_hash(im->kind, im->id, contract))
		return RK_EIMPORT;
	if (im->kind == RK_IMPORT_HELPER && !rk_helper_fn_of(im->id))
		return RK_EIMPORT;
	*why = "image was built against another contract of a helper, map type, hook or "
	       "environment";
	return __builtin_memcmp(contract, im->contract, sizeof(contract)) ? RK_ECONTRACT : RK_OK;
}

static bool imported(const struct rk_blob *b, u16 kind, u32 id)
{
	for (u32 i = 0; i < b->n_imports; i++)
		if (b->imports[i].kind == kind && b->imports[i].id == id)
			return true;
	return false;
}

/* All that the code relies on must be declared: a contract that is not named is not compared. */
static int check_imports(const struct rk_blob *b, const char **why)
{
	for (u32 i = 0; i < b->n_imports; i++) {
		int err = check_import(&b->imports[i], why);

		if (err)
			return err;
	}
	*why = "image does not import its hook, its environment or the type of one of its maps";
	if (!imported(b, RK_IMPORT_HOOK, b->manifest->hook) ||
		!imported(b, RK_IMPORT_ENV, RK_ENV_VERSION))
		return RK_EIMPORT;
	for (u32 i = 0; i < b->n_maps; i++)
		if (!imported(b, RK_IMPORT_MAP, b->maps[i].type))
			return RK_EIMPORT;
	return RK_OK;
}

/* ---- relocations ---- */
static const struct site {
	u8 arch, kind, size, bytes[5];
} sites[] = {
	{RK_ARCH_X86_64, RKB_RELOC_CALL, 5, {0xe8, 0, 0, 0, 0}},
	{RK_ARCH_X86_64, RKB_RELOC_RET, 5, {0xc3, 0xcc, 0xcc, 0xcc, 0xcc}},
	{RK_ARCH_AARCH64, RKB_RELOC_CALL, 4, {0, 0, 0, 0x94}},
};

static const struct site *site_of(const struct rk_blob *b, u16 kind)
{
	for (u32 i = 0; i < RK_ARRAY_SIZE(sites); i++)
		if (sites[i].arch == b->header->arch && sites[i].kind == kind)
			return &sites[i];
	return NULL;
}

static bool names_helper(const struct rk_blob *b, const struct rkb_reloc *r)
{
	if (r->kind == RKB_RELOC_RET)
		return !r->import;
	return r->import < b->n_imports && b->imports[r->import].kind == RK_IMPORT_HELPER;
}

static int check_relocs(const struct rk_blob *b, const char **why)
{
	u32 end = 0;

	for (u32 i = 0; i < b->n_relocs; i++) {
		const struct rkb_reloc *r = &b->relocs[i];
		const struct site *site = site_of(b, r->kind);

		*why = "relocation is of an unknown kind, or names no declared helper";
		if (!site || !names_helper(b, r))
			return RK_ERELOC;
		*why = "relocation is out of order, overlaps another, or is outside the text";
		if (r->offset < end || r->offset > b->text_size ||
			site->size > b->text_size - r->offset || r->offset % text_unit(b))
			return RK_ERELOC;
		*why = "relocation is not at its placeholder";
		if (__builtin_memcmp(b->text + r->offset, site->bytes, site->size))
			return RK_ERELOC;
		end = r->offset + site->size;
	}
	return RK_OK;
}

int rk_blob_parse(struct rk_blob *b, const char **why)
{
	struct part parts[SECTIONS] = {{0}};
	int err;

	*why = "a section is missing, unknown, out of order or cut, or its size is no multiple";
	if ((err = split(b, parts)))
		return err;
	view(b, parts);
	if ((err = check_manifest(b, why)))
		return err;
	if ((err = check_maps(b, why)))
		return err;
	if ((err = check_imports(b, why)))
		return err;
	return check_relocs(b, why);
}
