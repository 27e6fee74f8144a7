/* SPDX-License-Identifier: MIT */
/*
 * obj_dump [-q] [-b TARGET_BTF] FILE...: what the object reader makes of a file, for the lit tests
 * of this folder. -q prints diagnostics and a count only. Without arguments it does nothing.
 */
#include <string.h>
#include "obj/prog.h"
#include "rk/map.h"

static void dump(const struct rk_obj *o)
{
	for (u32 i = 0; i < o->n_maps; i++) {
		const struct rk_map_def *m = &o->maps[i];

		printf("map %s type %u key %u value %u entries %u flags %u use %u scope %u layout ",
			m->name, m->type, m->key_size, m->value_size, m->max_entries, m->flags,
			m->use, m->scope);
		for (size_t k = 0; k < sizeof(m->layout_hash); k++)
			printf("%02x", m->layout_hash[k]);
		printf("\n");
	}
	for (u32 i = 0; i < o->n_progs; i++) {
		const struct rk_prog *p = &o->progs[i];

		rk_prog_dump(stdout, p);
		printf("kernel_specific %u ctx_btf %u raw_args %u worst_case %llu fail %u "
		       "run_limit %u\n",
			p->kernel_specific, p->ctx_btf != 0, p->n_raw_args,
			(unsigned long long)p->worst_case, p->fail_action, p->run_limit_ns);
		for (u32 k = 0; k < p->n_poisons; k++)
			printf("poison %u: %s\n", p->poisons[k].insn, p->poisons[k].text);
	}
}

static int read_one(const char *path, const struct rk_btf *target, bool quiet)
{
	struct rk_obj_opts opts = {.arch = RK_ARCH_X86_64, .target = target};
	struct rk_arena a;
	struct rk_diags diags;
	struct rk_obj obj;
	size_t size;
	u8 *bytes;
	int err;

	rk_arena_init(&a);
	rk_diags_init(&diags, &a, path);
	bytes = rk_read_file(&a, path, &size);
	err = bytes ? rk_obj_read(&obj, &a, bytes, size, &opts, &diags) : RK_EIO;
	if (!err && !quiet)
		dump(&obj);
	if (!err && quiet)
		printf("%s: %u programs, %u maps, %zu diagnostics\n", path, obj.n_progs, obj.n_maps,
			diags.n);
	for (const struct rk_diag *e = diags.first; e; e = e->next)
		rk_diag_print(stderr, &diags, e, false);
	err |= diags.n != 0;
	rk_arena_fini(&a);
	return err != 0;
}

int main(int argc, char **argv)
{
	struct rk_arena a;
	struct rk_btf btf, *target = NULL;
	const char *why = "cannot be read";
	bool quiet = false;
	size_t size;
	int bad = 0;

	rk_arena_init(&a);
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-q")) {
			quiet = true;
		} else if (!strcmp(argv[i], "-b") && i + 1 < argc) {
			u8 *bytes = rk_read_file(&a, argv[++i], &size);

			if (!bytes || rk_btf_read(&btf, &a, bytes, size, &why)) {
				fprintf(stderr, "%s: %s\n", argv[i], why);
				return 2;
			}
			target = &btf;
		} else {
			bad |= read_one(argv[i], target, quiet);
		}
	}
	rk_arena_fini(&a);
	return bad;
}
