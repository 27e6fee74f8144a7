/* SPDX-License-Identifier: MIT */
/*
 * Keys, and from a signed image to an installed program. All checks come first and change nothing;
 * what is committed afterwards (maps, code, counters) is undone whole where a resource lacks.
 * Called under the key lock.
 */
#include "blob.h"
#include "program.h"
#include "rk/sha3.h"

/* The trusted keys whose signatures an image carries. */
struct signers {
	const struct rk_key *key[RK_MAX_SIGS];
	u32 n;
};

static bool same(const void *a, const void *b, size_t n)
{
	return !__builtin_memcmp(a, b, n);
}

/* One key under two numbers would count as two signers. */
int rk_rt_key_add(struct rk_rt *rt, const u8 keynum[RKB_KEYNUM], const u8 pk[32])
{
	struct rk_key *room = NULL;

	for (u32 i = 0; i < RK_MAX_KEYS; i++) {
		struct rk_key *k = &rt->keys[i];

		if (k->used && (same(k->keynum, keynum, RKB_KEYNUM) || same(k->pk, pk, 32)))
			return RK_EEXIST;
		if (!k->used && !room)
			room = k;
	}
	if (!room)
		return RK_ETOOBIG;
	__builtin_memcpy(room->keynum, keynum, RKB_KEYNUM);
	__builtin_memcpy(room->pk, pk, 32);
	room->used = true;
	return RK_OK;
}

static struct rk_key *find_key(struct rk_rt *rt, const u8 *keynum)
{
	for (u32 i = 0; i < RK_MAX_KEYS; i++)
		if (rt->keys[i].used && same(rt->keys[i].keynum, keynum, RKB_KEYNUM))
			return &rt->keys[i];
	return NULL;
}

const struct rk_key *rk_rt_key(const struct rk_rt *rt, const u8 keynum[RKB_KEYNUM])
{
	return find_key((struct rk_rt *)rt, keynum);
}

int rk_rt_key_allow(struct rk_rt *rt, const u8 keynum[RKB_KEYNUM], u32 may)
{
	struct rk_key *key = find_key(rt, keynum);

	if (!key || may & ~(u32)RK_MAY_COMMAND)
		return key ? RK_EINPUT : RK_ENOENT;
	key->may = may;
	return RK_OK;
}

int rk_rt_key_limit(struct rk_rt *rt, const u8 keynum[RKB_KEYNUM], u64 no_hooks, u64 no_helpers)
{
	struct rk_key *key = find_key(rt, keynum);

	if (!key)
		return RK_ENOENT;
	key->no_hooks = no_hooks;
	key->no_helpers = no_helpers;
	return RK_OK;
}

/*
 * A signature of a key that is not trusted says nothing, for or against. One of a trusted key must
 * hold, or the image is refused.
 */
static int check_signatures(
	struct rk_rt *rt, const struct rk_blob *b, struct signers *by, const char **why)
{
	u8 msg[RKB_DOMAIN_SIZE + sizeof(struct rkb_header)];

	__builtin_memcpy(msg, RKB_DOMAIN, RKB_DOMAIN_SIZE);
	__builtin_memcpy(msg + RKB_DOMAIN_SIZE, b->header, sizeof(*b->header));
	for (u32 i = 0; i < b->n_sigs; i++) {
		const struct rk_key *key = find_key(rt, b->sigs[i].keynum);

		if (!key)
			continue;
		*why = "signature does not match, or one key signed twice";
		if (rk_ed25519_verify(b->sigs[i].sig, msg, sizeof(msg), key->pk) ||
			(by->n && by->key[0] == key))
			return RK_ESIG;
		by->key[by->n++] = key;
	}
	*why = b->n_sigs ? "no signature is of a trusted key" : "image is not signed";
	if (!by->n)
		return b->n_sigs ? RK_ENOKEY : RK_ESIG;
	*why = "the policy asks for signatures of two trusted keys";
	return by->n < 2 && rt->two_keys == RK_TWO_KEYS_ALL ? RK_EPOLICY : RK_OK;
}

/* The order of signatures is not signed: the owner is the signer that was trusted first. */
static const struct rk_key *owner(const struct signers *by)
{
	return by->n > 1 && by->key[1] < by->key[0] ? by->key[1] : by->key[0];
}

static int check_hash(const struct rk_blob *b, const char **why)
{
	u8 digest[32];

	rk_sha3_256(b->payload, b->header->payload_size, digest);
	*why = "payload does not match the hash in the signed header";
	return same(digest, b->header->payload_sha3, sizeof(digest)) ? RK_OK : RK_EHASH;
}

static bool is_kernel(const char *built_for, const char *running)
{
	size_t n = 0;

	if (!running || !built_for[0])
		return true;
	while (built_for[n] && built_for[n] == running[n])
		n++;
	return built_for[n] == running[n];
}

static int check_kernel(const struct rk_rt *rt, const struct rkb_manifest *m, const char **why)
{
	*why = "code depends on another kernel than the running one (release or version)";
	return is_kernel(m->kernel_release, rt->kernel_release) &&
			       is_kernel(m->kernel_version, rt->kernel_version)
		       ? RK_OK
		       : RK_EKERNEL;
}

enum { ROBOT_HELPERS = 0x10000 };

static bool may_call(const struct rk_key *key, const struct rkb_import *im)
{
	u32 n = im->id - ROBOT_HELPERS;

	return im->kind != RK_IMPORT_HELPER || im->id < ROBOT_HELPERS || n >= 64 ||
	       !(key->no_helpers >> n & 1);
}

/* Each signer answers for the whole image: all must be allowed what it does. */
static int check_limits(const struct rk_blob *b, const struct signers *by, const char **why)
{
	for (u32 i = 0; i < by->n; i++) {
		*why = "the signing key may not be used for this hook";
		if (b->manifest->hook < 64 && by->key[i]->no_hooks >> b->manifest->hook & 1)
			return RK_EPOLICY;
		*why = "the signing key may not be used for a helper that the image calls";
		for (u32 k = 0; k < b->n_imports; k++)
			if (!may_call(by->key[i], &b->imports[k]))
				return RK_EPOLICY;
	}
	return RK_OK;
}

enum {
#define HELPER(id, name, ...) ID_##name = id,
#include "rk/helper.def"
#undef HELPER
};

/* It can act on the world outside: by a helper, or by the emergency stop when it fails. */
static bool is_actuator(const struct rk_blob *b)
{
	for (u32 i = 0; i < b->n_imports; i++) {
		u32 id = b->imports[i].kind == RK_IMPORT_HELPER ? b->imports[i].id : 0;

		if (id == ID_motor_emergency_stop || id == ID_gpio_set || id == ID_pwm_set_duty ||
			id == ID_can_send)
			return true;
	}
	return b->manifest->stops || b->manifest->fail_action == RKB_FAIL_STOP;
}

static int check_two_keys(
	const struct rk_rt *rt, const struct rk_blob *b, const struct signers *by, const char **why)
{
	*why = "the policy asks for signatures of two trusted keys on what drives outputs";
	return rt->two_keys == RK_TWO_KEYS_ACTUATORS && by->n < 2 && is_actuator(b) ? RK_EPOLICY
										    : RK_OK;
}

/* ---- counters: each signer's, so that taking a signature away does not open the way back ---- */
static struct rk_counter *counter_of(struct rk_rt *rt, const u8 *keynum, const char *name)
{
	struct rk_counter *room = NULL;

	for (u32 i = 0; i < RK_MAX_COUNTERS; i++) {
		struct rk_counter *c = &rt->counters[i];

		if (same(c->keynum, keynum, RKB_KEYNUM) && same(c->name, name, sizeof(c->name)))
			return c;
		if (!c->name[0] && !room)
			room = c;
	}
	return room;
}

static u32 counters_free(const struct rk_rt *rt)
{
	u32 n = 0;

	for (u32 i = 0; i < RK_MAX_COUNTERS; i++)
		n += !rt->counters[i].name[0];
	return n;
}

static int check_counters(
	struct rk_rt *rt, const struct rkb_header *h, const struct signers *by, const char **why)
{
	u32 fresh = 0;

	for (u32 i = 0; i < by->n; i++) {
		const struct rk_counter *c = counter_of(rt, by->key[i]->keynum, h->name);

		if (!c || !c->name[0]) {
			fresh++;
			continue;
		}
		*why = "counter is lower than that of a version installed before";
		if (h->counter < c->counter)
			return RK_ECOUNTER;
		*why = "counter is that of another version installed before";
		if (h->counter == c->counter && !same(c->sha3, h->payload_sha3, sizeof(c->sha3)))
			return RK_ECOUNTER;
	}
	*why = "no room to remember the counter of another program";
	return fresh > counters_free(rt) ? RK_ETOOBIG : RK_OK;
}

static void record_counters(struct rk_rt *rt, const struct rkb_header *h, const struct signers *by)
{
	for (u32 i = 0; i < by->n; i++) {
		struct rk_counter *c = counter_of(rt, by->key[i]->keynum, h->name);

		__builtin_memcpy(c->keynum, by->key[i]->keynum, sizeof(c->keynum));
		__builtin_memcpy(c->name, h->name, sizeof(c->name));
		__builtin_memcpy(c->sha3, h->payload_sha3, sizeof(c->sha3));
		c->counter = h->counter;
	}
}

static bool is_name(const char name[RK_MAX_NAME])
{
	u32 n = 0;

	while (n < RK_MAX_NAME && name[n] >= ' ' && name[n] <= '~')
		n++;
	for (u32 i = n; i < RK_MAX_NAME; i++)
		if (name[i])
			return false;
	return n && n < RK_MAX_NAME;
}

int rk_rt_counter_raise(struct rk_rt *rt, const u8 keynum[RKB_KEYNUM], const char name[RK_MAX_NAME],
	u64 counter, const u8 sha3[32])
{
	struct rk_counter *c;

	if (!is_name(name))
		return RK_EINPUT;
	if (!find_key(rt, keynum))
		return RK_ENOENT;
	c = counter_of(rt, keynum, name);
	if (!c)
		return RK_ETOOBIG;
	if (c->name[0] && counter <= c->counter)
		return counter == c->counter && same(c->sha3, sha3, 32) ? RK_OK : RK_ECOUNTER;
	__builtin_memcpy(c->keynum, keynum, sizeof(c->keynum));
	__builtin_memcpy(c->name, name, sizeof(c->name));
	__builtin_memcpy(c->sha3, sha3, sizeof(c->sha3));
	c->counter = counter;
	return RK_OK;
}

static int check(struct rk_rt *rt, struct rk_blob *b, const u8 *copy, size_t size,
	struct signers *by, const char **why)
{
	int err;

	if ((err = rk_blob_locate(b, copy, size, why)))
		return err;
	if ((err = check_signatures(rt, b, by, why)))
		return err; /* nothing below runs on unsigned bytes */
	if ((err = rk_blob_bound(b, RK_ARCH_SELF, why)))
		return err;
	if ((err = check_hash(b, why)))
		return err;
	if ((err = rk_blob_parse(b, why)))
		return err;
	if ((err = check_limits(b, by, why)))
		return err;
	if ((err = check_two_keys(rt, b, by, why)))
		return err;
	if ((err = check_kernel(rt, b->manifest, why)))
		return err;
	return check_counters(rt, b->header, by, why);
}

static struct rk_program_spec spec_of(const struct rk_blob *b, const struct signers *by)
{
	return (struct rk_program_spec){
		.manifest = b->manifest,
		.name = b->header->name,
		.keynum = owner(by)->keynum,
		.maps = b->maps,
		.n_maps = b->n_maps,
		.data = b->data,
		.data_size = b->data_size,
	};
}

static int install(struct rk_rt *rt, const struct rk_blob *b, const struct signers *by,
	struct rk_program **out, const char **why)
{
	struct rk_program_spec spec = spec_of(b, by);
	struct rk_program *p;
	int err = rk_program_new(rt, &spec, &p, why);

	if (err)
		return err;
	*why = "no executable memory";
	err = rk_install_text(rt, b, &p->exec, why);
	if (!err)
		err = rk_program_install(p);
	if (err) {
		rk_program_free(p);
		return err;
	}
	p->counter = b->header->counter;
	__builtin_memcpy(p->sha3, b->header->payload_sha3, sizeof(p->sha3));
	record_counters(rt, b->header, by);
	*out = p;
	*why = NULL;
	return RK_OK;
}

static int load(
	struct rk_rt *rt, const void *image, size_t size, struct rk_program **out, const char **why)
{
	struct signers by = {.n = 0};
	struct rk_blob b;
	u8 *copy;
	int err;

	*why = "image is larger than 16 MiB, or empty";
	if (!size || size > RK_MAX_BLOB)
		return size ? RK_ETOOBIG : RK_ETRUNC;
	*why = "no memory for the image";
	copy = rk_plat_alloc(size);
	if (!copy)
		return RK_ENOMEM;
	__builtin_memcpy(copy, image, size);
	err = check(rt, &b, copy, size, &by, why);
	if (!err && out) {
		err = install(rt, &b, &by, out, why);
	} else if (!err) {
		struct rk_program_spec spec = spec_of(&b, &by);

		err = rk_program_check(rt, &spec, why);
	}
	rk_plat_free(copy, size);
	return err;
}

int rk_rt_load(
	struct rk_rt *rt, const void *image, size_t size, struct rk_program **out, const char **why)
{
	*out = NULL;
	return load(rt, image, size, out, why);
}

int rk_rt_check(struct rk_rt *rt, const void *image, size_t size, const char **why)
{
	return load(rt, image, size, NULL, why);
}
