/* SPDX-License-Identifier: MIT */
/* Who may load what: signatures, keys and their limits, counters, the kernel that code was built
 * for. */
#include "blob_load.h"

static void test_signatures(void)
{
	struct spec s = good();
	struct bytes twice = sign(sign(build(&s), &alice), &alice), bad;
	struct rk_rt rt;

	doing = "signatures";
	new_runtime(&rt);
	expect(&rt, build(&s), RK_ESIG, "unsigned");
	expect(&rt, sign(build(&s), &eve), RK_ENOKEY, "unknown key");
	expect(&rt, sign(sign(build(&s), &eve), &alice), RK_OK, "a stranger beside a trusted key");
	expect(&rt, twice, RK_ESIG, "one key twice");
	rk_rt_key_add(&rt, eve_pub.keynum, eve_pub.pk);
	expect(&rt, sign(sign(sign(build(&s), &eve), &alice), &bob), RK_EMAGIC, "three signatures");
	rk_rt_fini(&rt);
	new_runtime(&rt);
	bad = sign(sign(build(&s), &alice), &bob);
	bad.p[sizeof(struct rkb_sigs) + sizeof(struct rkb_sig) + 20] ^= 1;
	expect(&rt, bad, RK_ESIG, "a wrong signature beside a good one");
	rt.two_keys = RK_TWO_KEYS_ALL;
	expect(&rt, signed_by_alice(&s), RK_EPOLICY, "one of two");
	expect(&rt, sign(sign(build(&s), &alice), &eve), RK_EPOLICY, "one and a stranger");
	expect(&rt, sign(sign(build(&s), &bob), &alice), RK_OK, "two of two");
	rk_rt_fini(&rt);
}

static void test_keys(void)
{
	struct rk_rt rt;
	u8 number[RKB_KEYNUM] = {1}, pk[32] = {9};

	doing = "keys";
	new_runtime(&rt);
	if (rk_rt_key_add(&rt, alice_pub.keynum, pk) != RK_EEXIST)
		fail("two keys of one number", 0);
	if (rk_rt_key_add(&rt, number, alice_pub.pk) != RK_EEXIST)
		fail("one key under two numbers", 0);
	for (u32 i = 2; i < RK_MAX_KEYS; i++) {
		number[1] = pk[1] = (u8)i;
		if (rk_rt_key_add(&rt, number, pk))
			fail("room for keys is missing", i);
	}
	number[1] = pk[1] = 0xff;
	if (rk_rt_key_add(&rt, number, pk) != RK_ETOOBIG)
		fail("more keys than RK_MAX_KEYS", 0);
	rk_rt_fini(&rt);
}

static void test_counters(void)
{
	struct spec s = good(), other = good(), old = good(), newer = good(), fresh = good();
	struct rk_rt rt;

	doing = "counters";
	new_runtime(&rt);
	old.header.counter = 4;
	newer.header.counter = 6;
	other.manifest.worst_insns++;
	fresh.header.counter = 0;
	memset(fresh.header.name, 'f', 3);
	expect(&rt, signed_by_alice(&fresh), RK_OK, "a fresh program may begin with 0");
	expect(&rt, signed_by_alice(&s), RK_OK, "first");
	expect(&rt, signed_by_alice(&s), RK_OK, "the same again");
	expect(&rt, signed_by_alice(&other), RK_ECOUNTER, "same counter, other contents");
	expect(&rt, signed_by_alice(&old), RK_ECOUNTER, "lower");
	expect(&rt, sign(build(&old), &bob), RK_OK, "lower, of another key");
	strcpy(old.header.name, "tock");
	expect(&rt, signed_by_alice(&old), RK_OK, "lower, of another program");
	expect(&rt, signed_by_alice(&newer), RK_OK, "higher");
	expect(&rt, signed_by_alice(&s), RK_ECOUNTER, "lower than the last");
	rk_rt_fini(&rt);
}

/* Signatures are not signed: without one of two, an image must not become a fresh program. */
static void test_counter_survives_stripping(void)
{
	struct spec s = good(), old = good();
	struct rk_rt rt;

	doing = "stripped signature";
	new_runtime(&rt);
	old.header.counter = 4;
	expect(&rt, sign(sign(build(&s), &alice), &bob), RK_OK, "two signatures");
	expect(&rt, sign(build(&old), &bob), RK_ECOUNTER, "the old version by one of them");
	expect(&rt, sign(build(&old), &alice), RK_ECOUNTER, "the old version by the other");
	expect(&rt, sign(sign(build(&s), &bob), &alice), RK_OK, "signatures in the other order");
	rk_rt_fini(&rt);
}

/* What was saved before a restart keeps older versions out after it. */
static void test_counter_raised(void)
{
	struct spec s = good(), old = good();
	const struct rk_counter *c;
	char name[RK_MAX_NAME];
	struct rk_rt rt, next;

	doing = "raised counter";
	new_runtime(&rt);
	new_runtime(&next);
	old.header.counter = 4;
	expect(&rt, signed_by_alice(&s), RK_OK, "before the restart");
	expect(&next, signed_by_alice(&old), RK_OK, "an old version where nothing is remembered");
	c = &rt.counters[0];
	if (rk_rt_counter_raise(&next, eve_pub.keynum, c->name, c->counter, c->sha3) != RK_ENOENT)
		fail("a counter of a key that is not there", 0);
	memset(name, 'x', sizeof(name));
	if (rk_rt_counter_raise(&next, c->keynum, name, c->counter, c->sha3) != RK_EINPUT)
		fail("a name without an end", 0);
	if (rk_rt_counter_raise(&next, c->keynum, c->name, c->counter, c->sha3))
		fail("a saved counter", 0);
	expect(&next, signed_by_alice(&old), RK_ECOUNTER, "the old version");
	expect(&next, signed_by_alice(&s), RK_OK, "the version that had it");
	if (rk_rt_counter_raise(&next, c->keynum, c->name, 1, c->sha3) != RK_ECOUNTER)
		fail("lowered", 0);
	rk_rt_fini(&rt);
	rk_rt_fini(&next);
}

static void test_counter_table_full(void)
{
	struct spec s = good();
	struct rk_rt rt;

	doing = "counter table";
	new_runtime(&rt);
	for (u32 i = 0; i < RK_MAX_COUNTERS - 1; i++) {
		memset(s.header.name, 0, RK_MAX_NAME);
		snprintf(s.header.name, sizeof(s.header.name), "p%u", i);
		expect(&rt, signed_by_alice(&s), RK_OK, "a program within the table");
	}
	strcpy(s.header.name, "one-more");
	expect(&rt, sign(signed_by_alice(&s), &bob), RK_ETOOBIG, "two entries where one is free");
	expect(&rt, signed_by_alice(&s), RK_OK, "the last entry");
	strcpy(s.header.name, "too-many");
	expect(&rt, signed_by_alice(&s), RK_ETOOBIG, "a program beyond the table");
	rk_rt_fini(&rt);
}

/* Keys may be limited: every signer must be allowed the hook and the robot helpers of the image. */
static void test_limits(void)
{
	enum { ESTOP = 0x10000, CAN_SEND = 7 };
	struct spec s = good(), acts = good();
	struct rk_rt rt;

	doing = "key limits";
	new_runtime(&rt);
	strcpy(acts.header.name, "acts");
	import(&acts, RK_IMPORT_HELPER, ESTOP);
	if (rk_rt_key_limit(&rt, eve_pub.keynum, 1, 1) != RK_ENOENT)
		fail("a key that is not there was limited", 0);
	rk_rt_key_limit(&rt, alice_pub.keynum, 1 << RK_HOOK_GPIO, 1 << CAN_SEND);
	expect(&rt, signed_by_alice(&s), RK_OK, "another hook is denied");
	expect(&rt, signed_by_alice(&acts), RK_OK, "another helper is denied");
	rk_rt_key_limit(&rt, alice_pub.keynum, 0, 1);
	expect(&rt, signed_by_alice(&s), RK_OK, "the helper is not called");
	expect(&rt, signed_by_alice(&acts), RK_EPOLICY, "the helper is denied");
	expect(&rt, sign(build(&acts), &bob), RK_OK, "the helper is denied to another key");
	expect(&rt, sign(sign(build(&acts), &bob), &alice), RK_EPOLICY, "denied to one of two");
	rk_rt_key_limit(&rt, alice_pub.keynum, 1 << RK_HOOK_TIMER, 0);
	expect(&rt, signed_by_alice(&s), RK_EPOLICY, "the hook is denied");
	rk_rt_fini(&rt);
}

/* What can act on an output needs two trusted keys, whatever it acts by; the rest needs one. */
static void test_two_keys(void)
{
	static const u32 acting[] = {0x10000, 0x10003, 0x10005, 0x10007},
			 looking[] = {0x10001, 0x10002, 0x10004, 0x10006};
	struct rk_rt rt;

	doing = "two keys";
	new_runtime(&rt);
	rt.two_keys = RK_TWO_KEYS_ACTUATORS;
	for (size_t i = 0; i < RK_ARRAY_SIZE(acting); i++) {
		struct spec s = good(), seen = good();

		snprintf(s.header.name, sizeof(s.header.name), "acts%zu", i);
		snprintf(seen.header.name, sizeof(seen.header.name), "looks%zu", i);
		import(&s, RK_IMPORT_HELPER, acting[i]);
		import(&seen, RK_IMPORT_HELPER, looking[i]);
		expect(&rt, signed_by_alice(&s), RK_EPOLICY, "it acts, with one key");
		expect(&rt, sign(sign(build(&s), &eve), &alice), RK_EPOLICY, "and a stranger's");
		expect(&rt, sign(sign(build(&s), &bob), &alice), RK_OK, "it acts, with two");
		expect(&rt, signed_by_alice(&seen), RK_OK, "it looks, with one");
	}
	struct spec stops = good(), plain = good();

	memset(stops.header.name, 's', 5);
	stops.manifest.fail_action = RKB_FAIL_STOP;
	expect(&rt, signed_by_alice(&stops), RK_EPOLICY, "it stops outputs where it fails");
	stops.manifest.fail_action = RKB_FAIL_DETACH;
	stops.manifest.stops = 1;
	expect(&rt, signed_by_alice(&stops), RK_EPOLICY, "it says that it stops");
	expect(&rt, signed_by_alice(&plain), RK_OK, "a program without outputs");
	rk_rt_fini(&rt);
}

static void test_kernel(void)
{
	struct spec s = good(), any = good();
	struct rk_rt rt;

	doing = "kernel identity";
	new_runtime(&rt);
	strcpy(s.manifest.kernel_release, "6.1.0-18-rt");
	expect(&rt, signed_by_alice(&s), RK_OK, "user port takes any");
	rt.kernel_release = "6.1.0-18-rt-amd64";
	expect(&rt, sign(build(&any), &bob), RK_OK, "an image for any kernel");
	expect(&rt, signed_by_alice(&s), RK_EKERNEL, "a longer release");
	rt.kernel_release = "6.1.0-18-rt";
	expect(&rt, signed_by_alice(&s), RK_OK, "the same release");
	strcpy(s.manifest.kernel_version, "#1 SMP");
	s.header.counter++;
	rt.kernel_version = "#2 SMP";
	expect(&rt, signed_by_alice(&s), RK_EKERNEL, "another version");
	rk_rt_fini(&rt);
}

int main(void)
{
	make_keys();
	test_signatures();
	test_keys();
	test_counters();
	test_counter_survives_stripping();
	test_counter_raised();
	test_counter_table_full();
	test_limits();
	test_two_keys();
	test_kernel();
	return 0;
}
