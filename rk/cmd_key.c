/* SPDX-License-Identifier: MIT */
/* rk key: generate, list, export, import. Files and formats are sign's. */
#include <dirent.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"
#include "sign.h"

/* The options that a verb of rk key may have; unknown ones and spare words are refused. */
struct args {
	const char *word[2], *comment, *out;
	int n_words;
	bool json;
};

static int parse(int argc, char **argv, const char *options, int most, struct args *args)
{
	memset(args, 0, sizeof(*args));
	for (int i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;

		if (!strcmp(argv[i], "--json") && strchr(options, 'j')) {
			args->json = true;
		} else if (!strcmp(argv[i], "--comment") && strchr(options, 'c') && value) {
			args->comment = value;
			i++;
		} else if (!strcmp(argv[i], "-o") && strchr(options, 'o') && value) {
			args->out = value;
			i++;
		} else if (argv[i][0] != '-' && args->n_words < most) {
			args->word[args->n_words++] = argv[i];
		} else {
			return rk_usage("key", "key %s: unexpected '%s'", argv[0], argv[i]);
		}
	}
	return 0;
}

static bool is_name(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

	return n && !s[n] && n <= 64 && *s != '.' && *s != '-';
}

static int bad_name(const char *name)
{
	return rk_usage("key", "'%s' is no key name: letters, digits, '_', '.' and '-'", name);
}

static int generate(struct rk_arena *a, int argc, char **argv)
{
	struct args args;
	struct rk_seckey sec;
	struct rk_pubkey pub;
	const char *why = "no randomness";
	int err = parse(argc, argv, "c", 1, &args);

	if (err)
		return err;
	if (args.n_words != 1)
		return rk_usage("key", "generate wants a name");
	if (!is_name(args.word[0]))
		return bad_name(args.word[0]);
	err = rk_key_generate(&sec, &pub, args.comment ? args.comment : args.word[0]);
	if (!err)
		err = rk_key_write_secret(a, rk_key_path(a, args.word[0], true), &sec, &why);
	rk_key_wipe(&sec);
	if (!err && (err = rk_key_write_public(a, rk_key_path(a, args.word[0], false), &pub, &why)))
		unlink(rk_key_path(a, args.word[0], true)); /* a secret half alone is of no use */
	if (err)
		return rk_fail("key", err, "%s", why);
	printf("%s\n", rk_key_path(a, args.word[0], false));
	fprintf(stderr, "key %s: keep %s secret and backed up\n", rk_hex(a, pub.keynum, RKB_KEYNUM),
		rk_key_path(a, args.word[0], true));
	return RK_EXIT_OK;
}

/* ---- list ---- */
static int public_file(const struct dirent *e)
{
	const char *dot = strrchr(e->d_name, '.');

	return dot && dot != e->d_name && !strcmp(dot, ".pub");
}

static bool has_secret(struct rk_arena *a, const char *name)
{
	return !access(rk_key_path(a, name, true), F_OK);
}

static void print_key(struct rk_arena *a, const char *name, const struct rk_pubkey *k, bool json)
{
	const char *keynum = rk_hex(a, k->keynum, RKB_KEYNUM);
	bool secret = has_secret(a, name);
	json_t *o;

	if (!json) {
		printf("%-20s %s  %-7s  %s\n", name, keynum, secret ? "secret" : "public",
			rk_printable(a, k->comment, sizeof(k->comment)));
		return;
	}
	o = json_pack("{s:s, s:s, s:b, s:s}", "name", name, "keynum", keynum, "secret", secret,
		"comment", rk_printable(a, k->comment, sizeof(k->comment)));
	json_dumpf(o, stdout, JSON_COMPACT | JSON_ENSURE_ASCII);
	putchar('\n');
	json_decref(o);
}

static int list(struct rk_arena *a, int argc, char **argv)
{
	struct dirent **files;
	struct args args;
	int err = parse(argc, argv, "j", 0, &args), n, code = RK_EXIT_OK;

	if (err)
		return err;
	n = scandir(rk_key_dir(a), &files, public_file, alphasort);
	if (n <= 0)
		fprintf(stderr, "no keys in %s (rk key generate NAME makes one)\n", rk_key_dir(a));
	for (int i = 0; i < n; i++) {
		char *name = rk_strndup(a, files[i]->d_name, strlen(files[i]->d_name) - 4);
		const char *why;
		struct rk_pubkey k;

		err = rk_key_read_public(a, rk_key_path(a, name, false), &k, &why);
		if (err)
			code = rk_fail("key", err, "%s", why);
		else
			print_key(a, name, &k, args.json);
		free(files[i]);
	}
	if (n >= 0)
		free(files);
	return code;
}

static int export_key(struct rk_arena *a, int argc, char **argv)
{
	struct args args;
	struct rk_pubkey k;
	const char *why;
	u8 *bytes;
	size_t size;
	int err = parse(argc, argv, "o", 1, &args);

	if (err)
		return err;
	if (args.n_words != 1)
		return rk_usage("key", "export wants a name");
	err = rk_key_read_public(a, rk_key_file(a, args.word[0], false), &k, &why);
	if (!err)
		err = rk_file_read(a, rk_key_file(a, args.word[0], false), &bytes, &size, &why);
	if (!err)
		err = rk_file_write(a, args.out ? args.out : "-", bytes, size, &why);
	return err ? rk_fail("key", err, "%s", why) : RK_EXIT_OK;
}

/* ---- import ---- */
/* File name without folder and suffix. */
static char *base_name(struct rk_arena *a, const char *path)
{
	const char *slash = strrchr(path, '/'), *dot;

	path = slash ? slash + 1 : path;
	dot = strrchr(path, '.');
	return dot && dot != path ? rk_strndup(a, path, (size_t)(dot - path)) : rk_strdup(a, path);
}

/* A secret key brings its public half along: the last 32 bytes. */
static int import_secret(struct rk_arena *a, const char *file, const char *name, const char **why)
{
	struct rk_seckey sec;
	struct rk_pubkey pub = {0};
	int err = rk_key_read_secret(a, file, &sec, why);

	if (err)
		return err;
	memcpy(pub.keynum, sec.keynum, sizeof(pub.keynum));
	memcpy(pub.pk, sec.sk + 32, sizeof(pub.pk));
	snprintf(pub.comment, sizeof(pub.comment), "%s public key", name);
	err = rk_key_write_secret(a, rk_key_path(a, name, true), &sec, why);
	rk_key_wipe(&sec);
	return err ? err : rk_key_write_public(a, rk_key_path(a, name, false), &pub, why);
}

static int import_key(struct rk_arena *a, int argc, char **argv)
{
	struct args args;
	struct rk_pubkey pub;
	const char *why, *name;
	int err = parse(argc, argv, "", 2, &args);

	if (err)
		return err;
	if (!args.n_words)
		return rk_usage("key", "import wants a key file");
	name = args.word[1] ? args.word[1] : base_name(a, args.word[0]);
	if (!is_name(name))
		return bad_name(name);
	err = rk_key_read_public(a, args.word[0], &pub, &why);
	if (!err)
		err = rk_key_write_public(a, rk_key_path(a, name, false), &pub, &why);
	else if (err == RK_EINPUT)
		err = import_secret(a, args.word[0], name, &why);
	if (err)
		return rk_fail("key", err, "%s", why);
	printf("%s\n", rk_key_path(a, name, false));
	return RK_EXIT_OK;
}

int rk_cmd_key(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(struct rk_arena *a, int argc, char **argv);
	} verbs[] = {{"generate", generate}, {"list", list}, {"export", export_key},
		{"import", import_key}};
	struct rk_arena a;
	int code = -1;

	if (argc < 2)
		return rk_usage("key", "expected generate, list, export or import");
	if (sodium_init() < 0)
		return rk_fail("key", RK_EIO, "libsodium does not start");
	rk_arena_init(&a);
	for (size_t i = 0; i < RK_ARRAY_SIZE(verbs); i++)
		if (!strcmp(verbs[i].name, argv[1]))
			code = verbs[i].run(&a, argc - 1, argv + 1);
	rk_arena_fini(&a);
	return code >= 0 ? code
			 : rk_usage("key", "'%s' is not generate, list, export or import", argv[1]);
}
