/* SPDX-License-Identifier: MIT */
/* replace, rollback, seal, freeze, thaw, key limit, counters. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "rk/hook.h"
#include "store.h"
#include "tool.h"

/* The program to come: a loaded one by its number, or a file, which is loaded. */
static int come(struct rk_tool *t, const char *word, u32 *id, bool *loaded)
{
	u64 number;
	int code;

	*loaded = !rk_text_unsigned(word, U32_MAX, &number);
	if (!*loaded) {
		*id = (u32)number;
		return RK_EXIT_OK;
	}
	code = rk_tool_send(t, word);
	if (code)
		return code;
	if (rk_link_call(t->link, RK_REQ_LOAD, NULL, 0, sizeof(*id)))
		return rk_tool_refused(t, word);
	memcpy(id, t->link->data, sizeof(*id));
	return RK_EXIT_OK;
}

int rk_tool_replace(struct rk_tool *t)
{
	struct rk_swap s = {.flags = t->options & RK_OPT_RESET ? RK_REPLACE_RESET_MAPS : 0};
	bool loaded;
	int code = rk_tool_program(t, t->word[0], &s.id);

	if (!code)
		code = come(t, t->word[1], &s.with, &loaded);
	if (code)
		return code;
	if (rk_link_call(t->link, RK_REQ_REPLACE, &s, sizeof(s), 0)) {
		code = rk_tool_refused(t, t->word[0]);
		if (loaded)
			rk_link_call(t->link, RK_REQ_UNLOAD, &s.with, sizeof(s.with), 0);
		return code;
	}
	printf(t->options & RK_OPT_JSON ? "{\"id\":%u}\n" : "%u\n", s.with);
	return RK_EXIT_OK;
}

int rk_tool_rollback(struct rk_tool *t)
{
	u32 id;
	int code = rk_tool_program(t, t->word[0], &id);

	if (!code && rk_link_call(t->link, RK_REQ_ROLLBACK, &id, sizeof(id), 0))
		code = rk_tool_refused(t, t->word[0]);
	return code;
}

int rk_tool_seal(struct rk_tool *t)
{
	return rk_link_call(t->link, RK_REQ_SEAL, NULL, 0, 0) ? rk_tool_refused(t, NULL)
							      : RK_EXIT_OK;
}

/* All that are no interlocks; or one program, by a signed command. */
static int freeze(struct rk_tool *t, u32 on)
{
	if (t->signer && t->n_words)
		return rk_tool_sign_program(t, on ? RKC_FREEZE : RKC_THAW);
	if (t->signer || t->n_words)
		return rk_tool_say(t, RK_EXIT_USAGE,
			"one program is frozen by a signed command: 'rk %s PROG --key NAME'",
			t->row->name);
	if (rk_link_call(t->link, RK_REQ_FREEZE, &on, sizeof(on), 0))
		return rk_tool_refused(t, NULL);
	return RK_EXIT_OK;
}

int rk_tool_freeze(struct rk_tool *t)
{
	return freeze(t, 1);
}

int rk_tool_thaw(struct rk_tool *t)
{
	return freeze(t, 0);
}

static const struct {
	const char *name;
	u32 bit;
} hooks[] = {
#define HOOK(name, id, prefix, run, ctx, min, max, traits, budget, doc) {prefix, id},
#include "rk/hook.def"
#undef HOOK
};

static const struct {
	const char *name;
	u32 id;
} helpers[] = {
#define HELPER(id, name, ...) {#name, id},
#include "rk/helper.def"
#undef HELPER
};

enum { FIRST_OWN = 0x10000 };

/* A hook's class as sections name it, or one of our own helpers, with or without bpf_. */
static bool forbid(struct rk_uapi_limit *l, const char *word)
{
	const char *name = strncmp(word, "bpf_", 4) ? word : word + 4;

	for (size_t i = 0; i < RK_ARRAY_SIZE(hooks); i++) {
		if (!strcmp(hooks[i].name, word) && hooks[i].bit < 64) {
			l->no_hooks |= 1ull << hooks[i].bit;
			return true;
		}
	}
	for (size_t i = 0; i < RK_ARRAY_SIZE(helpers); i++) {
		if (helpers[i].id >= FIRST_OWN && helpers[i].id < FIRST_OWN + 64 &&
			!strcmp(helpers[i].name, name)) {
			l->no_helpers |= 1ull << (helpers[i].id - FIRST_OWN);
			return true;
		}
	}
	return false;
}

int rk_tool_key_limit(struct rk_tool *t)
{
	struct rk_uapi_limit l = {.no_hooks = 0};
	struct rk_uapi_key key;
	int code = rk_tool_key(t, t->word[0], &key);

	if (code)
		return code;
	memcpy(l.keynum, key.keynum, sizeof(l.keynum));
	for (int i = 1; i < t->n_words; i++)
		if (!forbid(&l, t->word[i]))
			return rk_tool_say(t, RK_EXIT_USAGE,
				"'%s' is neither a class of hooks (timer, kprobe, ...) nor one of "
				"rkBPF's "
				"helpers (bpf_gpio_set, ...)",
				t->word[i]);
	if (rk_link_call(t->link, RK_REQ_KEY_LIMIT, &l, sizeof(l), 0))
		return rk_tool_refused(t, t->word[0]);
	return RK_EXIT_OK;
}

static void print_counter(const struct rk_uapi_counter *c, bool json)
{
	printf(json ? "{\"key\":\"" : "");
	rk_text_hex(c->keynum, sizeof(c->keynum));
	printf(json ? "\",\"name\":" : " ");
	rk_text_string(c->name, sizeof(c->name), json);
	printf(json ? ",\"counter\":%llu,\"sha3\":\"" : " %llu ", (unsigned long long)c->counter);
	rk_text_hex(c->sha3, sizeof(c->sha3));
	puts(json ? "\"}" : "");
}

int rk_tool_counters(struct rk_tool *t)
{
	struct rk_uapi_counter c;
	u32 index = 0;

	do {
		if (rk_link_call(t->link, RK_REQ_COUNTERS, &index, sizeof(index), 0))
			return rk_tool_refused(t, NULL);
		for (size_t at = 0; at + sizeof(c) <= t->link->size; at += sizeof(c), index++) {
			memcpy(&c, t->link->data + at, sizeof(c));
			print_counter(&c, t->options & RK_OPT_JSON);
		}
	} while (t->link->size >= sizeof(c));
	return RK_EXIT_OK;
}

static int raise_all(struct rk_tool *t, FILE *f)
{
	struct rk_uapi_counter c;
	char line[256];

	while (fgets(line, sizeof(line), f)) {
		if (!rk_store_counter(line, &c))
			return rk_tool_say(t, RK_EXIT_FAIL, "%s: a line is no counter", t->word[0]);
		if (rk_link_call(t->link, RK_REQ_RAISE, &c, sizeof(c), 0))
			return rk_tool_refused(t, t->word[0]);
	}
	return RK_EXIT_OK;
}

int rk_tool_counters_raise(struct rk_tool *t)
{
	FILE *f = fopen(t->word[0], "r");
	int code;

	if (!f)
		return rk_tool_say(t, RK_EXIT_FAIL, "%s: %s", t->word[0], strerror(errno));
	code = raise_all(t, f);
	fclose(f);
	return code;
}

int rk_tool_restore(struct rk_tool *t)
{
	if (rk_link_call(t->link, RK_REQ_RESTORE, NULL, 0, sizeof(u32)))
		return rk_tool_refused(t, NULL);
	return RK_EXIT_OK;
}

int rk_tool_forget(struct rk_tool *t)
{
	char name[RK_MAX_NAME] = {0};

	if (strlen(t->word[0]) >= sizeof(name))
		return rk_tool_say(t, RK_EXIT_USAGE, "'%s' is too long for a name", t->word[0]);
	memcpy(name, t->word[0], strlen(t->word[0]));
	if (rk_link_call(t->link, RK_REQ_FORGET, name, sizeof(name), 0))
		return rk_tool_refused(t, t->word[0]);
	return RK_EXIT_OK;
}
