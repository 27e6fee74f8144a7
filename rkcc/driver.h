/* SPDX-License-Identifier: MIT */
/*
 * The pipeline's steps, in the order main.c calls them. Each reads what the one before left in
 * struct rk_cc, prints its own errors, and returns RK_CC_OK or the exit code. Nothing is written
 * before every program of every target is verified, compiled, checked and signed.
 */
#ifndef RK_CC_DRIVER_H
#define RK_CC_DRIVER_H

#include "aot.h"
#include "frontend.h"
#include "options.h"
#include "sign.h"

/* The object of one target. */
struct rk_cc_target {
	enum rk_arch arch;
	const u8 *object;
	size_t object_size;
	struct rk_btf btf;     /* of the robot's kernel; n == 0 where not given */
	struct rk_btf records; /* of its trace records where it has no BTF; the same */
	struct rk_btf headers; /* of its kernel's headers; the same */
	struct rk_kernel kernel;
	struct rk_obj obj;
	struct rk_diags diags; /* of the object as a whole */
};

/* One program on one target. */
struct rk_cc_image {
	const struct rk_prog *prog;
	struct rk_diags diags;
	struct rk_result result;
	struct rk_code code;
	u8 *bytes; /* unsigned */
	size_t size;
};

struct rk_cc_program {
	const char *name;
	const char *output;
	struct rk_cc_image images[RK_CC_TARGETS];
	bool accepted; /* on every target */
	u8 *blob;      /* signed, all targets */
	size_t blob_size;
};

struct rk_cc {
	struct rk_arena arena;
	struct rk_cc_opts o;
	const char *key_path;
	u8 keynum[RKB_KEYNUM];                     /* of the key that signed */
	struct rk_front_unit units[RK_CC_TARGETS]; /* from a source; empty for an object */
	struct rk_cc_target targets[RK_CC_TARGETS];
	struct rk_cc_program *programs;
	u32 n_programs;
};

int rk_cc_find_key(struct rk_cc *c);
int rk_cc_read_kernels(struct rk_cc *c); /* kernel.c: BTF and identity of the robots' kernels */
int rk_cc_compile(struct rk_cc *c);
int rk_cc_read_objects(struct rk_cc *c);
int rk_cc_select(struct rk_cc *c);
int rk_cc_verify(struct rk_cc *c);
int rk_cc_lower(struct rk_cc *c);
int rk_cc_sign(struct rk_cc *c);
int rk_cc_write(struct rk_cc *c);

/* "FILE: error: text" on stderr; returns `code`. */
int rk_cc_fail(int code, const char *file, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* report.c */
void rk_cc_report_text(const struct rk_cc *c);
void rk_cc_report_json(const struct rk_cc *c, int code);

#endif
