/* SPDX-License-Identifier: MIT */
/*
 * rkverify: options, one report per object, exit code. 0: all programs accepted; 1: something was
 * not; 2: usage or unreadable input. All judgement is the library's.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "confirm.h"
#include "rk/blob.h"
#include "obj/target.h"
#include "report.h"
#include "rk/tables.h"

enum { EXIT_ACCEPTED, EXIT_REFUSED, EXIT_USAGE };

struct options {
	const struct rk_format *format;
	const char *program, *hook, *target_btf, *config, *target_profile;
	struct rk_target robot;
	struct rk_btf records, headers;
	struct rk_kernel kernel;
	bool explain_accept, stats, dump;
	struct rk_obj_opts obj;
	struct rk_verify_opts verify;
	bool printed;        /* some diagnostic is out: SARIF needs a comma */
	const char *witness; /* file for the first counterexample */
	bool kept;
};

#define OPTIONS                                                                                    \
	OPT(FORMAT, "format", "FORMAT", "text (default), json, github, junit or sarif")            \
	OPT(JSON, "json", NULL, "the same as --format json")                                       \
	OPT(PROGRAM, "program", "NAME", "only the program of this name")                           \
	OPT(HOOK, "hook", "CLASS", "take every program for this section, such as timer/1ms")       \
	OPT(BTF, "target-btf", "FILE",                                                             \
		"types of the target kernel (/sys/kernel/btf/vmlinux[,MODULE])")                   \
	OPT(ROBOT, "target-profile", "NAME", "the robot of 'rk target add NAME HOST'")             \
	OPT(CONFIG, "kernel-config", "FILE", "the target kernel's .config, for CONFIG_ externs")   \
	OPT(SYMBOLS, "kernel-symbols", "FILE",                                                     \
		"the target kernel's /proc/kallsyms, for kernel symbols without a type")           \
	OPT(ARCH, "arch", "ARCH", "x86_64 (default) or aarch64")                                   \
	OPT(CORE, "core", "NAME", "cost table of the estimate in ns: x86-64, cortex-a53, ...")     \
	OPT(WORST, "worst-case", "N", "limit of executed instructions; none: report only")         \
	OPT(LIMIT, "insn-limit", "N", "limit of program slots")                                    \
	OPT(STACK, "stack-limit", "N", "bytes of stack over the deepest chain of calls")           \
	OPT(ARENA, "arena", "BYTES",                                                               \
		"accept only what is proved within this memory (50 KiB: 51200)")                   \
	OPT(ACCEPT, "explain-accept", NULL, "print the certificate of accepted programs")          \
	OPT(STATS, "stats", NULL, "print what the analysis cost")                                  \
	OPT(DUMP, "dump", NULL, "print the instructions and stop")                                 \
	OPT(WITNESS, "counterexample", "FILE", "keep a run that does what the first error says")   \
	OPT(EXPLAIN, "explain", "ID", "print the page of a diagnostic, such as RKV0020")           \
	OPT(HELP, "help", NULL, "print this help")                                                 \
	OPT(VERSION, "version", NULL, "print the version")

enum option_id {
	OPT_NONE = 256,
#define OPT(id, name, arg, help) OPT_##id,
	OPTIONS
#undef OPT
};

static const struct option long_options[] = {
#define OPT(id, name, arg, help) {name, (arg) ? required_argument : no_argument, NULL, OPT_##id},
	OPTIONS
#undef OPT
	{NULL, 0, NULL, 0},
};

static void print_help(void)
{
	static const struct {
		const char *name, *arg, *help;
	} rows[] = {
#define OPT(id, name, arg, help) {name, arg, help},
		OPTIONS
#undef OPT
	};

	puts("usage: rkverify [OPTION]... FILE...\n"
	     "Prove BPF objects safe, or say at the source line why not.\n");
	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++) {
		int n = printf("  --%s%s%s", rows[i].name, rows[i].arg ? " " : "",
			rows[i].arg ? rows[i].arg : "");

		printf("%*s%s\n", n < 22 ? 22 - n : 1, "", rows[i].help);
	}
	puts("\nexit status: 0 all programs accepted, 1 some not, 2 usage or unreadable input");
}

__attribute__((format(printf, 1, 2), noreturn)) static void usage_error(const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("rkverify: error: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(EXIT_USAGE);
}

static u64 parse_number(const char *option, const char *text)
{
	char *end;
	u64 n;

	errno = 0;
	n = strtoull(text, &end, 10);
	if (errno || end == text || *end || *text == '-' || !n)
		usage_error("--%s %s: give a whole number above 0", option, text);
	return n;
}

static void parse_arch(struct options *o, const char *text)
{
	if (!strcmp(text, "x86_64"))
		o->obj.arch = RK_ARCH_X86_64;
	else if (!strcmp(text, "aarch64"))
		o->obj.arch = RK_ARCH_AARCH64;
	else
		usage_error("--arch %s: give x86_64 or aarch64", text);
}

static void parse_hook(struct options *o, const char *text)
{
	struct rk_hook hook;
	const char *why = "";
	int err = rk_hook_parse(text, &hook, &why);

	if (err)
		usage_error("--hook %s: %s", text,
			err == RK_ENOENT ? "no hook has this name; see docs/hooks.md" : why);
	o->obj.hook = text;
}

__attribute__((noreturn)) static void explain(const char *text)
{
	const char *digits = strncmp(text, "RKV", 3) ? text : text + 3;
	char *end;
	long id = strtol(digits, &end, 10);
	const struct rk_diag_row *row = *digits && !*end ? rk_diag_row((int)id) : NULL;

	if (!row)
		usage_error(
			"--explain %s: there is no such diagnostic; ids look like RKV0020", text);
	printf("RKV%04d: %s\n\n%s\n", row->id, row->title, row->help);
	exit(EXIT_ACCEPTED);
}

static void set_option(struct options *o, int id, const char *arg)
{
	switch (id) {
	case OPT_JSON: o->format = rk_format_find("json"); break;
	case OPT_FORMAT:
		o->format = rk_format_find(arg);
		if (!o->format)
			usage_error("--format %s: give text, json, github, junit or sarif", arg);
		break;
	case OPT_PROGRAM: o->program = arg; break;
	case OPT_HOOK: parse_hook(o, arg); break;
	case OPT_BTF: o->target_btf = arg; break;
	case OPT_ROBOT: o->target_profile = arg; break;
	case OPT_CONFIG: o->config = arg; break;
	case OPT_SYMBOLS: o->kernel.symbols = arg; break;
	case OPT_ARCH: parse_arch(o, arg); break;
	case OPT_CORE: o->verify.core = arg; break;
	case OPT_WORST:
		o->verify.worst_limit =
			strcmp(arg, "none") ? parse_number("worst-case", arg) : ~(u64)0;
		break;
	case OPT_LIMIT: {
		u64 n = parse_number("insn-limit", arg);

		o->verify.insn_limit = n > UINT32_MAX ? UINT32_MAX : (u32)n;
		break;
	}
	case OPT_STACK: {
		u64 n = parse_number("stack-limit", arg);

		o->verify.stack_limit = n > UINT32_MAX ? UINT32_MAX : (u32)n;
		break;
	}
	case OPT_ARENA: o->verify.arena_bytes = parse_number("arena", arg); break;
	case OPT_ACCEPT: o->explain_accept = true; break;
	case OPT_STATS: o->stats = true; break;
	case OPT_DUMP: o->dump = true; break;
	case OPT_WITNESS: o->witness = arg; break;
	case OPT_EXPLAIN: explain(arg);
	case OPT_HELP: print_help(); exit(EXIT_ACCEPTED);
	case OPT_VERSION: puts("rkverify " RK_VERSION); exit(EXIT_ACCEPTED);
	default: fputs("rkverify: error: see rkverify --help\n", stderr); exit(EXIT_USAGE);
	}
}

/* One line that names the cause and what to do; false. */
__attribute__((format(printf, 2, 3))) static bool unreadable(const char *path, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fprintf(stderr, "rkverify: error: %s: ", path);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return false;
}

/* Files that are often given where the object was meant: say so, and what takes them. */
static bool is_object(const char *path, const u8 *bytes, size_t size)
{
	size_t n = strlen(path);

	if (size >= sizeof(RKB_MAGIC) - 1 && !memcmp(bytes, RKB_MAGIC, sizeof(RKB_MAGIC) - 1))
		return unreadable(path, "is a signed blob, which was verified when it was built: "
					"'rk inspect' shows its certificate");
	if (n > 2 && !strcmp(path + n - 2, ".c"))
		return unreadable(path, "is a source: 'rkcc build' verifies and builds it, "
					"'clang -target bpf -g -O2 -c' makes the object");
	return true;
}

static bool read_bytes(struct rk_arena *a, const char *path, u8 **bytes, size_t *size)
{
	struct stat st;

	if (stat(path, &st))
		return unreadable(path, "%s", strerror(errno));
	if (S_ISDIR(st.st_mode))
		return unreadable(path, "is a folder: name the files in it");
	*bytes = rk_read_file(a, path, size);
	if (!*bytes)
		return unreadable(path, "%s", strerror(errno));
	if (!*size)
		return unreadable(path, "is empty: build it again");
	return true;
}

/* A profile says what no other option has said. */
static void read_profile(struct options *o, struct rk_arena *a)
{
	const char *why = "";

	if (!o->target_profile) {
		o->obj.arch = o->obj.arch ? o->obj.arch : RK_ARCH_X86_64;
		return;
	}
	if (rk_target_read(&o->robot, a, o->target_profile, &why))
		usage_error("--target-profile %s: %s", o->target_profile, why);
	if (o->obj.arch && o->obj.arch != o->robot.arch)
		usage_error("--target-profile %s: it is a robot of %s", o->target_profile,
			o->robot.machine);
	o->obj.arch = o->robot.arch;
	o->obj.robot = &o->robot;
	o->verify.robot = RK_IS_ROBOT;
	if (!o->target_btf)
		o->target_btf = o->robot.btf;
	o->kernel.release = o->robot.release;
	o->kernel.version = o->robot.version;
}

static void read_target(struct options *o, struct rk_arena *a, struct rk_btf *btf)
{
	const char *why = "";

	read_profile(o, a);
	if (o->target_profile && (rk_target_records(&o->robot, a, &o->records, &why) ||
					 rk_target_headers(&o->robot, a, &o->headers, &why)))
		usage_error("--target-profile %s: %s", o->target_profile, why);
	if (o->records.n)
		o->obj.records = &o->records;
	if (o->headers.n)
		o->obj.headers = &o->headers;
	if (!o->target_btf)
		return;
	if (rk_kernel_types(&o->kernel, btf, a, o->target_btf, &why))
		usage_error("--target-btf %s: %s: copy the target's /sys/kernel/btf/vmlinux",
			o->target_btf, why);
	o->obj.target = btf;
}

static void read_config(struct options *o, struct rk_arena *a)
{
	if (!o->config)
		return;
	o->kernel.config = rk_kernel_read_config(a, o->config);
	if (!o->kernel.config) {
		unreadable(o->config, "is no .config: unreadable, empty, or of 4 MiB or more");
		exit(EXIT_USAGE);
	}
}

static void check_symbols(const struct options *o)
{
	if (!o->kernel.symbols || rk_kernel_lists_symbols(o->kernel.symbols))
		return;
	unreadable(o->kernel.symbols, "is no list of symbols: copy the target's /proc/kallsyms");
	exit(EXIT_USAGE);
}

static void dump(const struct rk_prog *p)
{
	char text[256];

	printf("%s (%s):\n", p->name, p->section);
	for (u32 i = 0; i < p->n_insns; i++) {
		struct rk_loc loc = rk_prog_loc(p, i);

		if (p->insns[i].kind == RK_INSN_PAD)
			continue;
		rk_insn_format(text, sizeof(text), &p->insns[i], p->obj);
		printf("%6u: %-40s", i, text);
		if (loc.file && loc.line)
			printf(" ; %s:%u", loc.file, loc.line);
		putchar('\n');
	}
}

static bool selected(const struct options *o, const struct rk_prog *p)
{
	return !o->program || !strcmp(o->program, p->name);
}

/* The first run that is found is kept. */
static void confirm(struct options *o, struct rk_arena *a, struct rk_verified *x)
{
	struct rk_witness w;

	if (!rk_confirm(&w, a, x->prog, &x->result, x->diags) || !o->witness || o->kept)
		return;
	if (!rk_witness_write(o->witness, x->prog, &w))
		usage_error("--counterexample %s: %s", o->witness, strerror(errno));
	o->kept = true;
}

static int verify_programs(struct options *o, struct rk_arena *a, const struct rk_obj *obj,
	struct rk_verified *v, size_t *n)
{
	int status = EXIT_ACCEPTED;

	for (u32 i = 0; i < obj->n_progs; i++) {
		const struct rk_prog *p = &obj->progs[i];
		struct rk_verified *x = &v[*n];
		int err;

		if (!selected(o, p))
			continue;
		if (o->dump) {
			dump(p);
			continue;
		}
		x->prog = p;
		x->diags = rk_alloc(a, sizeof(*x->diags));
		rk_diags_init(x->diags, a, obj->path);
		err = rk_verify(&x->result, a, p, &o->verify, x->diags);
		if (err) {
			unreadable(obj->path, "%s: not analysed: %s", p->name, rk_strerror(err));
			x->result.verdict = RK_UNSUPPORTED;
		}
		confirm(o, a, x);
		if (x->result.verdict != RK_ACCEPT)
			status = EXIT_REFUSED;
		++*n;
	}
	return status;
}

static void report(struct options *o, const char *path, const struct rk_verified *v, size_t n,
	const struct rk_diags *diags)
{
	const char *no_color = getenv("NO_COLOR");
	struct rk_report r = {.file = path,
		.v = v,
		.n = n,
		.object = diags,
		.stats = o->stats,
		.explain = o->explain_accept,
		.color = isatty(STDOUT_FILENO) && (!no_color || !*no_color)};

	o->format->file(stdout, &r, !o->printed);
	o->printed |= diags->n > 0;
	for (size_t i = 0; i < n; i++)
		o->printed |= v[i].diags->n > 0;
}

static bool lists_program(const struct rk_diags *d, const char *name)
{
	for (const struct rk_diag *e = d->first; e; e = e->next)
		if (*e->program && (!name || !strcmp(e->program, name)))
			return true;
	return false;
}

/* Nothing to judge is an error of its own: silence would look like acceptance. */
static bool found_any(const struct options *o, const char *path, const struct rk_obj *obj,
	const struct rk_diags *diags)
{
	if (lists_program(diags, o->program))
		return true;
	if (!obj->n_progs)
		return unreadable(path, "has no programs: each needs SEC(\"...\") with a hook");
	for (u32 i = 0; i < obj->n_progs; i++)
		if (selected(o, &obj->progs[i]))
			return true;
	return unreadable(
		path, "has no program '%s'; the first is '%s'", o->program, obj->progs[0].name);
}

static int verify_file(struct options *o, const char *path)
{
	struct rk_verified *v = NULL;
	int status = EXIT_USAGE;
	struct rk_diags diags;
	struct rk_arena a;
	struct rk_obj obj = {0};
	size_t size = 0, n = 0;
	u8 *bytes = NULL;

	rk_arena_init(&a);
	rk_diags_init(&diags, &a, path);
	if (!read_bytes(&a, path, &bytes, &size) || !is_object(path, bytes, size))
		goto out;
	if (rk_obj_read(&obj, &a, bytes, size, &o->obj, &diags)) {
		report(o, path, NULL, 0, &diags);
		goto out;
	}
	obj.path = path;
	if (!found_any(o, path, &obj, &diags)) {
		if (diags.n)
			report(o, path, NULL, 0, &diags);
		goto out;
	}
	v = rk_alloc_array(&a, obj.n_progs ? obj.n_progs : 1, sizeof(*v));
	status = verify_programs(o, &a, &obj, v, &n);
	if (diags.n)
		status = EXIT_REFUSED;
	if (!o->dump)
		report(o, path, v, n, &diags);
out:
	rk_arena_fini(&a);
	return status;
}

int main(int argc, char **argv)
{
	struct options o = {0};
	int id, status = EXIT_ACCEPTED;
	struct rk_arena a;
	struct rk_btf btf;

	o.format = rk_format_find("text");
	while ((id = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		set_option(&o, id, optarg);
	if (optind == argc)
		usage_error("no input: give BPF object files (rkverify --help)");
	o.verify.no_facts = !o.explain_accept;
	rk_arena_init(&a);
	read_target(&o, &a, &btf);
	read_config(&o, &a);
	check_symbols(&o);
	o.obj.kernel = &o.kernel;
	if (o.format->begin && !o.dump)
		o.format->begin(stdout);
	for (int i = optind; i < argc; i++) {
		int one = verify_file(&o, argv[i]);

		status = one > status ? one : status;
	}
	if (o.format->end && !o.dump)
		o.format->end(stdout);
	rk_arena_fini(&a);
	if (fflush(stdout) || ferror(stdout))
		usage_error("cannot write the report: %s", strerror(errno));
	return status;
}
