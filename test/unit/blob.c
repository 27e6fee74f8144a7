/* SPDX-License-Identifier: MIT */
/*
 * The loader against images built by hand: what must load does and runs; every image that breaks
 * one rule is refused with that rule's error, and the runtime is as it was.
 */
#include "blob_build.h"

/* ---- loading ---- */
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

static struct bytes signed_by_alice(const struct spec *s)
{
	return sign(build(s), &alice);
}

static void test_good(void)
{
	struct spec s = good();
	struct rk_program *p;
	struct rk_rt rt;
	u32 key = 0;
	u64 ret = ~0ull, value = 0;

	doing = "good image";
	new_runtime(&rt);
	if (load(&rt, signed_by_alice(&s), &p))
		fail("refused", 0);
	if (!rk_prog_run(p, NULL, &ret) || ret >= RK_MAX_CPUS)
		fail("does not run", (long)ret);
	if (rk_map_read(p->maps[0], &key, &value, 0) || value != 42)
		fail("initial data is lost", (long)value);
	if (memcmp(p->keynum, alice.keynum, RKB_KEYNUM) || p->counter != 5 ||
		strcmp(p->name, "tick"))
		fail("identity is lost", 0);
	rk_rt_unload(p);
	if (rt.pool.used)
		fail("unload keeps map storage", (long)rt.pool.used);
	rk_rt_fini(&rt);
}

static void test_every_bit(void)
{
	struct spec s = good();
	struct bytes image = signed_by_alice(&s);
	size_t n = image.n - sizeof(s.side); /* as the kernel receives it */
	struct rk_program *p;
	struct rk_rt rt;

	doing = "one flipped bit";
	new_runtime(&rt);
	if (load_bytes(&rt, image.p, n, &p))
		fail("an image without its side data is refused", 0);
	rk_rt_unload(p);
	for (size_t bit = 0; bit < n * 8; bit++) {
		image.p[bit / 8] ^= 1 << bit % 8;
		if (!load_bytes(&rt, image.p, n, &p))
			fail("accepted", (long)bit);
		image.p[bit / 8] ^= 1 << bit % 8;
	}
	free(image.p);
	rk_rt_fini(&rt);
}

static void test_every_length(void)
{
	struct spec s = good();
	struct bytes image = signed_by_alice(&s);
	struct rk_program *p;
	struct rk_rt rt;

	doing = "cut or longer image";
	new_runtime(&rt);
	for (size_t n = 0; n < image.n; n++)
		if (n != image.n - sizeof(s.side) && !load_bytes(&rt, image.p, n, &p))
			fail("accepted", (long)n);
	add(&image, s.side, 8);
	if (!load_bytes(&rt, image.p, image.n, &p))
		fail("bytes after the image are accepted", 8);
	free(image.p);
	rk_rt_fini(&rt);
}

/* clang-format off */
/* ---- one rule broken, and signed all the same ---- */
static void set_section(struct spec *s, const char *name)
{
	memset(s->manifest.section, 0, RK_MAX_SECTION);
	strcpy(s->manifest.section, name);
}

static void other_arch(struct spec *s) { s->header.arch ^= 3; }
static void no_arch(struct spec *s) { s->header.arch = 0; }
static void newer_format(struct spec *s) { s->header.format = RKB_FORMAT + 1; }
static void bad_magic(struct spec *s) { s->header.magic[5] = '\n'; }
static void unknown_flag(struct spec *s) { s->header.flags = 2; }
static void reserved_header(struct spec *s) { s->header.reserved[95] = 1; }
static void no_name(struct spec *s) { s->header.name[0] = 0; }
static void endless_name(struct spec *s) { memset(s->header.name, 'a', RK_MAX_NAME); }
static void dirty_name(struct spec *s) { s->header.name[20] = 'x'; }
static void escape_in_name(struct spec *s) { s->header.name[0] = '\033'; }
static void long_payload(struct spec *s) { s->header.payload_size = 64; }
static void odd_payload(struct spec *s) { s->header.payload_size = 4; }
static void huge_payload(struct spec *s) { s->header.payload_size = 0x80000000u; }
static void odd_side(struct spec *s) { s->header.side_size = 1; }
static void swapped(struct spec *s) { s->order[1] = 3, s->order[2] = 2; }
static void repeated(struct spec *s) { s->order[1] = 1; }
static void no_text(struct spec *s) { s->order[5] = 0; }
static void empty_text(struct spec *s) { s->text_size = 0; }
static void no_manifest(struct spec *s) { memmove(s->order, s->order + 1, 7 * sizeof(u32)); }
static void unknown_section(struct spec *s) { s->order[6] = 7; }
static void section_zero_padding(struct spec *s) { s->dirty_padding = true; }
static void section_too_long(struct spec *s) { s->size_lie = 64; }
static void section_huge(struct spec *s) { s->size_lie = 0xffffffe0u; }
static void half_map(struct spec *s) { s->order[2] = 0, s->size_lie = -8u; }
static void other_hook(struct spec *s) { s->manifest.hook = RK_HOOK_GPIO; }
static void other_period(struct spec *s) { s->manifest.period_ns++; }
static void bad_section_name(struct spec *s) { set_section(s, "timer/1"); }
static void verify_only_hook(struct spec *s)
{
	set_section(s, "xdp");
	s->manifest.hook = RK_HOOK_XDP;
	s->manifest.period_ns = 0;
}
static void bad_fail_action(struct spec *s) { s->manifest.fail_action = 3; }
static void entry_outside(struct spec *s) { s->manifest.entry = sizeof(text) + 40; }
static void reserved_manifest(struct spec *s) { s->manifest.reserved[0] = 1; }
static void endless_section(struct spec *s) { memset(s->manifest.section, 'a', RK_MAX_SECTION); }
static void deep_native(struct spec *s) { s->manifest.native_stack = RK_NATIVE_STACK + 1; }
static void deep_bpf(struct spec *s) { s->manifest.bpf_stack = 1 << 20; }
static void many_insns(struct spec *s) { s->manifest.insn_slots = RK_MAX_INSNS + 1; }
static void no_hook_import(struct spec *s) { s->imports[3] = s->imports[4]; }
static void no_env_import(struct spec *s) { s->n_imports--; }
static void no_map_import(struct spec *s) { s->imports[1] = s->imports[2]; }
static void newer_env(struct spec *s) { s->imports[4].id++; }
static void helper_lacking(struct spec *s) { s->imports[0].id = 9999; }
static void helper_verify_only(struct spec *s) { s->imports[0].id = 12; }
static void helper_contract(struct spec *s) { s->imports[0].contract[7] ^= 1; }
static void map_contract(struct spec *s) { s->imports[1].contract[0] ^= 0x80; }
static void hook_contract(struct spec *s) { s->imports[3].contract[3] ^= 1; }
static void env_contract(struct spec *s) { s->imports[4].contract[3] ^= 1; }
static void import_kind(struct spec *s) { s->imports[0].kind = 5; }
static void import_padding(struct spec *s) { s->imports[0].zero = 1; }
static void reloc_outside(struct spec *s)
{
	s->relocs[s->n_relocs++] = (struct rkb_reloc){sizeof(text), 1, 0};
}
static void reloc_far(struct spec *s)
{
	s->relocs[s->n_relocs++] = (struct rkb_reloc){0xfffffffcu, 1, 0};
}
#if defined(__x86_64__)
static void reloc_straddles(struct spec *s) { s->text_size = CALL_AT + 4, s->n_relocs = 1; }
#endif
static void reloc_twice(struct spec *s) { s->relocs[1] = s->relocs[0], s->n_relocs = 2; }
static void reloc_off(struct spec *s) { s->relocs[0].offset += 4, s->n_relocs = 1; }
static void reloc_before(struct spec *s) { s->relocs[0].offset -= 4; }
static void reloc_kind(struct spec *s) { s->relocs[0].kind = 3; }
static void reloc_import_outside(struct spec *s) { s->relocs[0].import = 5; }
static void reloc_import_map(struct spec *s) { s->relocs[0].import = 1; }
static void reloc_order(struct spec *s)
{
	s->relocs[1] = (struct rkb_reloc){CALL_AT, 1, 0};
	s->relocs[0] = (struct rkb_reloc){CALL_AT + CALL_BYTES + 4, 1, 0};
	memcpy(s->text + CALL_AT + CALL_BYTES + 4, s->text + CALL_AT, CALL_BYTES);
	s->text_size = 48;
	s->n_relocs = 2;
}
static void map_name_empty(struct spec *s) { s->maps[0].name[0] = 0; }
static void map_scope(struct spec *s) { s->maps[1].scope = 2; }
static void map_data_outside(struct spec *s) { s->maps[0].data_off = 1; }
static void map_data_wraps(struct spec *s) { s->maps[0].data_off = 0xfffffff8u; }
static void map_unknown(struct spec *s) { s->maps[1].type = 77; }
static void map_key_size(struct spec *s) { s->maps[0].key_size = 8; }
static void map_huge(struct spec *s) { s->maps[1].max_entries = 1 << 20; }
static void map_overflows(struct spec *s)
{
	s->maps[1].max_entries = 0xffffffffu;
	s->maps[1].value_size = 0xffffffffu;
}
#if defined(__x86_64__)
static void ret_with_import(struct spec *s) { s->relocs[1].import = 1; }
static void ret_off(struct spec *s) { s->text[RET_AT + 4] = 0x90; }
#else
static void text_of_half_words(struct spec *s) { s->text_size -= 2; }
#endif
#ifndef RK_PROFILE_CLOUD
static void cloud_only(struct spec *s) { s->header.flags = RKB_F_CLOUD; }
static void no_bound(struct spec *s) { s->manifest.worst_insns = ~0ull; }
#endif

#define ROW(fn, err) {#fn, fn, err}
static const struct {
	const char *name;
	void (*breaks)(struct spec *s);
	int err; /* 0: any */
} rules[] = {
	ROW(other_arch, RK_EARCH), ROW(no_arch, RK_EARCH), ROW(newer_format, RK_EVERSION),
	ROW(bad_magic, RK_EMAGIC), ROW(unknown_flag, RK_EVERSION),
	ROW(reserved_header, RK_EVERSION), ROW(no_name, RK_EINPUT), ROW(endless_name, RK_EINPUT),
	ROW(dirty_name, RK_EINPUT), ROW(escape_in_name, RK_EINPUT), ROW(long_payload, RK_ETRUNC),
	ROW(odd_payload, RK_EINPUT), ROW(huge_payload, RK_ETRUNC), ROW(odd_side, RK_EINPUT),
	ROW(swapped, RK_ESECTION), ROW(repeated, RK_ESECTION), ROW(no_text, RK_ESECTION),
	ROW(empty_text, RK_ESECTION), ROW(no_manifest, RK_ESECTION),
	ROW(unknown_section, RK_ESECTION), ROW(section_zero_padding, RK_EINPUT),
	ROW(section_too_long, RK_ETRUNC), ROW(section_huge, RK_ETRUNC), ROW(half_map, RK_ESECTION),
	ROW(other_hook, RK_EINPUT), ROW(other_period, RK_EINPUT),
	ROW(bad_section_name, RK_EIMPORT), ROW(verify_only_hook, RK_EIMPORT),
	ROW(bad_fail_action, RK_EINPUT), ROW(entry_outside, RK_EINPUT),
	ROW(reserved_manifest, RK_EINPUT), ROW(endless_section, RK_EINPUT),
	ROW(deep_native, RK_ESTACK), ROW(deep_bpf, RK_ESTACK), ROW(many_insns, RK_ETOOBIG),
	ROW(no_hook_import, RK_EIMPORT), ROW(no_env_import, RK_EIMPORT),
	ROW(no_map_import, RK_EIMPORT), ROW(newer_env, RK_EIMPORT), ROW(helper_lacking, RK_EIMPORT),
	ROW(helper_verify_only, RK_EIMPORT), ROW(helper_contract, RK_ECONTRACT),
	ROW(map_contract, RK_ECONTRACT), ROW(hook_contract, RK_ECONTRACT),
	ROW(env_contract, RK_ECONTRACT), ROW(import_kind, RK_EIMPORT),
	ROW(import_padding, RK_EINPUT), ROW(reloc_outside, RK_ERELOC), ROW(reloc_far, RK_ERELOC),
	ROW(reloc_twice, RK_ERELOC), ROW(reloc_off, RK_ERELOC),
	ROW(reloc_before, RK_ERELOC), ROW(reloc_kind, RK_ERELOC),
	ROW(reloc_import_outside, RK_ERELOC), ROW(reloc_import_map, RK_ERELOC),
	ROW(reloc_order, RK_ERELOC), ROW(map_name_empty, RK_EINPUT), ROW(map_scope, RK_EINPUT),
	ROW(map_data_outside, RK_EINPUT), ROW(map_data_wraps, RK_EINPUT),
	ROW(map_unknown, RK_EIMPORT), ROW(map_key_size, RK_EINPUT), ROW(map_huge, RK_EBUDGET),
	ROW(map_overflows, 0),
#if defined(__x86_64__)
	ROW(reloc_straddles, RK_ERELOC), ROW(ret_with_import, RK_ERELOC),
	ROW(ret_off, RK_ERELOC),
#else
	ROW(text_of_half_words, RK_EINPUT),
#endif
#ifndef RK_PROFILE_CLOUD
	ROW(cloud_only, RK_EUNSUP), ROW(no_bound, RK_EREJECT),
#endif
};

/* clang-format on */

static void test_rules(void)
{
	struct rk_rt rt;

	new_runtime(&rt);
	for (size_t i = 0; i < RK_ARRAY_SIZE(rules); i++) {
		struct spec s = good();
		int err;

		doing = rules[i].name;
		rules[i].breaks(&s);
		err = load_once(&rt, signed_by_alice(&s));
		if (!err || (rules[i].err && err != rules[i].err))
			fail(rk_errname(err), err);
	}
	rk_rt_fini(&rt);
}

/* ---- keys, policies, counters ---- */
static void expect(struct rk_rt *rt, struct bytes image, int want, const char *what)
{
	int err = load_once(rt, image);

	if (err != want)
		fail(what, err);
}

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
	bad = sign(sign(build(&s), &alice), &bob);
	bad.p[sizeof(struct rkb_sigs) + sizeof(struct rkb_sig) + 20] ^= 1;
	expect(&rt, bad, RK_ESIG, "a wrong signature beside a good one");
	rt.sigs_needed = 2;
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
	struct spec s = good(), other = good(), old = good(), newer = good();
	struct rk_rt rt;

	doing = "counters";
	new_runtime(&rt);
	old.header.counter = 4;
	newer.header.counter = 6;
	other.manifest.worst_insns++;
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

static void test_counter_table_full(void)
{
	struct spec s = good();
	struct rk_rt rt;

	doing = "counter table";
	new_runtime(&rt);
	for (u32 i = 0; i < RK_MAX_COUNTERS; i++) {
		memset(s.header.name, 0, RK_MAX_NAME);
		snprintf(s.header.name, sizeof(s.header.name), "p%u", i);
		expect(&rt, signed_by_alice(&s), RK_OK, "a program within the table");
	}
	strcpy(s.header.name, "one-more");
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

static void test_kernel(void)
{
	struct spec s = good();
	struct rk_rt rt;

	doing = "kernel identity";
	new_runtime(&rt);
	strcpy(s.manifest.kernel_release, "6.1.0-18-rt");
	expect(&rt, signed_by_alice(&s), RK_OK, "user port takes any");
	rt.kernel_release = "6.1.0-18-rt-amd64";
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
	if (sodium_init() < 0 || rk_key_generate(&alice, &alice_pub, "alice") ||
		rk_key_generate(&bob, &bob_pub, "bob") || rk_key_generate(&eve, &eve_pub, "eve"))
		fail("no keys", 0);
	test_good();
	test_every_bit();
	test_every_length();
	test_rules();
	test_signatures();
	test_keys();
	test_counters();
	test_counter_survives_stripping();
	test_counter_table_full();
	test_limits();
	test_kernel();
	return 0;
}
