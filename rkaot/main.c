// SPDX-License-Identifier: MIT
/* rkaot: compile without signing, look at code, check a blob's code again. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "image.h"
#include "rk/tables.h"
#include "target.h"

enum { MAX_TARGETS = 2, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

static const char usage[] =
	"usage: rkaot build FILE.bpf.o -o OUT.rkb [--target x86_64|aarch64]... [--program NAME]\n"
	"                   [--target-btf FILE]\n"
	"       rkaot dump FILE.bpf.o|FILE.rkb [--target ARCH] [--program NAME] [--target-btf "
	"FILE] [--ir] [--O0]\n"
	"       rkaot check FILE.rkb\n"
	"       rkaot --help | --version\n"
	"\n"
	"build verifies, compiles and checks every program of an object and writes one unsigned "
	"image\n"
	"per program and target. dump shows machine code beside its source (--ir: the optimised "
	"LLVM\n"
	"IR). check runs the machine-code check on each image of a blob.\n"
	"Exit: 0 done, 1 a program or its code was refused, 2 usage or unreadable input.\n";

struct options {
	const char *output, *program, *btf;
	enum rk_arch targets[MAX_TARGETS];
	u32 n_targets;
	bool ir;
	enum rk_lower lower;
};

struct tool {
	struct rk_arena arena;
	const struct options *o;
	const char *file;
	u8 *bytes;
	size_t size;
	FILE *out; /* build: the blob */
	u32 seen;  /* programs that --program selected */
};

static int complain(const char *file, const char *what, const char *why)
{
	fprintf(stderr, "%s: error: %s%s%s\n", file, what, why ? ": " : "", why ? why : "");
	return EXIT_REFUSED;
}

static void print_diags(const struct rk_diags *d)
{
	for (const struct rk_diag *e = d->first; e; e = e->next)
		rk_diag_print(stderr, d, e, false);
}

static int write_blob(struct tool *t, const struct rk_prog *p, const struct rk_result *r,
	const struct rk_code *code)
{
	struct rk_blob_info info = {
		.cost_core = code->arch == RK_ARCH_X86_64 ? "x86-64" : "cortex-a72"};
	u8 *image;
	size_t size;
	int err = rk_blob_write(&t->arena, p, r, code, &info, &image, &size);

	if (err)
		return complain(p->name, "blob cannot be written", rk_strerror(err));
	return fwrite(image, size, 1, t->out) == 1 ? 0
						   : complain(t->o->output, "write failed", NULL);
}

/* Verify and compile one program; dump or write it. */
static int do_program(struct tool *t, const struct rk_prog *p, enum rk_arch arch)
{
	struct rk_verify_opts vo = {
		.robot = RK_IS_ROBOT, .core = arch == RK_ARCH_X86_64 ? "x86-64" : "cortex-a72"};
	struct rk_aot_opts ao = {.arch = arch, .lower = t->o->lower, .dump_ir = t->o->ir};
	struct rk_check_limits limits = {.native_stack = RK_NATIVE_STACK};
	struct rk_diags diags;
	struct rk_result r;
	struct rk_code code;
	const char *why = NULL;
	int err;

	rk_diags_init(&diags, &t->arena, t->file);
	err = rk_verify(&r, &t->arena, p, &vo, &diags);
	if (!err && r.verdict == RK_ACCEPT)
		err = rk_aot_runnable(p, &r, &diags);
	print_diags(&diags);
	if (err || r.verdict != RK_ACCEPT)
		return EXIT_REFUSED;
	if (rk_aot_compile(&code, &t->arena, p, &r, &ao, &why))
		return complain(p->name, "not compiled", why);
	if (t->o->ir)
		return 0;
	if (t->o->lower == RK_LOWER_O2 && rk_code_check(&code, &t->arena, &limits, &why))
		return complain(p->name, "machine code refused", why);
	if (t->out)
		return write_blob(t, p, &r, &code);
	rk_code_dump(stdout, &code, p);
	return 0;
}

static int read_btf(struct tool *t, struct rk_btf *out)
{
	const char *why = NULL;
	size_t size;
	u8 *bytes = rk_read_file(&t->arena, t->o->btf, &size);

	if (bytes && !rk_btf_read(out, &t->arena, bytes, size, &why))
		return 0;
	complain(t->o->btf, "BTF cannot be read", bytes ? why : strerror(errno));
	return EXIT_USAGE;
}

static int do_object(struct tool *t, enum rk_arch arch)
{
	struct rk_obj_opts oo = {.arch = arch};
	struct rk_diags diags;
	struct rk_btf target;
	struct rk_obj obj;
	int worst = 0;

	rk_diags_init(&diags, &t->arena, t->file);
	if (t->o->btf) {
		if (read_btf(t, &target))
			return EXIT_USAGE;
		oo.target = &target;
	}
	if (rk_obj_read(&obj, &t->arena, t->bytes, t->size, &oo, &diags)) {
		print_diags(&diags);
		return EXIT_USAGE;
	}
	print_diags(&diags);
	worst = diags.n ? EXIT_REFUSED : 0;
	for (u32 i = 0; i < obj.n_progs; i++) {
		if (t->o->program && strcmp(t->o->program, obj.progs[i].name))
			continue;
		t->seen++;
		if (do_program(t, &obj.progs[i], arch))
			worst = EXIT_REFUSED;
	}
	return worst;
}

static int each_image(struct tool *t, int (*fn)(struct tool *t, struct rk_image *im))
{
	const char *why = NULL;
	size_t at = 0;
	int worst = 0;

	do {
		struct rk_image im;

		if (rk_image_read(&im, &t->arena, t->bytes + at, t->size - at, &why)) {
			complain(t->file, why, NULL);
			return EXIT_USAGE;
		}
		at += im.size;
		if (t->o->program && strcmp(t->o->program, im.prog.name))
			continue;
		if (t->o->n_targets && t->o->targets[0] != im.code.arch)
			continue;
		t->seen++;
		if (fn(t, &im))
			worst = EXIT_REFUSED;
	} while (at < t->size);
	return worst;
}

static int dump_image(struct tool *t, struct rk_image *im)
{
	rk_code_dump(stdout, &im->code, &im->prog);
	return 0;
}

static int check_image(struct tool *t, struct rk_image *im)
{
	struct rk_check_limits limits = {.native_stack = RK_NATIVE_STACK};
	const struct rk_target *target = rk_target(im->code.arch);
	const char *why = NULL;

	if (rk_code_check(&im->code, &t->arena, &limits, &why))
		return complain(im->prog.name, "machine code refused", why);
	printf("%s: %s, %u bytes of code, %u bytes of native stack: passes\n", im->prog.name,
		target ? target->name : "?", im->code.size, im->code.native_stack);
	return 0;
}

static bool is_blob(const struct tool *t)
{
	return t->size < 4 || memcmp(t->bytes, "\177ELF", 4);
}

static int cmd_dump(struct tool *t)
{
	if (is_blob(t))
		return each_image(t, dump_image);
	return do_object(t, t->o->n_targets ? t->o->targets[0] : RK_ARCH_X86_64);
}

static int cmd_check(struct tool *t)
{
	return each_image(t, check_image);
}

static int cmd_build(struct tool *t)
{
	int worst = 0;

	if (!t->o->output) {
		fputs("rkaot build: -o OUT.rkb is missing\n", stderr);
		return EXIT_USAGE;
	}
	if (!(t->out = fopen(t->o->output, "wb"))) {
		complain(t->o->output, strerror(errno), NULL);
		return EXIT_USAGE;
	}
	for (u32 i = 0; i < (t->o->n_targets ? t->o->n_targets : 1) && !worst; i++)
		worst = do_object(t, t->o->n_targets ? t->o->targets[i] : RK_ARCH_X86_64);
	if (fclose(t->out) && !worst)
		worst = complain(t->o->output, "write failed", NULL);
	if (worst)
		remove(t->o->output);
	return worst;
}

static const struct {
	const char *name;
	int (*fn)(struct tool *t);
} commands[] = {{"build", cmd_build}, {"dump", cmd_dump}, {"check", cmd_check}};

static bool add_target(struct options *o, const char *name)
{
	const struct rk_target *t = rk_target_named(name);

	if (!t || o->n_targets == MAX_TARGETS) {
		fprintf(stderr, "rkaot: unknown or repeated target '%s'\n", name);
		return false;
	}
	o->targets[o->n_targets++] = t->arch;
	return true;
}

static int parse(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {{"target", required_argument, NULL, 't'},
		{"program", required_argument, NULL, 'p'},
		{"target-btf", required_argument, NULL, 'b'}, {"ir", no_argument, NULL, 'i'},
		{"O0", no_argument, NULL, '0'}, {"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'v'}, {0}};
	int c;

	while ((c = getopt_long(argc, argv, "o:", longs, NULL)) != -1) {
		switch (c) {
		case 'o': o->output = optarg; break;
		case 't':
			if (!add_target(o, optarg))
				return EXIT_USAGE;
			break;
		case 'p': o->program = optarg; break;
		case 'b': o->btf = optarg; break;
		case 'i': o->ir = true; break;
		case '0': o->lower = RK_LOWER_O0; break;
		case 'h': fputs(usage, stdout); exit(0);
		case 'v': puts("rkaot " RK_VERSION); exit(0);
		default: fputs(usage, stderr); return EXIT_USAGE;
		}
	}
	return 0;
}

static int run(struct tool *t, const char *command, const char *file)
{
	t->file = file;
	t->bytes = rk_read_file(&t->arena, file, &t->size);
	if (!t->bytes) {
		complain(file, strerror(errno), NULL);
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < RK_ARRAY_SIZE(commands); i++) {
		int err;

		if (strcmp(commands[i].name, command))
			continue;
		err = commands[i].fn(t);
		if (!err && !t->seen)
			err = complain(file, "no program was selected", NULL);
		return err;
	}
	fprintf(stderr, "rkaot: unknown command '%s'\n%s", command, usage);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	struct options o = {.lower = RK_LOWER_O2};
	struct tool t = {.o = &o};
	int err = parse(&o, argc, argv);

	if (err)
		return err;
	if (argc - optind != 2) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	rk_arena_init(&t.arena);
	err = run(&t, argv[optind], argv[optind + 1]);
	rk_arena_fini(&t.arena);
	return err;
}
