/* SPDX-License-Identifier: MIT */
/*
 * What the commands of rk share: the table's row, exit codes, messages, files. A command gets its
 * own name as argv[0] and returns an exit code; `rk CMD --help` never reaches it.
 */
#ifndef RK_CMD_H
#define RK_CMD_H

#include "exit.h"
#include "obj/arena.h"
#include "rk/types.h"

struct rk_cmd {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary, *usage, *help;
};

int rk_cmd_build(int argc, char **argv);
int rk_cmd_deploy(int argc, char **argv);
int rk_cmd_doctor(int argc, char **argv);
int rk_cmd_explain(int argc, char **argv);
int rk_cmd_hooks(int argc, char **argv);
int rk_cmd_inspect(int argc, char **argv);
int rk_cmd_key(int argc, char **argv);
int rk_cmd_new(int argc, char **argv);
int rk_cmd_provision(int argc, char **argv);
int rk_cmd_robot(int argc, char **argv);
int rk_cmd_run(int argc, char **argv);
int rk_cmd_run_host(int argc, char **argv); /* rk run ... --host */
int rk_cmd_sign(int argc, char **argv);
int rk_cmd_target(int argc, char **argv);
int rk_cmd_top(int argc, char **argv);
int rk_cmd_verify(int argc, char **argv);

/* "rk CMD: text" and how to get help, to stderr; RK_EXIT_USAGE. */
int rk_usage(const char *cmd, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "rk CMD: text", to stderr; the exit code that suits err. */
int rk_fail(const char *cmd, int err, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* "rk CMD: warning: text", to stderr. */
void rk_warn(const char *cmd, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "0s", "250ms", "5s", "2m" as ns: false where it is no time, or more than 2^64 - 1 ns. */
bool rk_parse_time(const char *text, u64 *ns);
/* SIGINT and SIGTERM end what watches rk_interrupted(), no longer the process. */
void rk_catch_interrupt(void);
bool rk_interrupted(void);
/* rkcc: from the folder of the running rk, else the name to find in PATH. */
const char *rk_find_rkcc(struct rk_arena *a);
/* A whole file, "-" for standard input. RK_OK, or an error with *why naming the file. */
int rk_file_read(struct rk_arena *a, const char *path, u8 **bytes, size_t *size, const char **why);
/* Atomic: a reader sees the old file or the new one. "-" is standard output. */
int rk_file_write(
	struct rk_arena *a, const char *path, const void *bytes, size_t size, const char **why);
/* NAME in the key folder, or a path where there is a '/' or the suffix of a key file. */
char *rk_key_file(struct rk_arena *a, const char *name, bool secret);
/* At most n bytes of foreign text, with '?' for what is not printable ASCII: no terminal escapes.
 */
char *rk_printable(struct rk_arena *a, const char *s, size_t n);
/* Lower-case hex. */
char *rk_hex(struct rk_arena *a, const void *bytes, size_t n);

#endif
