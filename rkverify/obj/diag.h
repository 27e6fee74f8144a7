/* SPDX-License-Identifier: MIT */
/*
 * Diagnostics: collected where the facts are, printed by the tools. One error has one id of
 * diag.def and any number of notes; texts live in the arena given at init.
 */
#ifndef RK_DIAG_H
#define RK_DIAG_H

#include <stdio.h>
#include "arena.h"

enum rk_diag_id {
#define DIAG(name, id, verdict, title, help) RK_DIAG_##name = (id),
#include "rk/diag.def"
#undef DIAG
};

enum rk_verdict { RK_ACCEPT, RK_UNSAFE, RK_UNPROVED, RK_UNSUPPORTED, RK_INPUT };

struct rk_diag_row {
	int id;
	enum rk_verdict verdict;
	const char *name, *title, *help;
};
const struct rk_diag_row *rk_diag_row(int id);
const struct rk_diag_row *rk_diag_row_at(size_t index);

/* Where: a source position (file NULL where unknown) and an instruction (-1 where none). */
struct rk_loc {
	const char *file;
	u32 line, column;
	s32 insn;
};

struct rk_note {
	struct rk_note *next;
	struct rk_loc loc;
	const char *text;
};

struct rk_diag {
	struct rk_diag *next;
	int id;
	const char *program; /* "" for the whole object */
	struct rk_loc loc;
	const char *text;
	struct rk_note *notes, **last_note;
};

struct rk_diags {
	struct rk_arena *arena;
	const char *object; /* the input file's name: printed where there is no source line */
	struct rk_diag *first, **last;
	size_t n;
};

void rk_diags_init(struct rk_diags *d, struct rk_arena *arena, const char *object);
struct rk_diag *rk_diag_add(struct rk_diags *d, int id, const char *program, struct rk_loc loc,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void rk_diag_note(struct rk_diags *d, struct rk_diag *e, struct rk_loc loc, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* file:line:col: error: text [RKV0007], notes below; object+insn where there is no line. */
void rk_diag_print(FILE *f, const struct rk_diags *d, const struct rk_diag *e, bool color);

#endif
