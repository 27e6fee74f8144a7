/* SPDX-License-Identifier: MIT */
/* .BTF.ext: where functions begin, source lines, and CO-RE relocations, per section of code. */
#include <string.h>
#include "read.h"

enum { MAGIC = 0xeb9f, FUNC_BYTES = 8, LINE_BYTES = 16, CORE_BYTES = 16 };

/* One of the three parts: records of at least `least` bytes, grouped by section name. */
struct part {
	const u8 *p, *end;
	u32 least;
	void (*record)(struct rk_reader *r, struct rk_code *c, u32 slot, const u8 *record);
};

static u32 le32(const u8 *p)
{
	return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

static struct rk_code *code_named(const struct rk_reader *r, const char *name)
{
	for (u32 i = 0; i < r->n_codes; i++)
		if (!strcmp(r->elf.sections[r->codes[i].section].name, name))
			return &r->codes[i];
	return NULL;
}

static void read_records(struct rk_reader *r, const struct part *part, struct rk_code *c,
	const u8 *p, u32 n, u32 size)
{
	for (u32 i = 0; c && i < n; i++, p += size) {
		u32 offset = le32(p);

		if (offset % 8 == 0 && offset / 8 < c->n)
			part->record(r, c, offset / 8, p);
	}
}

static const char *read_part(struct rk_reader *r, struct part part)
{
	const u8 *p = part.p;
	u32 size;

	if (p == part.end)
		return NULL;
	if (part.end - p < 4 || (size = le32(p)) < part.least || size > 256)
		return "unknown size of records";
	for (p += 4; part.end - p >= 8;) {
		const char *name = rk_btf_string(&r->obj->btf, le32(p));
		u32 n = le32(p + 4);

		p += 8;
		if (n > (u64)(part.end - p) / size)
			return "records outside the section";
		read_records(r, &part, code_named(r, name), p, n, size);
		p += (u64)n * size;
	}
	return p == part.end ? NULL : "trailing bytes";
}

static void read_func(struct rk_reader *r, struct rk_code *c, u32 slot, const u8 *record)
{
	u32 id = le32(record + 4);

	if (id < r->obj->btf.n && rk_btf_type(&r->obj->btf, id).kind == RK_BTF_FUNC)
		c->btf_funcs[slot] = id;
}

static void read_line(struct rk_reader *r, struct rk_code *c, u32 slot, const u8 *record)
{
	const struct rk_btf *b = &r->obj->btf;
	u32 position = le32(record + 12);

	if (r->n_lines == r->max_lines)
		return;
	c->insns[slot].line = r->n_lines;
	r->lines[r->n_lines++] = (struct rk_line){
		.file = rk_btf_string(b, le32(record + 4)),
		.text = rk_btf_string(b, le32(record + 8)),
		.line = position >> 10,
		.column = position & 1023,
	};
}

/* A record is good for the instructions up to the next one, within its function. */
static void spread_lines(struct rk_reader *r)
{
	for (u32 f = 0; f < r->n_funcs; f++) {
		struct rk_insn *insns = r->codes[r->funcs[f].code].insns;

		for (u32 i = r->funcs[f].start + 1; i < r->funcs[f].end; i++)
			if (insns[i].line == RK_NO_LINE)
				insns[i].line = insns[i - 1].line;
	}
}

static bool part_at(const struct rk_elf_section *s, u32 header, u32 field, struct part *out)
{
	u64 offset = (u64)header + le32(s->data + field), size = le32(s->data + field + 4);

	out->p = s->data + offset;
	out->end = out->p + size;
	return offset + size <= s->size;
}

static const char *read_all(struct rk_reader *r, const struct rk_elf_section *s)
{
	struct part parts[] = {{.least = FUNC_BYTES, .record = read_func},
		{.least = LINE_BYTES, .record = read_line},
		{.least = CORE_BYTES, .record = rk_core_apply}};
	const char *why;
	u32 header;

	if (!s->data || s->size < 24)
		return "header is cut short";
	header = le32(s->data + 4);
	if ((s->data[0] | s->data[1] << 8) != MAGIC || s->data[2] != 1 || header > s->size)
		return "no BTF.ext header";
	r->max_lines = (u32)(s->size / LINE_BYTES);
	r->lines = rk_alloc_array(r->a, r->max_lines, sizeof(*r->lines));
	for (u32 i = 0; i < RK_ARRAY_SIZE(parts); i++) {
		if (i == 2 && header < 32)
			break; /* older compilers: no CO-RE part */
		if (s->size < 16 + 8 * i || !part_at(s, header, 8 + 8 * i, &parts[i]))
			return "a part is outside the section";
		if ((why = read_part(r, parts[i])))
			return why;
	}
	return NULL;
}

int rk_ext_read(struct rk_reader *r)
{
	const struct rk_elf_section *s = rk_elf_find(&r->elf, ".BTF.ext");
	const char *why;

	if (!s || !r->obj->btf.n)
		return RK_OK;
	why = read_all(r, s);
	if (why) {
		rk_diag_add(r->diags, RK_DIAG_BAD_BTF, NULL, (struct rk_loc){.insn = -1},
			".BTF.ext: %s", why);
		return RK_EINPUT;
	}
	spread_lines(r);
	return RK_OK;
}
