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
 *
 * The runtime has the hashes alone, in contract.def. This checks that they are those of the texts,
 * and that there are no others; `contract print` writes the file.
 */
#include <stdio.h>
#include <string.h>

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

/* The offsets are asserted in abi.h. */
static const struct text environments[] = {
	{RK_ENV_VERSION, "env v1 prog 0 stack 8 cpu 16 maps 32 map 0 base 8 each 16 stride 8"},
};

static const struct {
	const char *name;
	u16 kind;
	const struct text *rows;
	size_t n;
} kinds[] = {
	{"HELPER", RK_IMPORT_HELPER, helpers, RK_ARRAY_SIZE(helpers)},
	{"MAP", RK_IMPORT_MAP, maps, RK_ARRAY_SIZE(maps)},
	{"HOOK", RK_IMPORT_HOOK, hooks, RK_ARRAY_SIZE(hooks)},
	{"ENV", RK_IMPORT_ENV, environments, RK_ARRAY_SIZE(environments)},
};

static void add_fields(struct rk_sha3 *s, const struct rk_hook_row *row)
{
	for (u32 i = 0; i < row->n_fields; i++) {
		const struct rk_ctx_field *f = &row->fields[i];
		char line[128];
		int n = snprintf(line, sizeof(line), "\n%s %u %u %u %u", f->name, f->offset,
			f->size, f->elem, f->writable);

		rk_sha3_add(s, line, (size_t)n);
	}
}

static void hash(u16 kind, const struct text *row, u8 out[8])
{
	struct rk_sha3 s;
	u8 digest[32];

	rk_sha3_init(&s);
	rk_sha3_add(&s, row->text, strlen(row->text));
	if (kind == RK_IMPORT_HOOK)
		add_fields(&s, rk_hook_row((u8)row->id));
	rk_sha3_end(&s, digest);
	memcpy(out, digest, 8);
}

/* "map 1 HASH", without what makes the hash. */
static void print_row(const char *kind, const struct text *row, const u8 hash[8])
{
	const char *version = strstr(row->text, " v");
	int words = (int)(version ? (size_t)(version - row->text) : strlen(row->text));

	printf("CONTRACT(%s, 0x%x, 0x", kind, row->id);
	for (int i = 0; i < 8; i++)
		printf("%02x", hash[i]);
	printf(") /* %.*s */\n", words, row->text);
}

static void print_head(void)
{
	puts("/* SPDX-License-Identifier: MIT */\n"
	     "/*\n"
	     " * CONTRACT(kind, id, hash): the contract of each runnable row of the other tables, "
	     "most\n"
	     " * significant byte first. Made from them by test/unit/contract.c, which says of "
	     "what, and fails\n"
	     " * where they have changed: build/unit/contract print >include/rk/contract.def\n"
	     " */");
}

static int compare(u16 kind, const struct text *row, const u8 want[8])
{
	u8 have[8];

	if (!rk_contract_hash(kind, row->id, have) && !memcmp(have, want, 8))
		return 0;
	printf("contract.def is not of these tables: %s\n", row->text);
	return 1;
}

#define CONTRACT(kind, id, hash) +1
enum {
	IN_TABLE = 0
#include "rk/contract.def"
};
#undef CONTRACT

int main(int argc, char **argv)
{
	bool print = argc == 2 && !strcmp(argv[1], "print");
	size_t total = 0;
	u8 want[8];
	int bad = 0;

	if (print)
		print_head();
	for (size_t k = 0; k < RK_ARRAY_SIZE(kinds); k++) {
		total += kinds[k].n;
		for (size_t i = 0; i < kinds[k].n; i++) {
			hash(kinds[k].kind, &kinds[k].rows[i], want);
			if (print)
				print_row(kinds[k].name, &kinds[k].rows[i], want);
			else
				bad += compare(kinds[k].kind, &kinds[k].rows[i], want);
		}
	}
	if (!print && total != IN_TABLE)
		bad += printf("contract.def has %d rows, not %zu\n", IN_TABLE, total);
	return bad != 0;
}
