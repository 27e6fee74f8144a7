/* SPDX-License-Identifier: MIT */
/* rk load, attach, detach, unload, status, map, events: rk-agent's commands, here or at a host. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "robot.h"
#include "sign.h"

/* Takes an option with its value out of argv; false where the value is missing. */
static bool take(int *argc, char **argv, const char *option, const char **value)
{
	int kept = 0;

	for (int i = 0; i < *argc; i++) {
		if (strcmp(argv[i], option)) {
			argv[kept++] = argv[i];
			continue;
		}
		if (++i == *argc || !*argv[i])
			return false;
		*value = argv[i];
	}
	*argc = kept;
	return true;
}

/* Takes --watch out of the words of status. */
static bool take_watch(int *argc, char **argv)
{
	int kept = 0, had = *argc;

	for (int i = 0; i < had; i++)
		if (strcmp(argv[0], "status") || strcmp(argv[i], "--watch"))
			argv[kept++] = argv[i];
	*argc = kept;
	return kept != had;
}

/* Again each second, in place on a terminal, until it fails or is interrupted. */
static int repeat(struct rk_tool *t)
{
	int code;

	do {
		if (isatty(STDOUT_FILENO))
			fputs("\033[H\033[J", stdout);
		code = t->row->run(t);
	} while (!code && !fflush(stdout) && !sleep(1));
	return code;
}

/* The secret key is read here, used once and wiped. */
static int sign(
	struct rk_signer *s, struct rkc_record *r, const u8 *data, size_t size, struct rkb_sig *sig)
{
	struct rk_seckey key;
	struct rk_arena a;
	const char *why;
	int err, code = RK_EXIT_OK;

	rk_arena_init(&a);
	err = rk_key_read_secret(&a, rk_key_file(&a, s->key, true), &key, &why);
	if (err) {
		code = rk_fail("command", err == RK_ENOENT ? RK_ENOKEY : err, "%s", why);
	} else {
		err = rk_command_sign(r, data, size, &key, sig);
		if (err)
			code = rk_fail("command", err, "libsodium does not start");
		rk_key_wipe(&key);
	}
	rk_arena_fini(&a);
	return code;
}

/* --key and -o where the command can be a signed one: elsewhere they are not understood. */
static int take_signer(int *argc, char **argv, struct rk_signer *s)
{
	if (!take(argc, argv, "--key", &s->key) || !take(argc, argv, "-o", &s->save))
		return rk_usage(argv[0], "--key needs the name of a key, -o that of a file");
	if (s->save && !s->key)
		return rk_usage(argv[0], "-o keeps a signed command: which key? --key NAME");
	return RK_EXIT_OK;
}

int rk_cmd_robot(int argc, char **argv)
{
	struct rk_signer signer = {.sign = sign};
	struct rk_tool t = {.self = "rk"};
	const char *host = "local";
	bool again;
	int code;

	if (!take(&argc, argv, "--host", &host) || *host == '-') /* no option of ssh */
		return rk_usage(argv[0], "--host needs the name of a host");
	again = take_watch(&argc, argv);
	code = take_signer(&argc, argv, &signer);
	if (code)
		return code;
	code = rk_tool_parse(&t, argc, argv);
	if (code >= 0)
		return code;
	if (signer.key && !(t.row->options & RK_OPT_SIGNED))
		return rk_usage(argv[0], "this is never a signed command: no --key");
	t.signer = signer.key ? &signer : NULL;
	code = rk_robot_open(&t, host);
	if (code)
		return code;
	code = again ? repeat(&t) : t.row->run(&t);
	rk_robot_close(&t, host);
	return fflush(stdout) ? RK_EXIT_FAIL : code;
}
