/* SPDX-License-Identifier: MIT */
/* Signed commands: asked for, signed by the workstation, sent. No secret key comes to the robot. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

static int send_bytes(struct rk_tool *t, const u8 *bytes, size_t n)
{
	if (rk_link_call(t->link, RK_REQ_COMMAND, bytes, n, 0))
		return rk_tool_refused(t, t->word[0]);
	return RK_EXIT_OK;
}

static int put_bytes(struct rk_tool *t, const u8 *bytes, size_t n)
{
	FILE *f = fopen(t->signer->save, "wb");
	bool bad = !f || fwrite(bytes, 1, n, f) != n;

	if (f && fclose(f))
		bad = true;
	return bad ? rk_tool_say(t, RK_EXIT_FAIL, "%s cannot be written", t->signer->save)
		   : RK_EXIT_OK;
}

/* The record with its data behind it, signed, in one piece. */
static int finish(struct rk_tool *t, struct rkc_record *r, const u8 *data, size_t size)
{
	size_t n = RKC_LEAST + size;
	u8 *bytes = calloc(1, n);
	struct rkb_sig sig;
	int code;

	if (!bytes)
		return rk_tool_say(t, RK_EXIT_FAIL, "out of memory");
	code = t->signer->sign(t->signer, r, data, size, &sig);
	if (!code) {
		memcpy(bytes, &sig, sizeof(sig));
		memcpy(bytes + sizeof(sig), r, sizeof(*r));
		if (size)
			memcpy(bytes + RKC_LEAST, data, size);
		code = t->signer->save ? put_bytes(t, bytes, n) : send_bytes(t, bytes, n);
	}
	free(bytes);
	return code;
}

/* The robot is asked for the program a second time, and what it answers is what is signed. */
int rk_tool_sign(struct rk_tool *t, u32 id, struct rkc_record *r, const u8 *data, size_t size)
{
	struct rk_uapi_challenge c;
	struct rk_row row;
	int code = rk_tool_row_of(t, id, &row);

	if (code)
		return code;
	if (!rk_tool_is_word(t->word[0], &row))
		return rk_tool_say(t, RK_EXIT_FAIL,
			"the robot answers with another program than '%s': nothing is signed; "
			"do not trust its agent",
			t->word[0]);
	if (rk_link_call(t->link, RK_REQ_CHALLENGE, NULL, 0, sizeof(c)))
		return rk_tool_refused(t, NULL);
	memcpy(&c, t->link->data, sizeof(c));
	r->id = id;
	memcpy(r->nonce, c.nonce, sizeof(r->nonce));
	memcpy(r->sha3, row.prog.sha3, sizeof(r->sha3));
	memcpy(r->name, row.prog.name, sizeof(r->name));
	return finish(t, r, data, size);
}

int rk_tool_sign_program(struct rk_tool *t, enum rkc_action action)
{
	struct rkc_record r = {.action = (u16)action};
	u32 id;
	int code = rk_tool_program(t, t->word[0], &id);

	return code ? code : rk_tool_sign(t, id, &r, NULL, 0);
}

static size_t padded(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

int rk_tool_sign_element(struct rk_tool *t, const struct rk_uapi_map *m, const struct rk_element *e,
	const u8 *key_value)
{
	bool deletes = !e->value_size;
	struct rkc_record r = {.action = deletes ? RKC_MAP_DELETE : RKC_MAP_UPDATE,
		.index = m->index,
		.key_size = e->key_size,
		.value_size = e->value_size,
		.cpu = e->cpu,
		.flags = e->flags};
	size_t key = padded(e->key_size), size = key + padded(e->value_size);
	u8 *data;
	int code;

	if (e->key_size > RKC_MAX_KEY || e->value_size > RKC_MAX_VALUE)
		return rk_tool_say(t, RK_EXIT_FAIL, "the element is too long for a command");
	data = calloc(1, size + 1);
	if (!data)
		return rk_tool_say(t, RK_EXIT_FAIL, "out of memory");
	memcpy(data, key_value, e->key_size);
	memcpy(data + key, key_value + e->key_size, e->value_size);
	memcpy(r.map, m->name, sizeof(r.map));
	code = rk_tool_sign(t, m->id, &r, data, size);
	free(data);
	return code;
}

int rk_tool_command(struct rk_tool *t)
{
	size_t size;
	u8 *bytes = rk_tool_file(t, t->word[0], RKC_MOST, &size);
	int code;

	if (!bytes)
		return RK_EXIT_FAIL;
	code = send_bytes(t, bytes, size);
	free(bytes);
	return code;
}

int rk_tool_key_allow(struct rk_tool *t)
{
	struct rk_uapi_allow a = {.may = 0};
	struct rk_uapi_key key;
	int code = rk_tool_key(t, t->word[0], &key);

	if (code)
		return code;
	memcpy(a.keynum, key.keynum, sizeof(a.keynum));
	for (int i = 1; i < t->n_words; i++) {
		if (strcmp(t->word[i], "command"))
			return rk_tool_say(t, RK_EXIT_USAGE,
				"'%s' is nothing that a key may be allowed: command", t->word[i]);
		a.may |= RK_ALLOW_COMMAND;
	}
	if (rk_link_call(t->link, RK_REQ_KEY_ALLOW, &a, sizeof(a), 0))
		return rk_tool_refused(t, t->word[0]);
	return RK_EXIT_OK;
}

int rk_tool_policy(struct rk_tool *t)
{
	static const char *const names[] = {"none", "actuators", "all"};
	struct rk_uapi_policy p = {.two_keys = 0};

	while (p.two_keys < RK_ARRAY_SIZE(names) && strcmp(names[p.two_keys], t->word[0]))
		p.two_keys++;
	if (p.two_keys == RK_ARRAY_SIZE(names))
		return rk_tool_say(
			t, RK_EXIT_USAGE, "'%s' is none of none, actuators, all", t->word[0]);
	if (rk_link_call(t->link, RK_REQ_POLICY, &p, sizeof(p), 0))
		return rk_tool_refused(t, t->word[0]);
	return RK_EXIT_OK;
}
