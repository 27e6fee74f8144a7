/* SPDX-License-Identifier: MIT */
/* The command line of `rkcc build`, as data. */
#ifndef RK_CC_OPTIONS_H
#define RK_CC_OPTIONS_H

#include "obj/arena.h"
#include "obj/target.h"

enum { RK_CC_TARGETS = 2 };

/* Exit codes; the same numbers as rk's. */
enum rk_cc_exit {
	RK_CC_OK = 0,
	RK_CC_FAIL = 1, /* compile errors, unreadable or unwritable files, code generation */
	RK_CC_USAGE = 2,
	RK_CC_REJECTED = 3, /* not accepted by the verifier, or not runnable */
	RK_CC_KEY = 4,      /* no key, or signing failed */
};

struct rk_cc_opts {
	const char *source;
	const char *output;             /* NULL: from the source's name */
	const char *emit_obj;           /* where the BPF object goes as well, NULL: nowhere */
	const char *program;            /* NULL: every program */
	const char *key;                /* name or path of the secret key */
	const char *btf[RK_CC_TARGETS]; /* per target, NULL where not given */
	const char *target_profile;     /* NULL: any robot */
	struct rk_target robot;         /* of it */
	const char *kernel_release, *kernel_version;
	const char *kernel_config; /* file, NULL: the running kernel's alone is known */
	enum rk_arch targets[RK_CC_TARGETS];
	u32 n_targets;
	u64 worst_case; /* 0: the program's own or the hook's limit; ~0: none */
	u64 counter;
	bool cloud, json, color;
	const char **clang_args;
	u32 n_clang_args;
};

/*
 * Parse what follows "rkcc". RK_CC_OK with *out; another exit code after a message on stderr; -1
 * after --help or --version.
 */
int rk_cc_options(struct rk_cc_opts *out, struct rk_arena *a, int argc, char **argv);
const char *rk_cc_arch_name(enum rk_arch arch);

#endif
