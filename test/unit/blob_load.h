/* SPDX-License-Identifier: MIT */
/* Loading hand-made images: three keys, two of them trusted, and what must hold of every refusal.
 */
#ifndef TEST_BLOB_LOAD_H
#define TEST_BLOB_LOAD_H

#include "blob_build.h"

static struct rk_seckey alice, bob, eve;
static struct rk_pubkey alice_pub, bob_pub, eve_pub;

static void new_runtime(struct rk_rt *rt)
{
	if (rk_rt_init(rt, 1 << 20, RK_BUDGET_DEFAULT) ||
		rk_rt_key_add(rt, alice_pub.keynum, alice_pub.pk) ||
		rk_rt_key_add(rt, bob_pub.keynum, bob_pub.pk))
		fail("no runtime", 0);
}

/* Exactly the bytes on the heap: reading one more is an error under ASan. */
static int load_bytes(struct rk_rt *rt, const u8 *p, size_t n, struct rk_program **out)
{
	u8 *exact = malloc(n ? n : 1);
	const char *why = NULL;
	struct rk_rt before = *rt;
	int err, dry;

	memcpy(exact, p, n);
	dry = rk_rt_check(rt, exact, n, &why);
	if (dry && !why)
		fail("refused without a word", dry);
	if (memcmp(&before, rt, sizeof(before)))
		fail("a dry run changed the runtime", 0);
	err = rk_rt_load(rt, exact, n, out, &why);
	if (err != dry)
		fail("dry run and load differ", err);
	if (err && memcmp(&before, rt, sizeof(before)))
		fail("a refused image changed the runtime", err);
	if (err && *out)
		fail("a refused image gave a program", err);
	free(exact);
	return err;
}

static int load(struct rk_rt *rt, struct bytes image, struct rk_program **out)
{
	int err = load_bytes(rt, image.p, image.n, out);

	free(image.p);
	return err;
}

static int load_once(struct rk_rt *rt, struct bytes image)
{
	struct rk_program *p;
	int err = load(rt, image, &p);

	if (!err)
		rk_rt_unload(p);
	return err;
}

static inline struct bytes signed_by_alice(const struct spec *s)
{
	return sign(build(s), &alice);
}

static inline void expect(struct rk_rt *rt, struct bytes image, int want, const char *what)
{
	int err = load_once(rt, image);

	if (err != want)
		fail(what, err);
}

static void make_keys(void)
{
	if (sodium_init() < 0 || rk_key_generate(&alice, &alice_pub, "alice") ||
		rk_key_generate(&bob, &bob_pub, "bob") || rk_key_generate(&eve, &eve_pub, "eve"))
		fail("no keys", 0);
}

#endif
