// SPDX-License-Identifier: MIT
/* What aot.c and load.c share: the pipeline from object file to checked code. */
#include <stdio.h>
#include <string.h>
#include "object.h"

int bench_object_read(struct bench_object *o, const char *path)
{
	struct rk_obj_opts opts = {.arch = RK_ARCH_SELF};
	const u8 *bytes;
	size_t size;
	int err = RK_EIO;

	memset(o, 0, sizeof(*o));
	rk_arena_init(&o->arena);
	rk_diags_init(&o->diags, &o->arena, path);
	bytes = rk_read_file(&o->arena, path, &size);
	if (bytes)
		err = rk_obj_read(&o->obj, &o->arena, bytes, size, &opts, &o->diags);
	if (err)
		fprintf(stderr, "%s: cannot be read\n", path);
	return err;
}

void bench_object_free(struct bench_object *o)
{
	rk_arena_fini(&o->arena);
}

static const struct rk_prog *find(const struct bench_object *o, const char *name)
{
	for (u32 i = 0; i < o->obj.n_progs; i++)
		if (!strcmp(o->obj.progs[i].name, name))
			return &o->obj.progs[i];
	return NULL;
}

int bench_compile(struct bench_object *o, const char *name, struct bench_prog *out)
{
	struct rk_verify_opts verify = {.worst_limit = ~(u64)0, .core = "x86-64"};
	struct rk_aot_opts aot = {.arch = RK_ARCH_SELF};
	struct rk_check_limits limits = {.native_stack = RK_NATIVE_STACK};
	const char *why = "no such program";
	int err = RK_ENOENT;

	memset(out, 0, sizeof(*out));
	out->prog = find(o, name);
	if (out->prog)
		err = rk_verify(&out->result, &o->arena, out->prog, &verify, &o->diags);
	out->accepted = !err && out->result.verdict == RK_ACCEPT;
	aot.naive = !out->accepted;
	if (!err)
		err = rk_aot_compile(&out->code, &o->arena, out->prog, &out->result, &aot, &why);
	if (!err)
		err = rk_code_check(&out->code, &o->arena, &limits, &why);
	if (err)
		fprintf(stderr, "%s: %s\n", name, why);
	return err;
}
