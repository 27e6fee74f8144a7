/* SPDX-License-Identifier: MIT */
#include "command.h"
#include "map.h"
#include "rk/sha3.h"

static bool same(const void *a, const void *b, size_t n)
{
	return !__builtin_memcmp(a, b, n);
}

static bool is_zero(const void *p, size_t n)
{
	const u8 *at = p;

	while (n--)
		if (*at++)
			return false;
	return true;
}

static u32 padded(u32 n)
{
	return (n + 7) & ~7u;
}

int rk_command_locate(struct rk_command *c, const void *bytes, size_t size, const char **why)
{
	*c = (struct rk_command){.sig = bytes};
	*why = "command is shorter than its record, or longer than any can be";
	if (size < RKC_LEAST || size > RKC_MOST)
		return size < RKC_LEAST ? RK_ETRUNC : RK_ETOOBIG;
	c->record = (const void *)(c->sig + 1);
	c->key = (const u8 *)(c->record + 1);
	c->data_size = size - RKC_LEAST;
	*why = "not a signed command (damaged in transfer, or another kind of file)";
	if (!same(c->record->magic, RKC_MAGIC, sizeof(c->record->magic)))
		return RK_EMAGIC;
	*why = "format of the command is not 1, the one this runtime reads";
	return c->record->format == RKC_FORMAT ? RK_OK : RK_EVERSION;
}

static bool is_map_action(u16 action)
{
	return action == RKC_MAP_UPDATE || action == RKC_MAP_DELETE;
}

static int check_map_action(const struct rkc_record *r, const char **why)
{
	*why = "the command's key or value is too long";
	if (r->key_size > RKC_MAX_KEY || r->value_size > RKC_MAX_VALUE)
		return RK_ETOOBIG;
	*why = "the command deletes a key and gives a value, flags or a CPU";
	if (r->action == RKC_MAP_DELETE && (r->value_size || r->flags || r->cpu))
		return RK_EINPUT;
	return RK_OK;
}

static bool names_no_map(const struct rkc_record *r)
{
	return is_zero(r->map, sizeof(r->map)) && !r->index && !r->key_size && !r->value_size &&
	       !r->cpu && !r->flags;
}

int rk_command_parse(struct rk_command *c, const char **why)
{
	const struct rkc_record *r = c->record;
	u32 key = padded(r->key_size);
	int err = RK_OK;

	*why = "this runtime has no such command";
	if (r->action < RKC_DETACH || r->action > RKC_MAP_DELETE)
		return RK_EUNSUP;
	*why = "the command is for a program and names a map's element";
	if (is_map_action(r->action))
		err = check_map_action(r, why);
	else if (!names_no_map(r))
		return RK_EINPUT;
	if (err)
		return err;
	*why = "size of the command does not match the sizes in its record";
	if (c->data_size != (size_t)key + padded(r->value_size))
		return RK_EINPUT;
	c->value = c->key + key;
	*why = "padding of the command is not zero";
	return is_zero(c->key + r->key_size, key - r->key_size) &&
			       is_zero(c->value + r->value_size,
				       padded(r->value_size) - r->value_size)
		       ? RK_OK
		       : RK_EINPUT;
}

static int check_signature(const struct rk_key *key, const struct rk_command *c, const char **why)
{
	u8 msg[RKC_DOMAIN_SIZE + sizeof(struct rkc_record)];

	*why = "the command's signature is not of a trusted key";
	if (!key)
		return RK_ENOKEY;
	__builtin_memcpy(msg, RKC_DOMAIN, RKC_DOMAIN_SIZE);
	__builtin_memcpy(msg + RKC_DOMAIN_SIZE, c->record, sizeof(*c->record));
	*why = "the command's signature does not match";
	if (rk_ed25519_verify(c->sig->sig, msg, sizeof(msg), key->pk))
		return RK_ESIG;
	*why = "the signing key may not command";
	return key->may & RK_MAY_COMMAND ? RK_OK : RK_EPOLICY;
}

static int check_data(const struct rk_command *c, const char **why)
{
	u8 digest[32];

	rk_sha3_256(c->key, c->data_size, digest);
	*why = "key and value do not match the hash in the signed record";
	return same(digest, c->record->data_sha3, sizeof(digest)) ? RK_OK : RK_EHASH;
}

int rk_command_check(const struct rk_rt *rt, const void *bytes, size_t size,
	const u8 nonce[RKC_NONCE], struct rk_command *c, const char **why)
{
	int err = rk_command_locate(c, bytes, size, why);

	if (err)
		return err;
	err = check_signature(rk_rt_key(rt, c->sig->keynum), c, why);
	if (err)
		return err; /* nothing below runs on unsigned bytes */
	*why = "the command is for another challenge: an older one, one used up, or another "
	       "robot's";
	if (!same(c->record->nonce, nonce, RKC_NONCE))
		return RK_ECHALLENGE;
	err = check_data(c, why);
	return err ? err : rk_command_parse(c, why);
}

int rk_command_fits(const struct rk_command *c, const struct rk_program *p, const char **why)
{
	const struct rkc_record *r = c->record;

	*why = "the command is for another program, or another version of it";
	if (!same(r->name, p->name, sizeof(r->name)) || !same(r->sha3, p->sha3, sizeof(r->sha3)))
		return RK_EPERM;
	*why = "the program has no such map";
	if (!is_map_action(r->action))
		return RK_OK;
	return r->index < p->n_maps && same(r->map, p->maps[r->index]->attr.name, sizeof(r->map))
		       ? RK_OK
		       : RK_EPERM;
}
