/* SPDX-License-Identifier: MIT */
/*
 * Counterexamples: the file names a program and what the world answers it; the object is read
 * again, and the interpreter's run must ask the same questions in the same order.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "counterexample.h"
#include "obj/prog.h"
#include "witness.h"

struct play {
	struct rk_arena a;
	struct rk_obj obj;
	struct rk_btf btf;
	const struct rk_prog *p;
	struct rk_witness w;
	json_t *json;
};

static int bad(const char *file, const char *what)
{
	rk_fail("run", RK_EINPUT, "%s: %s", file, what);
	return RK_EXIT_USAGE;
}

static bool text_number(const json_t *o, const char *key, u64 *n)
{
	const char *s = json_string_value(json_object_get(o, key));
	char *end;

	if (!s || !*s)
		return false;
	*n = *s == '-' ? (u64)strtoll(s, &end, 0) : strtoull(s, &end, 0);
	return !*end;
}

static bool small_number(const json_t *o, const char *key, u32 most, u32 *n)
{
	const json_t *v = json_object_get(o, key);

	if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > most)
		return false;
	*n = (u32)json_integer_value(v);
	return true;
}

static bool read_answer(const json_t *o, struct rk_answer *x)
{
	const char *of = json_string_value(json_object_get(o, "of"));
	u32 asked = 0, size;
	u64 offset;

	while (of && asked < RK_N_ASKED && strcmp(of, rk_asked_name((u8)asked)))
		asked++;
	if (!of || asked == RK_N_ASKED || !small_number(o, "insn", INT32_MAX, &x->insn) ||
		!small_number(o, "object", INT32_MAX, &x->object) ||
		!small_number(o, "size", 8, &size) || !text_number(o, "offset", &offset) ||
		!text_number(o, "value", &x->value))
		return false;
	x->asked = (u8)asked;
	x->size = (u8)size;
	x->offset = (s64)offset;
	return true;
}

static bool read_witness(struct play *y)
{
	const json_t *answers = json_object_get(y->json, "answers");
	u32 changing;

	if (!json_is_array(answers) || json_array_size(answers) > 1 << 16 ||
		!small_number(y->json, "insn", INT32_MAX, &y->w.insn) ||
		!small_number(y->json, "changing", 1, &changing))
		return false;
	y->w.changing = changing;
	y->w.n = y->w.cap = (u32)json_array_size(answers);
	y->w.answers = rk_alloc_array(&y->a, y->w.n + 1, sizeof(*y->w.answers));
	for (u32 i = 0; i < y->w.n; i++)
		if (!read_answer(json_array_get(answers, i), &y->w.answers[i]))
			return false;
	return true;
}

static bool read_target(struct play *y, const char *path, struct rk_obj_opts *opts)
{
	struct rk_kernel unused = {0};
	const char *why;

	if (!path)
		return true;
	if (rk_kernel_types(&unused, &y->btf, &y->a, path, &why))
		return bad(path, why) == RK_EXIT_OK;
	opts->target = &y->btf;
	return true;
}

static int read_object(struct play *y, const char *path, const char *target_btf)
{
	const char *name = json_string_value(json_object_get(y->json, "program")), *why;
	struct rk_obj_opts opts = {.arch = RK_ARCH_SELF};
	struct rk_diags diags;
	size_t size;
	u8 *bytes;

	if (!read_target(y, target_btf, &opts))
		return RK_EXIT_USAGE;
	rk_diags_init(&diags, &y->a, path);
	if (rk_file_read(&y->a, path, &bytes, &size, &why))
		return bad(path, why);
	if (rk_obj_read(&y->obj, &y->a, bytes, size, &opts, &diags))
		return bad(path, diags.first ? diags.first->text : "is no BPF object");
	y->obj.path = path;
	for (u32 i = 0; name && i < y->obj.n_progs; i++)
		if (!strcmp(y->obj.progs[i].name, name))
			y->p = &y->obj.progs[i];
	return y->p ? RK_EXIT_OK : bad(path, "the counterexample's program is not in it");
}

static int play(struct play *y, const char *file)
{
	u32 insn = y->w.insn;
	const char *why;
	struct rk_loc at;

	if (!rk_witness_replay(&y->w, &y->a, y->p, &why))
		return bad(file, why);
	at = rk_prog_loc(y->p, y->w.insn);
	if (at.file && at.line)
		fprintf(stderr, "%s:%u:%u: ", at.file, at.line, at.column);
	fprintf(stderr, "fault at instruction %u: %s\n", y->w.insn, y->w.fault);
	return y->w.insn == insn ? RK_EXIT_FAIL : bad(file, "it was found for another instruction");
}

int rk_counterexample(const char *object, const char *file, const char *target_btf)
{
	struct play *y = calloc(1, sizeof(*y));
	json_error_t error;
	int status;

	if (!y)
		return rk_fail("run", RK_ENOMEM, "%s", rk_strerror(RK_ENOMEM));
	rk_arena_init(&y->a);
	y->json = json_load_file(file, 0, &error);
	if (!y->json)
		status = bad(file, error.text);
	else if (!read_witness(y))
		status = bad(file, "is no counterexample of rkverify");
	else
		status = read_object(y, object, target_btf);
	if (status == RK_EXIT_OK)
		status = play(y, file);
	json_decref(y->json);
	rk_arena_fini(&y->a);
	free(y);
	return status;
}
