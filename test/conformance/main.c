// SPDX-License-Identifier: MIT
/*
 * rk-conformance: runs bytecode of the ISA conformance suite on one engine. Single mode: program as
 * hex on standard input, memory as hex in the argument, r0 as hex out. Batch mode (--jsonl): one
 * object per line in, one out. --random: random programs against the interpreter.
 */
#include <getopt.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "engine.h"
#include "mutate.h"
#include "random.h"

static const char usage[] =
	"usage: rk-conformance --engine interp|aot-O0|aot-O2|aot-opaque [--arch x86_64|aarch64]\n"
	"                      [--jsonl | MEMORY_HEX] < input\n"
	"       rk-conformance --engine ENGINE [--arch ARCH] --random COUNT [--seed N] "
	"[--verified [--checks]]\n"
	"       rk-conformance --mutate COUNT [--seed N] [--kernel] [--target-btf FILE] "
	"[OBJECT...]\n";

static int digit(char c)
{
	const char *digits = "0123456789abcdef", *at;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* Bytes of a hex text (white space between bytes is skipped); NULL where it is none. */
static u8 *parse_hex(struct rk_arena *a, const char *text, u32 *n)
{
	u8 *out = rk_alloc(a, strlen(text) / 2 + 1);

	*n = 0;
	for (;;) {
		text += strspn(text, " \t\r\n");
		if (!*text)
			return out;
		if (digit(text[0]) < 0 || digit(text[1]) < 0)
			return NULL;
		out[(*n)++] = (u8)(digit(text[0]) << 4 | digit(text[1]));
		text += 2;
	}
}

static int run_hex(struct engine *e, struct rk_arena *a, const char *insns, const char *mem,
	u64 *r0, const char **why)
{
	u32 n_code, n_mem;
	u8 *code = parse_hex(a, insns, &n_code), *data = parse_hex(a, mem, &n_mem);
	struct run_result result;
	struct rk_prog p;

	*why = "input is not hex";
	if (!code || !data)
		return -1;
	*why = "program is not a multiple of 8 bytes";
	if (n_code % 8 || rk_prog_from_bytes(&p, a, code, n_code / 8, why) ||
		engine_run(e, a, &p, data, n_mem, 1, &result, why))
		return -1;
	*r0 = result.r0;
	return 0;
}

static int run_single(struct engine *e, const char *mem)
{
	struct rk_arena a;
	const char *why;
	char *text = NULL;
	size_t room = 0;
	ssize_t n = getdelim(&text, &room, 0, stdin);
	u64 r0 = 0;
	int err;

	rk_arena_init(&a);
	err = run_hex(e, &a, n > 0 ? text : "", mem, &r0, &why);
	if (err)
		fprintf(stderr, "error: %s\n", why);
	else
		printf("%llx\n", (unsigned long long)r0);
	rk_arena_fini(&a);
	free(text);
	return err ? 1 : 0;
}

static const char *member(json_t *row, const char *name)
{
	const char *s = json_string_value(json_object_get(row, name));

	return s ? s : "";
}

static void run_row(struct engine *e, json_t *row)
{
	json_t *out = json_object();
	struct rk_arena a;
	const char *why;
	char text[32];
	u64 r0 = 0;

	rk_arena_init(&a);
	json_object_set_new(out, "name", json_string(member(row, "name")));
	if (run_hex(e, &a, member(row, "insns_hex"), member(row, "mem_hex"), &r0, &why)) {
		json_object_set_new(out, "error", json_string(why));
	} else {
		snprintf(text, sizeof(text), "0x%llx", (unsigned long long)r0);
		json_object_set_new(out, "r0", json_string(text));
	}
	json_dumpf(out, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(out);
	rk_arena_fini(&a);
}

static int run_batch(struct engine *e)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	while ((n = getline(&line, &room, stdin)) > 0) {
		json_t *row;

		if (line[strspn(line, " \t\r\n")] == 0)
			continue;
		row = json_loads(line, 0, NULL);
		if (!json_is_object(row)) {
			fprintf(stderr, "error: a line is not a JSON object\n");
			json_decref(row);
			free(line);
			return 1;
		}
		run_row(e, row);
		json_decref(row);
	}
	free(line);
	return 0;
}

static enum rk_arch parse_arch(const char *name)
{
	if (!strcmp(name, "x86_64"))
		return RK_ARCH_X86_64;
	return !strcmp(name, "aarch64") ? RK_ARCH_AARCH64 : RK_ARCH_NONE;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {{"engine", required_argument, NULL, 'e'},
		{"arch", required_argument, NULL, 'a'}, {"jsonl", no_argument, NULL, 'j'},
		{"random", required_argument, NULL, 'r'}, {"seed", required_argument, NULL, 's'},
		{"verified", no_argument, NULL, 'v'}, {"checks", no_argument, NULL, 'c'},
		{"mutate", required_argument, NULL, 'm'}, {"kernel", no_argument, NULL, 'k'},
		{"target-btf", required_argument, NULL, 'b'}, {"help", no_argument, NULL, 'h'},
		{0}};
	struct mutate_opts mutate = {0};
	struct engine e = {.arch = RK_ARCH_SELF};
	bool jsonl = false, known = false, verified = false;
	u64 seed = 1;
	u32 count = 0;
	int c, err;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'e': known = engine_parse(&e, optarg); break;
		case 'a': e.arch = parse_arch(optarg); break;
		case 'j': jsonl = true; break;
		case 'r': count = (u32)strtoul(optarg, NULL, 0); break;
		case 's': seed = strtoull(optarg, NULL, 0); break;
		case 'c': e.checks = true; break;
		case 'v': verified = true; break;
		case 'm': mutate.count = (u32)strtoul(optarg, NULL, 0); break;
		case 'k': mutate.kernel = true; break;
		case 'b': mutate.target_btf = optarg; break;
		case 'h': fputs(usage, stdout); return 0;
		default: fputs(usage, stderr); return 2;
		}
	}
	if (mutate.count) {
		mutate.seed = seed;
		mutate.files = argv + optind;
		mutate.n_files = argc - optind;
		return mutate_programs(&mutate);
	}
	if (e.interp)
		e.arch = RK_ARCH_SELF;
	if (!known || e.arch == RK_ARCH_NONE || argc - optind > 1) {
		fputs(usage, stderr);
		return 2;
	}
	if (count)
		err = random_compare(&e, seed, count, verified);
	else
		err = jsonl ? run_batch(&e) : run_single(&e, optind < argc ? argv[optind] : "");
	engine_fini(&e);
	return err;
}
