/* SPDX-License-Identifier: MIT */
/*
 * The loader against images built by hand: what must load does and runs; every image that breaks
 * one rule is refused with that rule's error, and the runtime is as it was.
 */
#include "blob.h"
#include "blob_load.h"

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

/* A return relocation names no import: number 0 may be anything. */
static void test_imports_in_any_order(void)
{
	struct spec s = good();
	struct rkb_import first = s.imports[0];
	struct rk_rt rt;

	doing = "imports in another order";
	new_runtime(&rt);
	s.imports[0] = s.imports[4];
	s.imports[4] = first;
	s.relocs[0].import = 4;
	if (load_once(&rt, signed_by_alice(&s)))
		fail("refused", 0);
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
static void no_name(struct spec *s) { memset(s->header.name, 0, RK_MAX_NAME); }
static void endless_tool(struct spec *s) { memset(s->header.tool, 'a', 32); }
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
static void add_zeros(struct spec *s, u32 type, u32 n)
{
	s->extra_at = type;
	s->extra = n;
}
static void long_manifest(struct spec *s) { add_zeros(s, RKB_SEC_MANIFEST, 8); }
static void two_manifests(struct spec *s) { add_zeros(s, RKB_SEC_MANIFEST, 384); }
static void half_map(struct spec *s) { add_zeros(s, RKB_SEC_MAPS, 8); }
static void many_maps(struct spec *s) { add_zeros(s, RKB_SEC_MAPS, 72 * RK_MAX_MAPS); }
static void half_import(struct spec *s) { add_zeros(s, RKB_SEC_IMPORTS, 8); }
static void many_imports(struct spec *s) { add_zeros(s, RKB_SEC_IMPORTS, 16 * RK_MAX_IMPORTS); }
static void half_reloc(struct spec *s) { add_zeros(s, RKB_SEC_RELOCS, 4); }
static void many_relocs(struct spec *s) { add_zeros(s, RKB_SEC_RELOCS, 8 * RK_MAX_RELOCS); }
static void long_text(struct spec *s) { add_zeros(s, RKB_SEC_TEXT, RK_MAX_TEXT); }
static void endless_core(struct spec *s) { memset(s->manifest.cost_core, 'a', 16); }
static void endless_release(struct spec *s) { memset(s->manifest.kernel_release, 'a', 64); }
static void endless_version(struct spec *s) { memset(s->manifest.kernel_version, 'a', 64); }
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
static void entry_past_its_pad(struct spec *s) { s->manifest.entry = 4; }
static void entry_in_last_bytes(struct spec *s) { s->manifest.entry = s->text_size - 1; }
static void long_context(struct spec *s) { s->manifest.ctx_bytes = 41; } /* timer_event: 40 */
static void arguments_of_timer(struct spec *s) { s->manifest.args[0] = 8, s->manifest.n_args = 1; }
static void stops_two(struct spec *s) { s->manifest.stops = 2; }
static void mask_without_stops(struct spec *s) { s->manifest.stop_mask = 1; }
static void raw_tp(struct spec *s)
{
	set_section(s, "raw_tp/sched_switch");
	s->manifest.hook = RK_HOOK_RAW_TP;
	s->manifest.period_ns = 0;
	s->manifest.args[0] = 1;
	s->manifest.args[1] = 4 | RKB_ARG_SIGNED;
	s->manifest.n_args = 2;
	s->manifest.ctx_bytes = 16;
}
static void argument_of_three_bytes(struct spec *s) { raw_tp(s), s->manifest.args[1] = 3; }
static void argument_of_no_bytes(struct spec *s) { raw_tp(s), s->manifest.args[1] = 0x80; }
static void argument_of_16_bytes(struct spec *s) { raw_tp(s), s->manifest.args[0] = 16; }
static void argument_behind_the_last(struct spec *s) { raw_tp(s), s->manifest.args[2] = 8; }
static void thirteen_arguments(struct spec *s) { raw_tp(s), s->manifest.n_args = RKB_ARGS + 1; }
static void read_behind_the_arguments(struct spec *s) { raw_tp(s), s->manifest.ctx_bytes = 17; }
static void read_behind_the_registers(struct spec *s)
{
	raw_tp(s);
	s->manifest.n_args = s->manifest.args[0] = s->manifest.args[1] = 0;
	s->manifest.ctx_bytes = 8 * REG_ARGS + 1;
}
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
static void map_name_empty(struct spec *s) { memset(s->maps[0].name, 0, RK_MAX_NAME); }
static void map_name_dirty(struct spec *s) { s->maps[0].name[30] = 'x'; }
static void map_data_long(struct spec *s) { s->maps[0].data_size = 16; }
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

#define ROW(fn, err) {#fn, fn, err, true}
#define LATE(fn, err) {#fn, fn, err, false} /* the map code refuses it, not the reader */
static const struct {
	const char *name;
	void (*breaks)(struct spec *s);
	int err;     /* 0: any */
	bool early; /* the reader alone refuses it: so does rk verify */
} rules[] = {
	ROW(other_arch, RK_EARCH), ROW(no_arch, RK_EARCH), ROW(newer_format, RK_EVERSION),
	ROW(bad_magic, RK_EMAGIC), ROW(unknown_flag, RK_EVERSION),
	ROW(reserved_header, RK_EVERSION), ROW(no_name, RK_EINPUT), ROW(endless_name, RK_EINPUT),
	ROW(dirty_name, RK_EINPUT), ROW(escape_in_name, RK_EINPUT), ROW(long_payload, RK_ETRUNC),
	ROW(odd_payload, RK_EINPUT), ROW(huge_payload, RK_ETRUNC), ROW(odd_side, RK_EINPUT),
	ROW(swapped, RK_ESECTION), ROW(repeated, RK_ESECTION), ROW(no_text, RK_ESECTION),
	ROW(empty_text, RK_ESECTION), ROW(no_manifest, RK_ESECTION),
	ROW(unknown_section, RK_ESECTION), ROW(section_zero_padding, RK_EINPUT),
	ROW(section_too_long, RK_ETRUNC), ROW(section_huge, RK_ETRUNC), 
	ROW(long_manifest, RK_ESECTION), ROW(two_manifests, RK_ESECTION),
	ROW(half_map, RK_ESECTION), ROW(many_maps, RK_ESECTION), ROW(half_import, RK_ESECTION),
	ROW(many_imports, RK_ESECTION), ROW(half_reloc, RK_ESECTION),
	ROW(many_relocs, RK_ESECTION), ROW(long_text, RK_ESECTION), ROW(endless_core, RK_EINPUT),
	ROW(endless_release, RK_EINPUT), ROW(endless_version, RK_EINPUT),
	ROW(endless_tool, RK_EINPUT), ROW(map_name_dirty, RK_EINPUT),
	ROW(map_data_long, RK_EINPUT),
	ROW(other_hook, RK_EINPUT), ROW(other_period, RK_EINPUT),
	ROW(bad_section_name, RK_EIMPORT), ROW(verify_only_hook, RK_EIMPORT),
	ROW(bad_fail_action, RK_EINPUT), ROW(entry_outside, RK_EINPUT),
	ROW(entry_past_its_pad, RK_EINPUT), ROW(entry_in_last_bytes, RK_EINPUT),
	ROW(long_context, RK_EINPUT), ROW(arguments_of_timer, RK_EINPUT),
	ROW(stops_two, RK_EINPUT), ROW(mask_without_stops, RK_EINPUT),
	ROW(argument_of_three_bytes, RK_EINPUT), ROW(argument_of_no_bytes, RK_EINPUT),
	ROW(argument_of_16_bytes, RK_EINPUT), ROW(argument_behind_the_last, RK_EINPUT),
	ROW(thirteen_arguments, RK_EINPUT), ROW(read_behind_the_arguments, RK_EINPUT),
	ROW(read_behind_the_registers, RK_EINPUT), ROW(reserved_manifest, RK_EINPUT),
	ROW(endless_section, RK_EINPUT),
	ROW(deep_native, RK_ESTACK), LATE(deep_bpf, RK_ESTACK), ROW(many_insns, RK_ETOOBIG),
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
	ROW(map_unknown, RK_EIMPORT), LATE(map_key_size, RK_EINPUT), LATE(map_huge, RK_EBUDGET),
	LATE(map_overflows, 0),
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

/* What rk verify does for images of any architecture: the reader without keys and maps. */
static int read_only(const struct spec *s, enum rk_arch arch)
{
	struct bytes image = build(s);
	struct rk_blob b;
	const char *why;
	int err = rk_blob_locate(&b, image.p, image.n, &why);

	if (!err)
		err = rk_blob_bound(&b, arch, &why);
	if (!err)
		err = rk_blob_parse(&b, &why);
	free(image.p);
	return err;
}

static void test_rules(void)
{
	struct rk_rt rt;

	new_runtime(&rt);
	for (size_t i = 0; i < RK_ARRAY_SIZE(rules); i++) {
		struct spec s = good();
		int err;

		doing = rules[i].name;
		rules[i].breaks(&s);
		if (rules[i].early != (read_only(&s, RK_ARCH_SELF) != 0))
			fail("the reader alone judges otherwise", 0);
		err = load_once(&rt, signed_by_alice(&s));
		if (!err || (rules[i].err && err != rules[i].err))
			fail(rk_errname(err), err);
	}
	rk_rt_fini(&rt);
}

/* An image for aarch64, judged on any machine. */
static struct spec foreign(void)
{
	static const u8 code[] = {0x5f, 0x24, 0x03, 0xd5, 0, 0, 0, 0x94, 0xc0, 0x03, 0x5f, 0xd6};
	struct spec s = good();

	s.header.arch = RK_ARCH_AARCH64;
	memcpy(s.text, code, sizeof(code));
	s.text_size = sizeof(code);
	s.n_relocs = 1;
	s.relocs[0].offset = 4;
	return s;
}

static void expect_foreign(const struct spec *s, int want, const char *what)
{
	int err = read_only(s, RK_ARCH_AARCH64);

	if (err != want)
		fail(what, err);
}

static void test_foreign(void)
{
	struct spec s = foreign();
	struct rk_blob b;
	const char *why;
	u8 small[8] = {0};

	doing = "aarch64 image";
	expect_foreign(&s, RK_OK, "good");
	s.manifest.entry = 2;
	expect_foreign(&s, RK_EINPUT, "entry within an instruction");
	s = foreign();
	s.text_size = 10;
	expect_foreign(&s, RK_EINPUT, "half an instruction");
	s = foreign();
	s.relocs[0].kind = RKB_RELOC_RET;
	expect_foreign(&s, RK_ERELOC, "a return relocation");
	s = foreign();
	memcpy(s.text + 6, (const u8[]){0, 0, 0, 0x94}, 4);
	s.relocs[0].offset = 6;
	expect_foreign(&s, RK_ERELOC, "a call within an instruction");
	s.header.arch = 0;
	if (read_only(&s, 0) != RK_EARCH)
		fail("no architecture is one", 0);
	if (rk_blob_locate(&b, small, RK_MAX_BLOB + 1, &why) != RK_ETOOBIG)
		fail("an image above the limit is read", 0);
}

int main(void)
{
	make_keys();
	test_good();
	test_imports_in_any_order();
	test_every_bit();
	test_every_length();
	test_rules();
	test_foreign();
	return 0;
}
