// SPDX-License-Identifier: MIT
/* One image of a .rkb file, bounds first. */
#include <stdio.h>
#include <string.h>
#include "image.h"
#include "rk/sha3.h"
#include "rk/tables.h"

struct reader {
	struct rk_arena *a;
	const u8 *p;
	size_t left;
	const char **why;
};

static const u8 *take(struct reader *r, size_t n)
{
	const u8 *p = r->p;

	if (n > r->left)
		return NULL;
	r->p += n;
	r->left -= n;
	return p;
}

static int fail(struct reader *r, int err, const char *why)
{
	*r->why = why;
	return err;
}

static bool hash_is(const u8 *p, size_t n, const u8 want[32])
{
	u8 got[32];

	rk_sha3_256(p, n, got);
	return !memcmp(got, want, sizeof(got));
}

static int read_imports(struct rk_image *im, struct reader *r, const u8 *p, u32 size)
{
	struct rk_code *c = &im->code;
	size_t n = size / sizeof(struct rkb_import);

	if (size % sizeof(struct rkb_import) || n > RK_MAX_IMPORTS)
		return fail(r, RK_ESECTION, "import section has a wrong size");
	c->imports = rk_alloc(r->a, size);
	memcpy(c->imports, p, size);
	for (size_t i = 0; i < n && c->imports[i].kind == RK_IMPORT_HELPER; i++)
		c->n_imports++;
	return 0;
}

static int read_section(struct rk_image *im, struct reader *r, u32 type, const u8 *p, u32 size)
{
	struct rk_code *c = &im->code;

	switch (type) {
	case RKB_SEC_MANIFEST:
		if (size != sizeof(im->manifest))
			return fail(r, RK_ESECTION, "manifest has a wrong size");
		memcpy(&im->manifest, p, size);
		return 0;
	case RKB_SEC_MAPS:
	case RKB_SEC_DATA: return 0;
	case RKB_SEC_IMPORTS: return read_imports(im, r, p, size);
	case RKB_SEC_RELOCS:
		if (size % sizeof(struct rkb_reloc) ||
			size / sizeof(struct rkb_reloc) > RK_MAX_RELOCS)
			return fail(r, RK_ESECTION, "relocation section has a wrong size");
		c->n_relocs = size / sizeof(struct rkb_reloc);
		c->relocs = rk_alloc(r->a, size);
		memcpy(c->relocs, p, size);
		return 0;
	case RKB_SEC_TEXT:
		c->text = rk_alloc(r->a, size);
		memcpy(c->text, p, size);
		c->size = size;
		return 0;
	default: return fail(r, RK_ESECTION, "payload has a section of unknown type");
	}
}

static int read_payload(struct rk_image *im, struct reader *r)
{
	u32 last = 0;
	int err;

	while (r->left) {
		const u8 *head = take(r, sizeof(struct rkb_section)), *body;
		struct rkb_section s;

		if (!head)
			return fail(r, RK_ETRUNC, "payload ends within a section");
		memcpy(&s, head, sizeof(s));
		body = take(r, ((size_t)s.size + 7) & ~(size_t)7);
		if (!body)
			return fail(r, RK_ETRUNC, "payload ends within a section");
		if (s.type <= last)
			return fail(r, RK_ESECTION, "sections are out of order");
		if ((err = read_section(im, r, s.type, body, s.size)))
			return err;
		last = s.type;
	}
	for (u32 i = 0; i < im->code.n_relocs; i++) {
		const struct rkb_reloc *x = &im->code.relocs[i];

		if (x->kind == RKB_RELOC_CALL && x->import >= im->code.n_imports)
			return fail(r, RK_ERELOC, "a relocation names no helper import");
	}
	return im->code.size ? 0 : fail(r, RK_ESECTION, "payload has no text");
}

static void side_func(struct rk_image *im, struct reader *r, const char *text)
{
	struct rk_code *c = &im->code;
	struct rk_code_func f = {0};
	char name[128] = "";

	if (sscanf(text, "func %x %x %127s", &f.offset, &f.size, name) != 3)
		return;
	f.name = rk_strdup(r->a, name);
	if (f.offset < c->size && f.size <= c->size - f.offset)
		c->funcs[c->n_funcs++] = f;
}

static void side_line(struct rk_image *im, struct reader *r, const char *text)
{
	struct rk_code_line at;
	struct rk_line src = {.text = ""};
	char name[256] = "";

	if (sscanf(text, "line %x %u %255[^:]:%u:%u", &at.offset, &at.insn, name, &src.line,
		    &src.column) < 2)
		return;
	if (at.offset >= im->code.size || at.insn >= im->prog.n_insns)
		return;
	src.file = rk_strdup(r->a, name);
	im->code.lines[im->code.n_lines++] = at;
	if (src.line) {
		im->prog.insns[at.insn].line = im->prog.n_lines;
		im->prog.lines[im->prog.n_lines++] = src;
	}
}

/* Untrusted and only shown: rows that do not parse are skipped. */
static void read_side(struct rk_image *im, struct reader *r, const u8 *p, size_t size)
{
	char *text = rk_strndup(r->a, (const char *)p, size);
	size_t rows = 1;

	for (const char *s = text; *s; s++)
		rows += *s == '\n';
	im->code.funcs = rk_alloc_array(r->a, rows, sizeof(*im->code.funcs));
	im->code.lines = rk_alloc_array(r->a, rows, sizeof(*im->code.lines));
	im->prog.lines = rk_alloc_array(r->a, rows, sizeof(*im->prog.lines));
	im->prog.n_insns = im->manifest.insn_slots <= RK_MAX_INSNS ? im->manifest.insn_slots : 0;
	im->prog.insns = rk_alloc_array(r->a, im->prog.n_insns + 1, sizeof(*im->prog.insns));
	for (u32 i = 0; i < im->prog.n_insns; i++)
		im->prog.insns[i].line = RK_NO_LINE;
	for (char *line = text, *next; line; line = next) {
		if ((next = strchr(line, '\n')))
			*next++ = 0;
		side_func(im, r, line);
		side_line(im, r, line);
	}
}

static int read_header(struct rk_image *im, struct reader *r)
{
	const u8 *head = take(r, sizeof(struct rkb_sigs));
	struct rkb_sigs sigs;

	if (!head)
		return fail(r, RK_ETRUNC, "file is too short for a blob");
	memcpy(&sigs, head, sizeof(sigs));
	if (sigs.n_sigs > RK_MAX_SIGS || sigs.zero)
		return fail(r, RK_EMAGIC, "not an rkBPF blob");
	head = take(r, sigs.n_sigs * sizeof(struct rkb_sig));
	if (head)
		head = take(r, sizeof(im->header));
	if (!head)
		return fail(r, RK_ETRUNC, "file ends within the header");
	memcpy(&im->header, head, sizeof(im->header));
	if (memcmp(im->header.magic, RKB_MAGIC, sizeof(im->header.magic)))
		return fail(r, RK_EMAGIC, "not an rkBPF blob");
	if (im->header.format != RKB_FORMAT)
		return fail(r, RK_EVERSION, "blob format is of another version of this tool");
	if (im->header.payload_size % RKB_ALIGN || im->header.side_size % RKB_ALIGN)
		return fail(r, RK_EINPUT, "sizes in the header are not multiples of 8");
	return 0;
}

int rk_image_read(
	struct rk_image *im, struct rk_arena *a, const u8 *bytes, size_t size, const char **why)
{
	struct reader r = {a, bytes, size, why}, payload;
	const u8 *body, *side;
	int err;

	memset(im, 0, sizeof(*im));
	if ((err = read_header(im, &r)))
		return err;
	body = take(&r, im->header.payload_size);
	side = body ? take(&r, im->header.side_size) : NULL;
	if (!side)
		return fail(&r, RK_ETRUNC, "file ends within the payload or the side data");
	if (!hash_is(body, im->header.payload_size, im->header.payload_sha3) ||
		!hash_is(side, im->header.side_size, im->header.side_sha3))
		return fail(&r, RK_EHASH, "contents do not match the hashes in the header");
	im->code.arch = im->header.arch;
	payload = (struct reader){a, body, im->header.payload_size, why};
	if ((err = read_payload(im, &payload)))
		return err;
	im->code.entry = im->manifest.entry;
	im->code.native_stack = im->manifest.native_stack;
	im->header.name[sizeof(im->header.name) - 1] = 0;
	im->manifest.section[sizeof(im->manifest.section) - 1] = 0;
	im->prog.name = rk_strdup(a, im->header.name);
	im->prog.section = rk_strdup(a, im->manifest.section);
	read_side(im, &r, side, im->header.side_size);
	im->size = size - r.left;
	return 0;
}
