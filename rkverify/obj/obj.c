/* SPDX-License-Identifier: MIT */
/* rk_obj_read: the stages in order. */
#include <string.h>
#include "read.h"

enum {
	OPTION_BYTES = 16,
	OPTION_WORST_CASE = 1,
	OPTION_FAIL_ACTION = 2,
	OPTION_RUN_LIMIT = 3,
};

static int refuse(struct rk_reader *r, int id, const char *what, const char *why)
{
	rk_diag_add(r->diags, id, NULL, (struct rk_loc){.insn = -1}, "%s%s", what, why);
	return RK_EINPUT;
}

static int read_btf(struct rk_reader *r)
{
	const struct rk_elf_section *s = rk_elf_find(&r->elf, ".BTF");
	const char *why;

	r->obj->btf = (struct rk_btf){.arena = r->a};
	if (!s)
		return RK_OK;
	if (!s->data)
		return refuse(r, RK_DIAG_BAD_BTF, ".BTF: ", "section without contents");
	if (rk_btf_read(&r->obj->btf, r->a, s->data, s->size, &why))
		return refuse(r, RK_DIAG_BAD_BTF, ".BTF: ", why);
	return RK_OK;
}

static void read_license(struct rk_reader *r)
{
	const struct rk_elf_section *s = rk_elf_find(&r->elf, "license");

	r->obj->license = s && s->data ? rk_strndup(r->a, (const char *)s->data, s->size) : "";
}

static u64 le(const u8 *p, int bytes)
{
	u64 v = 0;

	for (int i = 0; i < bytes; i++)
		v |= (u64)p[i] << 8 * i;
	return v;
}

static void set_option(struct rk_prog *p, u64 kind, u64 value)
{
	if (kind == OPTION_WORST_CASE)
		p->worst_case = value;
	else if (kind == OPTION_FAIL_ACTION)
		p->fail_action = (u32)value;
	else
		p->run_limit_ns = (u32)value;
}

/* .rk.options holds {u32 kind; u32 zero; u64 value} entries, good for all programs of the object.
 */
static int read_options(struct rk_reader *r)
{
	const struct rk_elf_section *s = rk_elf_find(&r->elf, ".rk.options");

	if (!s || !s->data)
		return RK_OK;
	if (s->size % OPTION_BYTES)
		return refuse(r, RK_DIAG_BAD_ELF, ".rk.options: ", "not a multiple of 16 bytes");
	for (u64 at = 0; at < s->size; at += OPTION_BYTES) {
		u64 kind = le(s->data + at, 8), value = le(s->data + at + 8, 8);

		if (kind < OPTION_WORST_CASE || kind > OPTION_RUN_LIMIT)
			return refuse(r, RK_DIAG_BAD_ELF, ".rk.options: ", "unknown option");
		if (kind == OPTION_RUN_LIMIT && (!value || value > U32_MAX))
			return refuse(r, RK_DIAG_BAD_ELF, "RK_RUN_LIMIT: ", "1 to 4294967295 ns");
		for (u32 i = 0; i < r->obj->n_progs; i++)
			set_option(&r->obj->progs[i], kind, value);
	}
	return RK_OK;
}

/* Bad definitions that no program mentions would otherwise go unnoticed. */
static void report_unused_maps(struct rk_reader *r)
{
	for (u32 i = 0; i < r->obj->n_maps; i++)
		if (!r->places[i].referenced && r->places[i].fault.id == RK_DIAG_BAD_MAP)
			refuse(r, RK_DIAG_BAD_MAP, "", r->places[i].fault.text);
}

int rk_obj_read(struct rk_obj *obj, struct rk_arena *a, const void *bytes, size_t size,
	const struct rk_obj_opts *opts, struct rk_diags *diags)
{
	struct rk_reader r = {.obj = obj, .a = a, .opts = opts, .diags = diags};
	const char *why;
	int err;

	*obj = (struct rk_obj){.path = diags->object,
		.arena = a,
		.license = "",
		.target = opts ? opts->target : NULL};
	if (rk_elf_read(&r.elf, a, bytes, size, &why))
		return refuse(&r, RK_DIAG_BAD_ELF, "", why);
	if ((err = read_btf(&r)) || (err = rk_code_read(&r)) || (err = rk_maps_read(&r)))
		return err;
	read_license(&r);
	rk_kconfig_read(&r);
	rk_ksyms_read(&r);
	rk_relocs_apply(&r);
	if ((err = rk_ext_read(&r)))
		return err;
	rk_progs_link(&r);
	report_unused_maps(&r);
	return read_options(&r);
}
