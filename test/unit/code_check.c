// SPDX-License-Identifier: MIT
/*
 * rk_code_check: accepts code as compilers write it, refuses each mutant of code_check.def by the
 * rule that the row names, and every rule of check.def has a mutant on every target it names.
 */
#include <stdio.h>
#include <string.h>
#include "check.h"
#include "code_check_samples.h"
#include "rk/tables.h"

#define X86 RK_ARCH_X86_64
#define ARM RK_ARCH_AARCH64

enum { X = 1, A = 2, MAX_TEXT = 1024, MAX_ROWS = 8 };

enum edit {
	NONE,
	ARCH,
	SIZE,
	ENTRY,
	NO_FUNCS,
	FUNC_OFFSET,
	FUNC_SIZE,
	NO_RELOC,
	RELOC_TWICE,
	RELOC_OFFSET,
	RELOC_KIND,
	RELOC_IMPORT,
	IMPORT_KIND,
	LIMIT,
};

/* One program with room to be edited. */
struct subject {
	u8 text[MAX_TEXT];
	struct rkb_reloc relocs[MAX_ROWS];
	struct rk_code_func funcs[2];
	struct rkb_import imports[1];
	struct rk_code code;
	struct rk_check_limits limits;
};

struct sample {
	const char *name;
	enum rk_arch arch;
	const u8 *text;
	u32 size, stack; /* native stack, counted by hand */
	struct rk_code_func funcs[2];
	struct rkb_reloc relocs[MAX_ROWS];
	u32 n_relocs;
};

#define TEXT(bytes) bytes, sizeof(bytes)
#define CALL RKB_RELOC_CALL, 0
#define RET RKB_RELOC_RET, 0

/* clang-format off */
static const struct sample samples[] = {
	/* push, push, 24 bytes, call, push; and the address the caller pushed */
	{"x86_sample", X86, TEXT(x86_sample), 8 + 8 + 8 + 24 + 8 + 8,
		{{"entry", 0, 0x3e}, {"sub", 0x40, 0x1a}},
		{{0x29, CALL}, {0x39, RET}, {0x55, RET}}, 3},
	{"arm_sample", ARM, TEXT(arm_sample), 32 + 16,
		{{"entry", 0, 0x40}, {"sub", 0x48, 0x18}}, {{0x2c, CALL}}, 1},
	{"x86_compiled", X86, TEXT(x86_compiled), 8 + 120 + 8 + 24,
		{{"entry", 0, 0x146}, {"mean", 0x150, 0x10b}},
		{{0xa9, CALL}, {0x13f, RET}, {0x173, RET}, {0x17d, RET}, {0x256, RET}}, 5},
	{"arm_compiled", ARM, TEXT(arm_compiled), 128,
		{{"entry", 0, 0x16c}, {"mean", 0x16c, 0xa4}}, {{0xa0, CALL}}, 1},
};
/* clang-format on */

struct mutant {
	int line;
	enum rk_arch arch;
	enum rk_ck_rule rule;
	u32 at;
	enum edit edit;
	s64 x, y;
	u8 n, bytes[16];
};

#define MUTANT(arch, rule, at, edit, x, y, ...)                                                    \
	{__LINE__, arch, CK_##rule, at, edit, x, y, sizeof((u8[]){0, ##__VA_ARGS__}) - 1,          \
		{__VA_ARGS__}},
static const struct mutant mutants[] = {
#include "code_check.def"
};
#undef MUTANT

static const struct {
	const char *name;
	int targets;
} rules[] = {
	{"", 0},
#define CHECK_RULE(id, name, targets, text) {name, targets},
#include "check.def"
#undef CHECK_RULE
};

static int failures;

static void fill(struct subject *s, const struct sample *from)
{
	memset(s, 0, sizeof(*s));
	memcpy(s->text, from->text, from->size);
	memcpy(s->relocs, from->relocs, sizeof(s->relocs));
	memcpy(s->funcs, from->funcs, sizeof(s->funcs));
	s->imports[0] = (struct rkb_import){.kind = RK_IMPORT_HELPER, .id = 1};
	s->code = (struct rk_code){.arch = from->arch,
		.text = s->text,
		.size = from->size,
		.relocs = s->relocs,
		.n_relocs = from->n_relocs,
		.imports = s->imports,
		.n_imports = 1,
		.funcs = s->funcs,
		.n_funcs = 2};
	s->limits.native_stack = RK_NATIVE_STACK;
}

static void edit(struct subject *s, const struct mutant *m)
{
	struct rk_code *c = &s->code;
	u32 i = m->x < 0 ? c->n_relocs - 1 : (u32)m->x, v = (u32)m->y;

	memcpy(s->text + m->at, m->bytes, m->n);
	switch (m->edit) {
	case NONE: break;
	case ARCH: c->arch = i; break;
	case SIZE: c->size = i; break;
	case ENTRY: c->entry = i; break;
	case NO_FUNCS: c->n_funcs = 0; break;
	case FUNC_OFFSET: s->funcs[i].offset = v; break;
	case FUNC_SIZE: s->funcs[i].size = v; break;
	case NO_RELOC:
		c->n_relocs--;
		memmove(s->relocs + i, s->relocs + i + 1, (c->n_relocs - i) * sizeof(*s->relocs));
		break;
	case RELOC_TWICE: s->relocs[c->n_relocs++] = s->relocs[0]; break;
	case RELOC_OFFSET: s->relocs[i].offset = v; break;
	case RELOC_KIND: s->relocs[i].kind = (u16)v; break;
	case RELOC_IMPORT: s->relocs[i].import = (u16)v; break;
	case IMPORT_KIND: s->imports[i].kind = (u16)v; break;
	case LIMIT: s->limits.native_stack = i; break;
	}
}

static void accept(struct rk_arena *a, const struct sample *from)
{
	struct subject s;
	const char *why = "";

	fill(&s, from);
	if (rk_code_check(&s.code, a, &s.limits, &why)) {
		fprintf(stderr, "%s: refused: %s\n", from->name, why);
		failures++;
	} else if (s.code.native_stack != from->stack) {
		fprintf(stderr, "%s: native stack %u, not %u\n", from->name, s.code.native_stack,
			from->stack);
		failures++;
	}
}

static bool names_rule(const char *why, enum rk_ck_rule rule)
{
	const char *at = strrchr(why, '[');
	size_t n = strlen(rules[rule].name);

	return at && !strncmp(at + 1, rules[rule].name, n) && !strcmp(at + 1 + n, "]");
}

static void refuse(struct rk_arena *a, const struct mutant *m)
{
	struct subject s;
	const char *why = "accepted";
	int err;

	fill(&s, &samples[m->arch == X86 ? 0 : 1]);
	edit(&s, m);
	err = rk_code_check(&s.code, a, &s.limits, &why);
	if (err == RK_ECHECK && names_rule(why, m->rule))
		return;
	fprintf(stderr, "code_check.def:%d: expected [%s]: %s (%d)\n", m->line, rules[m->rule].name,
		why, err);
	failures++;
}

static void check_coverage(void)
{
	for (int rule = 1; rule < CK_RULES; rule++)
		for (int t = X; t <= A; t <<= 1) {
			bool found = !(rules[rule].targets & t);

			for (size_t i = 0; i < RK_ARRAY_SIZE(mutants) && !found; i++)
				found = (int)mutants[i].rule == rule && (int)mutants[i].arch == t;
			if (found)
				continue;
			fprintf(stderr, "no mutant for [%s] on target %d\n", rules[rule].name, t);
			failures++;
		}
}

int main(void)
{
	struct rk_arena a;

	rk_arena_init(&a);
	for (size_t i = 0; i < RK_ARRAY_SIZE(samples); i++)
		accept(&a, &samples[i]);
	for (size_t i = 0; i < RK_ARRAY_SIZE(mutants); i++)
		refuse(&a, &mutants[i]);
	check_coverage();
	rk_arena_fini(&a);
	return failures != 0;
}
