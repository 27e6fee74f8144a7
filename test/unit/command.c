/* SPDX-License-Identifier: MIT */
/* Signed commands: which are authentic, and for which program and map. */
#include "blob_load.h"
#include "command.h"
#include "map.h"

static const u8 nonce[RKC_NONCE] = {7, 7, 7};

struct made {
	struct rkc_record r;
	u8 data[32];
	u32 size; /* of data */
};

static struct made detach_of(const struct rk_program *p)
{
	struct made m = {.r = {.action = RKC_DETACH, .id = 1}};

	memcpy(m.r.nonce, nonce, sizeof(nonce));
	memcpy(m.r.sha3, p->sha3, sizeof(m.r.sha3));
	memcpy(m.r.name, p->name, sizeof(m.r.name));
	return m;
}

static struct made update_of(const struct rk_program *p)
{
	struct made m = detach_of(p);

	m.r.action = RKC_MAP_UPDATE;
	m.r.key_size = 4;
	m.r.value_size = 5;
	m.data[8] = 1;
	m.size = 16;
	memcpy(m.r.map, p->maps[0]->attr.name, sizeof(m.r.map));
	return m;
}

static struct bytes command(struct made m, const struct rk_seckey *k)
{
	struct bytes b = {malloc(RKC_LEAST + m.size), RKC_LEAST + m.size};
	struct rkb_sig sig;

	if (rk_command_sign(&m.r, m.data, m.size, k, &sig))
		fail("no signature", 0);
	memcpy(b.p, &sig, sizeof(sig));
	memcpy(b.p + sizeof(sig), &m.r, sizeof(m.r));
	memcpy(b.p + RKC_LEAST, m.data, m.size);
	return b;
}

static void judge(struct rk_rt *rt, struct bytes b, int want, const char *what)
{
	struct rk_rt before = *rt;
	struct rk_command c;
	const char *why = NULL;
	int err = rk_command_check(rt, b.p, b.n, nonce, &c, &why);

	if (err != want)
		fail(what, err);
	if (err && !why)
		fail("refused without a word", err);
	if (memcmp(&before, rt, sizeof(before)))
		fail("checking a command changed the runtime", 0);
	free(b.p);
}

static void test_keys(struct rk_rt *rt, const struct rk_program *p)
{
	struct made m = detach_of(p);
	struct bytes b;

	doing = "keys";
	judge(rt, command(m, &alice), RK_EPOLICY, "a trusted key that may not command");
	if (rk_rt_key_allow(rt, eve_pub.keynum, RK_MAY_COMMAND) != RK_ENOENT)
		fail("a key that is not there was allowed", 0);
	if (rk_rt_key_allow(rt, alice_pub.keynum, 2) != RK_EINPUT)
		fail("an unknown permission", 0);
	if (rk_rt_key_allow(rt, alice_pub.keynum, RK_MAY_COMMAND))
		fail("allow", 0);
	judge(rt, command(m, &alice), RK_OK, "the key that may");
	judge(rt, command(m, &bob), RK_EPOLICY, "another trusted key");
	judge(rt, command(m, &eve), RK_ENOKEY, "an unknown key");
	b = command(m, &eve);
	memcpy(b.p, alice.keynum, RKB_KEYNUM);
	judge(rt, b, RK_ESIG, "another key's signature under the number of one that may");
}

static void test_every_bit(struct rk_rt *rt, const struct rk_program *p)
{
	struct bytes whole = command(update_of(p), &alice);
	struct rk_command c;
	const char *why;

	doing = "every bit";
	for (size_t i = 0; i < 8 * whole.n; i++) {
		struct bytes b = {malloc(whole.n), whole.n};

		memcpy(b.p, whole.p, whole.n);
		b.p[i / 8] ^= (u8)(1 << i % 8);
		if (!rk_command_check(rt, b.p, b.n, nonce, &c, &why))
			fail("a changed bit was accepted", (int)i);
		free(b.p);
	}
	for (size_t n = 0; n < whole.n; n++) {
		struct bytes b = {malloc(n ? n : 1), n};

		memcpy(b.p, whole.p, n);
		if (!rk_command_check(rt, b.p, b.n, nonce, &c, &why))
			fail("a part was accepted", (int)n);
		free(b.p);
	}
	free(whole.p);
}

static void test_challenge(struct rk_rt *rt, const struct rk_program *p)
{
	struct made m = detach_of(p);

	doing = "challenge";
	m.r.nonce[31] ^= 1;
	judge(rt, command(m, &alice), RK_ECHALLENGE, "another challenge's");
}

/* A signer's tool may be wrong, too. */
static void test_format(struct rk_rt *rt, const struct rk_program *p)
{
	struct made m = update_of(p);

	doing = "format";
	judge(rt, command(m, &alice), RK_OK, "an update");
	m.data[6] = 1;
	judge(rt, command(m, &alice), RK_EINPUT, "padding of the key");
	m = update_of(p);
	m.data[14] = 1;
	judge(rt, command(m, &alice), RK_EINPUT, "padding of the value");
	m = update_of(p);
	m.size = 24;
	judge(rt, command(m, &alice), RK_EINPUT, "bytes behind the value");
	m = update_of(p);
	m.r.key_size = RKC_MAX_KEY + 1;
	judge(rt, command(m, &alice), RK_ETOOBIG, "a long key");
	m = update_of(p);
	m.r.value_size = ~0u;
	judge(rt, command(m, &alice), RK_ETOOBIG, "a long value");
	m = update_of(p);
	m.r.action = RKC_MAP_DELETE;
	judge(rt, command(m, &alice), RK_EINPUT, "a key deleted with a value");
	m.r.value_size = 0, m.size = 8;
	judge(rt, command(m, &alice), RK_OK, "a key deleted");
	m = update_of(p);
	m.r.action = RKC_DETACH;
	judge(rt, command(m, &alice), RK_EINPUT, "a program's command with an element");
	m = detach_of(p);
	m.r.action = RKC_MAP_DELETE + 1;
	judge(rt, command(m, &alice), RK_EUNSUP, "an unknown action");
	m.r.action = 0;
	judge(rt, command(m, &alice), RK_EUNSUP, "no action");
}

static bool fits(const struct made *m, const struct rk_program *p)
{
	struct rk_command c = {.record = &m->r};
	const char *why = NULL;
	int err = rk_command_fits(&c, p, &why);

	if (err && (err != RK_EPERM || !why))
		fail("refusal", err);
	return !err;
}

static void test_program(const struct rk_program *p, const struct rk_program *newer)
{
	struct made m = detach_of(p), map = update_of(p);

	doing = "program";
	if (!fits(&m, p) || !fits(&map, p))
		fail("its own", 0);
	if (fits(&m, newer))
		fail("another version of the program", 0);
	m.r.name[0]++;
	if (fits(&m, p))
		fail("another program's name", 0);
	map.r.map[0]++;
	if (fits(&map, p))
		fail("another map's name", 0);
	map = update_of(p);
	map.r.index = p->n_maps;
	if (fits(&map, p))
		fail("a map behind the last", 0);
}

/* A blob's signature is none of a command, whatever bytes are signed. */
static void test_domain(struct rk_rt *rt, const struct rk_program *p)
{
	u8 msg[RKB_DOMAIN_SIZE + sizeof(struct rkc_record)];
	struct bytes b = command(detach_of(p), &alice);

	doing = "domain";
	memcpy(msg, RKB_DOMAIN, RKB_DOMAIN_SIZE);
	memcpy(msg + RKB_DOMAIN_SIZE, b.p + sizeof(struct rkb_sig), sizeof(struct rkc_record));
	crypto_sign_detached(b.p + RKB_KEYNUM, NULL, msg, sizeof(msg), alice.sk);
	judge(rt, b, RK_ESIG, "a signature of the blob's domain");
}

int main(void)
{
	struct spec s = good(), next = good();
	struct rk_program *p, *newer;
	struct rk_rt rt;

	make_keys();
	new_runtime(&rt);
	next.header.counter++;
	next.manifest.worst_insns++;
	if (load(&rt, signed_by_alice(&s), &p) || load(&rt, signed_by_alice(&next), &newer))
		fail("load", 0);
	if (!p->n_maps)
		fail("a program without maps", 0);
	test_keys(&rt, p);
	test_every_bit(&rt, p);
	test_challenge(&rt, p);
	test_format(&rt, p);
	test_program(p, newer);
	test_domain(&rt, p);
	rk_rt_unload(p);
	rk_rt_unload(newer);
	rk_rt_fini(&rt);
	return 0;
}
