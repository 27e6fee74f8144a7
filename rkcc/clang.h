/* SPDX-License-Identifier: MIT */
/*
 * The C interface of clang_frontend.cpp: one translation unit in, frames out. Called once in
 * each child of frontend.c, so that a crash in Clang is an error message of the parent.
 */
#ifndef RK_CLANG_H
#define RK_CLANG_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum rk_clang_part {
	RK_CLANG_OBJECT = 1, /* the ELF object */
	RK_CLANG_TEXT,       /* all diagnostics as a terminal shows them */
	RK_CLANG_DIAG,       /* one diagnostic: level, file, line, column, text, NUL after each */
	RK_CLANG_ARCH,       /* empty: the source asked for a __TARGET_ARCH_ macro */
	RK_CLANG_END,        /* empty: this unit is complete */
};

struct rk_clang_sink {
	void *data;
	void (*put)(void *data, enum rk_clang_part part, const void *bytes, size_t size);
};

/* args: what follows our own on Clang's cc1 command line. False where it reported an error. */
bool rk_clang_compile(const char *source, const char *const *args, size_t n_args, bool color,
	const struct rk_clang_sink *sink);

/* The headers of BPF programs, built into the tool (embed.cmake). Names as #include gives them. */
struct rk_header {
	const char *name;
	const unsigned char *bytes;
	size_t size;
};
extern const struct rk_header rk_headers[];
extern const size_t rk_headers_n;

#ifdef __cplusplus
}
#endif

#endif
