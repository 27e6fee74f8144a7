/* SPDX-License-Identifier: MIT */
/*
 * Contract hashes: what a blob relies on in a row, as canonical ASCII text, hashed with SHA3-256
 * and cut to 8 bytes. The text is the row's own tokens as the .def file spells them (blanks
 * normalised by the preprocessor), without profile, budgets, costs and docs:
 *
 *   helper <id> <name> v<version> A(<arg>, ...) <ret> <btf> <maps> <contexts>
 *   map <id> <name> v<version> <key rule> <value rule> <flags>
 *   hook <id> <prefix> <ctx> <ret min> <ret max> <traits>
 *     followed for struct contexts by one line for each field: \n<name> <offset> <size> <elem> <w>
 *   env v<version> followed by the offsets that machine code inlines
 *   probe <bytes>
 *
 * Only runnable rows have one: no blob can import the others. Texts are part of every blob: a
 * change of a spelling here orphans what was signed before.
 */
#include "rk/abi.h"
#include "rk/sha3.h"
#include "rk/tables.h"

struct text {
	u32 id;
	const char *text;
};

#define RUN_TEXT(id, text) {id, text},
#define VERIFY_TEXT(id, text)

static const struct text helpers[] = {
#define HELPER(                                                                                    \
	id, name, run, args, ret, btf, maps, contexts, cost, per_8b, per_step, version, doc)       \
	run##_TEXT(id, "helper " #id " " #name " v" #version " " #args " " #ret " " btf " " #maps  \
		       " " #contexts)
#include "rk/helper.def"
#undef HELPER
	{RK_PROBE_LD1, "probe 1"},
	{RK_PROBE_LD2, "probe 2"},
	{RK_PROBE_LD4, "probe 4"},
	{RK_PROBE_LD8, "probe 8"},
};

static const struct text maps[] = {
#define MAP_TYPE(name, id, run, key, value, flags, profile, version, doc)                          \
	run##_TEXT(id, "map " #id " " #name " v" #version " " #key " " #value " " #flags)
#include "rk/map.def"
#undef MAP_TYPE
};

static const struct text hooks[] = {
#define HOOK(name, id, prefix, run, ctx, rmin, rmax, traits, budget, doc)                          \
	run##_TEXT(id, "hook " #id " " prefix " " #ctx " " #rmin " " #rmax " " #traits)
#include "rk/hook.def"
};

static const char *text_of(const struct text *rows, size_t n, u32 id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].id == id)
			return rows[i].text;
	return NULL;
}

/* The offsets are asserted in abi.h. */
static const char *env_text(u32 id)
{
	return id == RK_ENV_VERSION
		       ? "env v1 prog 0 stack 8 cpu 16 maps 32 map 0 base 8 each 16 stride 8"
		       : NULL;
}

static void add_text(struct rk_sha3 *s, const char *text)
{
	while (*text)
		rk_sha3_add(s, text++, 1);
}

static void add_number(struct rk_sha3 *s, u32 n)
{
	char digits[11] = {' '};
	u32 len = 0;

	for (u32 rest = n; rest >= 10; rest /= 10)
		len++;
	for (u32 i = ++len; i > 0; i--, n /= 10)
		digits[i] = (char)('0' + n % 10);
	rk_sha3_add(s, digits, len + 1);
}

static void add_fields(struct rk_sha3 *s, const struct rk_hook_row *row)
{
	for (u32 i = 0; i < row->n_fields; i++) {
		const struct rk_ctx_field *f = &row->fields[i];

		add_text(s, "\n");
		add_text(s, f->name);
		add_number(s, f->offset);
		add_number(s, f->size);
		add_number(s, f->elem);
		add_number(s, f->writable);
	}
}

static const char *contract_text(u16 kind, u32 id)
{
	switch (kind) {
	case RK_IMPORT_HELPER: return text_of(helpers, RK_ARRAY_SIZE(helpers), id);
	case RK_IMPORT_MAP: return text_of(maps, RK_ARRAY_SIZE(maps), id);
	case RK_IMPORT_HOOK: return text_of(hooks, RK_ARRAY_SIZE(hooks), id);
	case RK_IMPORT_ENV: return env_text(id);
	default: return NULL;
	}
}

int rk_contract_hash(u16 kind, u32 id, u8 out[8])
{
	const char *text = contract_text(kind, id);
	struct rk_sha3 s;
	u8 digest[32];

	if (!text)
		return RK_ENOENT;
	rk_sha3_init(&s);
	add_text(&s, text);
	if (kind == RK_IMPORT_HOOK)
		add_fields(&s, rk_hook_row((u8)id));
	rk_sha3_end(&s, digest);
	for (u32 i = 0; i < 8; i++)
		out[i] = digest[i];
	return RK_OK;
}
