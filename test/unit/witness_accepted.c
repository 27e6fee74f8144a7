/* SPDX-License-Identifier: MIT */
/*
 * witness_accepted OBJECT...: programs that are accepted must not fault in the world of
 * counterexamples, whatever it answers: rules stricter than the verifier's would make runs of
 * rejected programs show nothing. Of kernel types it takes the running kernel's.
 */
#include <stdio.h>
#include <stdlib.h>
#include "world.h"

enum { RUNS = 500 };

static u32 faults(const struct rk_prog *p, const char *path)
{
	struct rk_witness t = {.cap = WORLD_ANSWERS};
	struct rk_arena a;
	struct world *w;
	u32 n = 0;

	rk_arena_init(&a);
	w = rk_alloc(&a, sizeof(*w));
	t.answers = rk_alloc_array(&a, WORLD_ANSWERS, sizeof(*t.answers));
	if (world_make(w, &a, p)) {
		w->witness = &t;
		for (u32 i = 0; i < RUNS && !n; i++)
			n += world_run(w);
	}
	if (n)
		printf("%s: %s: %s at instruction %u\n", path, p->name, w->fault, w->fault_insn);
	world_end(w);
	rk_arena_fini(&a);
	return n;
}

static u8 *file(struct rk_arena *a, const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	u8 *bytes = rk_alloc(a, 1 << 20);

	*size = f ? fread(bytes, 1, 1 << 20, f) : 0;
	if (f)
		fclose(f);
	return bytes;
}

static u32 play(const char *path, const struct rk_obj_opts *opts)
{
	struct rk_obj *obj = calloc(1, sizeof(*obj));
	struct rk_diags diags;
	struct rk_arena a;
	size_t size;
	u32 n = 0;
	u8 *bytes;

	rk_arena_init(&a);
	rk_diags_init(&diags, &a, path);
	bytes = file(&a, path, &size);
	if (!obj || rk_obj_read(obj, &a, bytes, size, opts, &diags))
		n = 1;
	if (n)
		printf("%s: is not read\n", path);
	for (u32 i = 0; !n && i < obj->n_progs; i++)
		n += faults(&obj->progs[i], path);
	rk_arena_fini(&a);
	free(obj);
	return n;
}

int main(int argc, char **argv)
{
	struct rk_obj_opts opts = {.arch = RK_ARCH_SELF};
	struct rk_kernel kernel = {0};
	struct rk_btf btf;
	struct rk_arena a;
	const char *why;
	u32 n = 0;

	rk_arena_init(&a);
	if (argc > 1 && !rk_kernel_types(&kernel, &btf, &a, "/sys/kernel/btf/vmlinux", &why))
		opts.target = &btf;
	for (int i = 1; i < argc; i++)
		n += play(argv[i], &opts);
	rk_arena_fini(&a);
	return n != 0;
}
