/* SPDX-License-Identifier: MIT */
/*
 * The commands, on the robot and for a robot elsewhere: each asks over a struct rk_link and prints.
 * Data goes to stdout, talk to stderr; what a robot says is printed without control characters.
 */
#ifndef RK_TOOL_H
#define RK_TOOL_H

#include <stdio.h>

#include "exit.h"
#include "link.h"

enum rk_option {
	RK_OPT_JSON = 1 << 0,
	RK_OPT_HEX = 1 << 1,
	RK_OPT_SUM = 1 << 2,
	RK_OPT_NONZERO = 1 << 3,
	RK_OPT_COUNT = 1 << 4,
	RK_OPT_TIMEOUT = 1 << 5,
	RK_OPT_CPU = 1 << 6,
	RK_OPT_NEW = 1 << 7,
	RK_OPT_RESET = 1 << 8,
	RK_OPT_ESTOP = 1 << 9,
	RK_OPT_INPUT = 1 << 10,
	RK_OPT_RT_SAFE = 1 << 11,
	RK_OPT_STOPPED = 1 << 12,
	RK_OPT_PERIOD = 1 << 13,
	RK_OPT_WINDOW = 1 << 14,
	RK_OPT_SIGNED = 1 << 15, /* may be a signed command: the workstation's --key */
};

/* Of a workstation, which has the secret key; rk-agent has none. */
struct rk_signer {
	/* An exit code; what went wrong was said. */
	int (*sign)(struct rk_signer *s, struct rkc_record *r, const u8 *data, size_t size,
		struct rkb_sig *sig);
	const char *key;
	const char *save; /* the command goes into this file; NULL: to the robot */
};

struct rk_tool;

/* What a workstation knows beyond the robot: what the bytes of a program's maps are. */
struct rk_view {
	/* A blob was sent. */
	void (*sent)(struct rk_tool *t, const u8 *file, size_t size);
	/* What follows is of the program with this payload. */
	void (*open)(struct rk_tool *t, const u8 sha3[32]);
	/* False: nothing is known of them and nothing was printed. */
	bool (*print)(struct rk_tool *t, const char *map, bool key, const u8 *p, size_t n);
	/* An array of numbers as bars. False: it is no histogram. */
	bool (*bars)(struct rk_tool *t, const struct rk_uapi_map *m, const u64 *numbers);
};

struct rk_tool {
	const struct rk_view *view; /* NULL on a robot */
	void *view_arg;
	const char *self; /* "rk-agent", or "rk" */
	const struct rk_tool_row *row;
	const char *host; /* named in what is said, or NULL */
	struct rk_link *link;
	struct rk_signer *signer; /* NULL: a plain request */
	const char *word[24];
	int n_words;
	u32 options;
	char sent_name[RK_MAX_NAME]; /* of the image that rk_tool_send() sent last */
	u8 sent_sha3[32];            /* of its payload */
	u64 value[16];               /* of --count, --timeout and --cpu, by bit number */
};

struct rk_tool_row {
	const char *name; /* one word or two */
	int least, most;  /* words behind it */
	u32 options;
	int (*run)(struct rk_tool *t);
	const char *words, *summary;
};

/* The table, up to a row without a name. */
extern const struct rk_tool_row rk_tool_rows[];

/* The row for argv, which is "CMD ARGS..." or "CMD VERB ARGS..."; fills t. An exit code, or -1 to
 * run t->row->run(t) once there is a link. */
int rk_tool_parse(struct rk_tool *t, int argc, char **argv);
void rk_tool_help(FILE *f, const char *self);

/* "self CMD: text" to stderr; the code. */
int rk_tool_say(const struct rk_tool *t, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The link's refusal, with what can be done about it; its exit code. */
int rk_tool_refused(const struct rk_tool *t, const char *what);
/* Every program by ascending id, until one call returns a code. An exit code; -1: the link's reply
 * is the refusal, or what is wrong with the list. */
int rk_tool_all(
	struct rk_tool *t, int (*each)(struct rk_tool *, const struct rk_row *, void *), void *arg);
/* The same, but that refusals are said. */
int rk_tool_each(
	struct rk_tool *t, int (*each)(struct rk_tool *, const struct rk_row *, void *), void *arg);
/* An id, or the name of the one program that has it. RK_EXIT_OK, or said and an exit code. */
int rk_tool_program(struct rk_tool *t, const char *word, u32 *id);
/* Is this the program that the word means? */
bool rk_tool_is_word(const char *word, const struct rk_row *row);
int rk_tool_row_of(struct rk_tool *t, u32 id, struct rk_row *row);
int rk_tool_map(struct rk_tool *t, u32 id, const char *name, struct rk_uapi_map *m);
/* Tells the view which program it is about. An exit code. */
int rk_tool_view(struct rk_tool *t, u32 id);
/* A key, value or record: as the view knows it, else as a number or bytes. */
void rk_tool_put(struct rk_tool *t, const char *map, bool key, const u8 *p, size_t n);
/* A whole file, "-" for stdin, at most `most` bytes. NULL: said. */
u8 *rk_tool_file(const struct rk_tool *t, const char *path, size_t most, size_t *size);

/* A public key file. An exit code. */
int rk_tool_key(struct rk_tool *t, const char *path, struct rk_uapi_key *key);
/* The image for this robot out of a file, at the agent. An exit code. */
int rk_tool_send(struct rk_tool *t, const char *path);
int rk_tool_send_bytes(struct rk_tool *t, const char *path, const u8 *file, size_t size);

/* tool_command.c: a command for a program, signed and sent, or kept. An exit code. */
int rk_tool_sign(struct rk_tool *t, u32 id, struct rkc_record *r, const u8 *data, size_t size);
int rk_tool_sign_program(struct rk_tool *t, enum rkc_action action); /* of the first word */
/* Without a value it deletes the key. */
int rk_tool_sign_element(struct rk_tool *t, const struct rk_uapi_map *m, const struct rk_element *e,
	const u8 *key_value);

/* text.c */
void rk_text_string(const char *s, size_t most, bool json); /* quoted where json */
void rk_text_hex(const u8 *p, size_t n);
/* A number of at most 8 bytes, or "hex:..." */
void rk_text_bytes(const u8 *p, size_t n, bool hex, bool json);
u64 rk_text_number(const u8 *p, size_t n);
/* A number, or hex:DIGITS, as exactly n bytes. */
bool rk_text_parse(const char *word, u8 *to, size_t n);
bool rk_text_unsigned(const char *word, u64 most, u64 *to);

/* The commands, in tool_*.c: an exit code each. */
#define TOOL(name) int rk_tool_##name(struct rk_tool *t);
TOOL(info)
TOOL(key_add)
TOOL(check)
TOOL(load)
TOOL(attach)
TOOL(detach)
TOOL(unload)
TOOL(status)
TOOL(replace)
TOOL(rollback)
TOOL(seal)
TOOL(freeze)
TOOL(thaw)
TOOL(key_limit)
TOOL(key_allow)
TOOL(policy)
TOOL(command)
TOOL(counters)
TOOL(counters_raise)
TOOL(restore)
TOOL(output_add)
TOOL(output_list)
TOOL(output_arm)
TOOL(output_stop)
TOOL(forget)
TOOL(history)
TOOL(map_list)
TOOL(map_dump)
TOOL(map_get)
TOOL(map_set)
TOOL(map_delete)
TOOL(map_pop)
TOOL(map_series)
TOOL(events)
#undef TOOL

#endif
