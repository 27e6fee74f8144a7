/* SPDX-License-Identifier: MIT */
/* One table of options serves the parser and the help. */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define OPTIONS                                                                                    \
	OPT(OUTPUT, "output", "FILE", "the blob (-o); default: the source's name with .rkb")       \
	OPT(TARGET, "target", "ARCH", "x86_64 or aarch64, may be repeated; default: both")         \
	OPT(PROFILE, "profile", "NAME", "limits of the robot's runtime: embedded or cloud")        \
	OPT(KEY, "key", "KEY", "secret key, a name in the key folder or a file; default: dev")     \
	OPT(COUNTER, "counter", "N", "version of this build, must not fall; default: the time")    \
	OPT(PROGRAM, "program", "NAME", "build only this program of the source")                   \
	OPT(BTF, "target-btf", "[ARCH=]FILE",                                                      \
		"types of the robot's kernel (/sys/kernel/btf/vmlinux[,MODULE])")                  \
	OPT(ROBOT, "target-profile", "NAME",                                                       \
		"the robot of 'rk target add NAME HOST': architecture, types, kernel, devices")    \
	OPT(RELEASE, "kernel-release", "TEXT",                                                     \
		"uname -r of the robot, for code bound to a kernel")                               \
	OPT(KVERSION, "kernel-version", "TEXT", "uname -v of the robot")                           \
	OPT(KCONFIG, "kernel-config", "FILE", "the robot's kernel's .config, for CONFIG_ externs") \
	OPT(WORST, "worst-case", "N", "limit of executed instructions; none: report only")         \
	OPT(EMIT, "emit-obj", "FILE", "write the BPF object of the first target as well")          \
	OPT(FORMAT, "format", "FORMAT", "text (default) or json")                                  \
	OPT(JSON, "json", NULL, "the same as --format json")                                       \
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

	puts("usage: rkcc build [OPTION]... SOURCE.bpf.c|OBJECT.bpf.o\n"
	     "Compile, verify, lower to machine code, check and sign: one .rkb blob per "
	     "program.\n");
	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++) {
		int n = printf("  --%s%s%s", rows[i].name, rows[i].arg ? " " : "",
			rows[i].arg ? rows[i].arg : "");

		printf("%*s%s\n", n < 28 ? 28 - n : 1, "", rows[i].help);
	}
	puts("  -D, -U, -I, -O, -W, -include  as in Clang\n"
	     "\nThe key folder is $RK_KEYS, else ~/.config/rkbpf/keys; `rk key generate dev` makes "
	     "a key.\n"
	     "exit status: 0 done, 1 failure or compile errors, 2 usage, 3 rejected by the "
	     "verifier,\n"
	     "4 no key or not signed");
}

__attribute__((format(printf, 1, 2))) static int usage(const char *fmt, ...)
{
	va_list ap;

	fputs("rkcc: error: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputs("\nrkcc: `rkcc --help` lists the options\n", stderr);
	return RK_CC_USAGE;
}

const char *rk_cc_arch_name(enum rk_arch arch)
{
	return arch == RK_ARCH_AARCH64 ? "aarch64" : "x86_64";
}

static enum rk_arch arch_named(const char *s, size_t n)
{
	if (n == 6 && !memcmp(s, "x86_64", n))
		return RK_ARCH_X86_64;
	return n == 7 && !memcmp(s, "aarch64", n) ? RK_ARCH_AARCH64 : RK_ARCH_NONE;
}

static int parse_number(u64 *out, const char *option, const char *text)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 10);
	if (errno || end == text || *end || *text == '-' || !*out)
		return usage("--%s %s: give a whole number above 0", option, text);
	return 0;
}

static int add_target(struct rk_cc_opts *o, const char *text)
{
	enum rk_arch arch = arch_named(text, strlen(text));

	if (!arch)
		return usage("--target %s: give x86_64 or aarch64", text);
	for (u32 i = 0; i < o->n_targets; i++)
		if (o->targets[i] == arch)
			return 0;
	o->targets[o->n_targets++] = arch;
	return 0;
}

/* Slots of btf[] are by architecture here, and by target once all options are read. */
static int add_btf(struct rk_cc_opts *o, const char *text)
{
	const char *equals = strchr(text, '=');
	enum rk_arch arch = equals ? arch_named(text, (size_t)(equals - text)) : RK_ARCH_NONE;

	if (arch) {
		o->btf[arch - 1] = equals + 1;
		return 0;
	}
	o->btf[0] = text;
	o->btf[1] = text;
	return 0;
}

static int set_option(struct rk_cc_opts *o, int id, const char *arg)
{
	switch (id) {
	case 'o':
	case OPT_OUTPUT: o->output = arg; return 0;
	case OPT_TARGET: return add_target(o, arg);
	case OPT_PROFILE:
		o->cloud = !strcmp(arg, "cloud");
		return o->cloud || !strcmp(arg, "embedded")
			       ? 0
			       : usage("--profile %s: give embedded or cloud", arg);
	case OPT_KEY: o->key = arg; return 0;
	case OPT_COUNTER: return parse_number(&o->counter, "counter", arg);
	case OPT_PROGRAM: o->program = arg; return 0;
	case OPT_BTF: return add_btf(o, arg);
	case OPT_ROBOT: o->target_profile = arg; return 0;
	case OPT_RELEASE: o->kernel_release = arg; return 0;
	case OPT_KVERSION: o->kernel_version = arg; return 0;
	case OPT_KCONFIG: o->kernel_config = arg; return 0;
	case OPT_WORST:
		if (!strcmp(arg, "none"))
			return (int)(o->worst_case = ~(u64)0, 0);
		return parse_number(&o->worst_case, "worst-case", arg);
	case OPT_EMIT: o->emit_obj = arg; return 0;
	case OPT_FORMAT:
		o->json = !strcmp(arg, "json");
		return o->json || !strcmp(arg, "text")
			       ? 0
			       : usage("--format %s: give text or json", arg);
	case OPT_JSON: o->json = true; return 0;
	case OPT_HELP: print_help(); return -1;
	case OPT_VERSION: puts("rkcc " RK_VERSION); return -1;
	}
	return RK_CC_USAGE;
}

/*
 * Clang's own options leave argv first: getopt does not know them. -D NAME and -DNAME are both
 * taken; what remains is moved down in place.
 */
static int take_clang_args(struct rk_cc_opts *o, struct rk_arena *a, int argc, char **argv)
{
	int kept = 1;

	o->clang_args = rk_alloc_array(a, (size_t)argc + 1, sizeof(*o->clang_args));
	for (int i = 1; i < argc; i++) {
		bool include = !strcmp(argv[i], "-include");

		if (!include &&
			(argv[i][0] != '-' || !argv[i][1] || !strchr("DUIOW", argv[i][1]))) {
			argv[kept++] = argv[i];
			continue;
		}
		o->clang_args[o->n_clang_args++] = argv[i];
		if ((include || (!argv[i][2] && strchr("DUI", argv[i][1]))) && i + 1 < argc)
			o->clang_args[o->n_clang_args++] = argv[++i];
	}
	argv[kept] = NULL;
	return kept;
}

/* Later builds have higher counters without anyone counting. Reproducible where the epoch is set.
 */
static u64 default_counter(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	u64 n = epoch ? strtoull(epoch, NULL, 10) : (u64)time(NULL);

	return n ? n : 1;
}

/* A profile says what no other option has said; it is of one architecture. */
static int use_profile(struct rk_cc_opts *o, struct rk_arena *a)
{
	const char *why = "";

	if (rk_target_read(&o->robot, a, o->target_profile, &why))
		return usage("--target-profile %s: %s", o->target_profile, why);
	if (o->n_targets > 1 || (o->n_targets && o->targets[0] != o->robot.arch))
		return usage("--target-profile %s: it is a robot of %s alone", o->target_profile,
			rk_cc_arch_name(o->robot.arch));
	o->targets[0] = o->robot.arch;
	o->n_targets = 1;
	if (!o->btf[o->robot.arch - 1])
		o->btf[o->robot.arch - 1] = o->robot.btf;
	if (!o->kernel_release && !o->kernel_version) {
		o->kernel_release = o->robot.release;
		o->kernel_version = o->robot.version;
	}
	return 0;
}

static void set_defaults(struct rk_cc_opts *o)
{
	const char *by_arch[RK_CC_TARGETS] = {o->btf[0], o->btf[1]};

	if (!o->n_targets) {
		o->targets[o->n_targets++] = RK_ARCH_X86_64;
		o->targets[o->n_targets++] = RK_ARCH_AARCH64;
	}
	for (u32 i = 0; i < o->n_targets; i++)
		o->btf[i] = by_arch[o->targets[i] - 1];
	if (!o->counter)
		o->counter = default_counter();
	if (!o->key)
		o->key = "dev";
	o->color = !o->json && isatty(STDERR_FILENO) && !getenv("NO_COLOR");
}

int rk_cc_options(struct rk_cc_opts *o, struct rk_arena *a, int argc, char **argv)
{
	int id, err;

	*o = (struct rk_cc_opts){0};
#ifdef RK_PROFILE_CLOUD
	o->cloud = true;
#endif
	argc = take_clang_args(o, a, argc, argv);
	opterr = 0;
	while ((id = getopt_long(argc, argv, ":o:", long_options, NULL)) != -1) {
		if (id == ':')
			return usage("%s needs a value", argv[optind - 1]);
		if (id == '?')
			return usage("unknown option %s", argv[optind - 1]);
		if ((err = set_option(o, id, optarg)))
			return err;
	}
	if (optind >= argc || strcmp(argv[optind], "build"))
		return usage("the one command is build: rkcc build SOURCE.bpf.c");
	if (optind + 2 != argc)
		return usage(optind + 1 < argc ? "one source at a time" : "no source given");
	o->source = argv[optind + 1];
	if (o->target_profile && (err = use_profile(o, a)))
		return err;
	set_defaults(o);
	return 0;
}
