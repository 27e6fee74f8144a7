/* SPDX-License-Identifier: MIT */
/*
 * rk inspect: what a blob says, believed or not. One walk builds a JSON value; text is a rendering
 * of it, so the two cannot disagree. Sections that do not hold are named, never followed.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include "blob.h"
#include "cmd.h"
#include "sign.h"

static json_t *text_of(struct rk_arena *a, const char *s, size_t field)
{
	return json_string(rk_printable(a, s, field));
}

static json_t *hex_of(struct rk_arena *a, const void *p, size_t n)
{
	return json_string(rk_hex(a, p, n));
}

static const char *arch_name(u16 arch)
{
	return arch == RK_ARCH_X86_64 ? "x86_64" : arch == RK_ARCH_AARCH64 ? "aarch64" : "unknown";
}

static json_t *signatures(struct rk_arena *a, const struct rk_image *im)
{
	json_t *list = json_array();

	for (u32 i = 0; i < im->sigs.n_sigs; i++)
		json_array_append_new(list, hex_of(a, im->sig[i].keynum, RKB_KEYNUM));
	return list;
}

/* What a tracepoint's arguments are extended from: "u64", "s32". Nothing here is trusted. */
static json_t *arguments(struct rk_arena *a, const struct rkb_manifest *m)
{
	json_t *list = json_array();

	for (u32 i = 0; i < m->n_args && i < RKB_ARGS; i++)
		json_array_append_new(list,
			json_string(rk_format(a, "%c%u", m->args[i] & RKB_ARG_SIGNED ? 's' : 'u',
				(m->args[i] & ~(unsigned int)RKB_ARG_SIGNED) * 8)));
	return list;
}

static json_t *manifest(struct rk_arena *a, const struct rkb_manifest *m)
{
	static const char *const actions[] = {"detach", "keep", "stop"};
	json_t *o = json_object();

	json_object_set_new(o, "hook", text_of(a, m->section, sizeof(m->section)));
	json_object_set_new(o, "on_failure",
		json_string(m->fail_action < 3 ? actions[m->fail_action] : "unknown"));
	json_object_set_new(o, "period_ns", json_integer((json_int_t)m->period_ns));
	json_object_set_new(o, "worst_insns",
		m->worst_insns == ~0ull ? json_null() : json_integer((json_int_t)m->worst_insns));
	json_object_set_new(o, "worst_ns", json_integer((json_int_t)m->worst_ns));
	json_object_set_new(o, "cost_core", text_of(a, m->cost_core, sizeof(m->cost_core)));
	json_object_set_new(o, "run_limit_ns", json_integer(m->run_limit_ns));
	json_object_set_new(o, "insn_slots", json_integer(m->insn_slots));
	json_object_set_new(o, "bpf_stack", json_integer(m->bpf_stack));
	json_object_set_new(o, "native_stack", json_integer(m->native_stack));
	json_object_set_new(o, "map_bytes", json_integer(m->map_bytes));
	json_object_set_new(
		o, "kernel_release", text_of(a, m->kernel_release, sizeof(m->kernel_release)));
	json_object_set_new(
		o, "kernel_version", text_of(a, m->kernel_version, sizeof(m->kernel_version)));
	json_object_set_new(o, "context_bytes", json_integer(m->ctx_bytes));
	json_object_set_new(o, "emergency_stop", json_boolean(m->stops));
	json_object_set_new(o, "stop_mask", json_integer(m->stop_mask));
	json_object_set_new(o, "arguments", arguments(a, m));
	return o;
}

static json_t *map(struct rk_arena *a, const struct rkb_map *m)
{
	const struct rk_map_row *row = rk_map_row(m->type);
	json_t *o = json_object();

	json_object_set_new(o, "name", text_of(a, m->name, sizeof(m->name)));
	json_object_set_new(o, "type", json_string(row ? row->name : "unknown"));
	json_object_set_new(o, "key_size", json_integer(m->key_size));
	json_object_set_new(o, "value_size", json_integer(m->value_size));
	json_object_set_new(o, "max_entries", json_integer(m->max_entries));
	json_object_set_new(o, "flags", json_integer(m->flags));
	json_object_set_new(
		o, "scope", json_string(m->scope == RKB_SCOPE_GLOBAL ? "global" : "program"));
	json_object_set_new(o, "initial_bytes", json_integer(m->data_size));
	return o;
}

static const char *import_name(const struct rkb_import *im)
{
	const struct rk_helper_row *helper;
	const struct rk_map_row *map;
	const struct rk_hook_row *hook;

	switch (im->kind) {
	case RK_IMPORT_HELPER:
		helper = rk_helper_row(im->id);
		return helper ? helper->name : im->id >= RK_PROBE_LD1 ? "probe_read" : "unknown";
	case RK_IMPORT_MAP: map = rk_map_row(im->id); return map ? map->name : "unknown";
	case RK_IMPORT_HOOK:
		hook = im->id < 256 ? rk_hook_row((u8)im->id) : NULL;
		return hook ? hook->prefix : "unknown";
	case RK_IMPORT_ENV: return "env";
	default: return "unknown";
	}
}

/* Does this rk's own table have the same contract? */
static const char *import_state(const struct rkb_import *im)
{
	u8 ours[8];

	if (rk_contract_hash(im->kind, im->id, ours))
		return "missing";
	return memcmp(ours, im->contract, sizeof(ours)) ? "differs" : "same";
}

static json_t *import(struct rk_arena *a, const struct rkb_import *im)
{
	static const char *const kinds[] = {"unknown", "helper", "map", "hook", "env"};

	return json_pack("{s:s, s:I, s:s, s:o, s:s}", "kind", kinds[im->kind < 5 ? im->kind : 0],
		"id", (json_int_t)im->id, "name", import_name(im), "contract",
		hex_of(a, im->contract, sizeof(im->contract)), "here", import_state(im));
}

/* One section into the object; a size that does not divide is shown, not walked. */
static void section(struct rk_arena *a, json_t *o, u32 type, const u8 *p, u32 size)
{
	json_t *list = json_array();

	switch (type) {
	case RKB_SEC_MANIFEST:
		if (size == sizeof(struct rkb_manifest))
			json_object_set_new(o, "manifest", manifest(a, (const void *)p));
		break;
	case RKB_SEC_MAPS:
		for (u32 i = 0; i < size / sizeof(struct rkb_map); i++)
			json_array_append_new(list, map(a, (const struct rkb_map *)p + i));
		json_object_set(o, "maps", list);
		break;
	case RKB_SEC_DATA: json_object_set_new(o, "data_bytes", json_integer(size)); break;
	case RKB_SEC_IMPORTS:
		for (u32 i = 0; i < size / sizeof(struct rkb_import); i++)
			json_array_append_new(list, import(a, (const struct rkb_import *)p + i));
		json_object_set(o, "imports", list);
		break;
	case RKB_SEC_RELOCS:
		json_object_set_new(o, "relocations",
			json_integer((json_int_t)(size / sizeof(struct rkb_reloc))));
		break;
	case RKB_SEC_TEXT: json_object_set_new(o, "text_bytes", json_integer(size)); break;
	default: break;
	}
	json_decref(list);
}

/* The payload is copied first: sections are read as aligned structs. */
static const char *sections(struct rk_arena *a, json_t *o, const struct rk_image *im)
{
	u32 left = im->header.payload_size;
	u8 *p = rk_alloc(a, left + 8);

	memcpy(p, im->payload, left);
	while (left) {
		struct rkb_section s;
		u64 whole;

		if (left < sizeof(s))
			return "payload ends within a section";
		memcpy(&s, p, sizeof(s));
		whole = sizeof(s) + (((u64)s.size + 7) & ~7ull);
		if (whole > left)
			return "payload ends within a section";
		section(a, o, s.type, p + sizeof(s), s.size);
		p += whole;
		left -= (u32)whole;
	}
	return NULL;
}

static json_t *describe(struct rk_arena *a, const char *file, const struct rk_image *im)
{
	const struct rkb_header *h = &im->header;
	json_t *o = json_object();
	const char *damage;

	json_object_set_new(o, "schema", json_integer(1));
	json_object_set_new(o, "file", json_string(rk_printable(a, file, strlen(file))));
	json_object_set_new(o, "program", text_of(a, h->name, sizeof(h->name)));
	json_object_set_new(o, "arch", json_string(arch_name(h->arch)));
	json_object_set_new(o, "format", json_integer(h->format));
	json_object_set_new(o, "tool", text_of(a, h->tool, sizeof(h->tool)));
	json_object_set_new(o, "profile", json_string(h->flags & RKB_F_CLOUD ? "cloud" : "any"));
	json_object_set_new(o, "counter", json_integer((json_int_t)h->counter));
	json_object_set_new(o, "signatures", signatures(a, im));
	json_object_set_new(o, "image_bytes", json_integer((json_int_t)im->size));
	json_object_set_new(o, "payload_bytes", json_integer(h->payload_size));
	json_object_set_new(o, "side_bytes", json_integer(h->side_size));
	json_object_set_new(o, "payload_sha3", hex_of(a, h->payload_sha3, 32));
	damage = sections(a, o, im);
	if (damage)
		json_object_set_new(o, "damage", json_string(damage));
	return o;
}

/* ---- text ---- */
static json_int_t num(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static const char *str(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? s : "";
}

static void print_arguments(const json_t *list)
{
	const json_t *v;
	size_t i;

	if (!json_array_size(list))
		return;
	printf("  arguments   ");
	json_array_foreach(list, i, v) printf(" %s", json_string_value(v));
	putchar('\n');
}

/* Which outputs the robot must have configured. */
static void print_stop(const json_t *m)
{
	if (!json_is_true(json_object_get(m, "emergency_stop")))
		return;
	if (num(m, "stop_mask"))
		printf("  stops        outputs 0x%llx\n", (unsigned long long)num(m, "stop_mask"));
	else
		printf("  stops        the configured outputs\n");
}

static void print_manifest(const json_t *m)
{
	if (!m)
		return;
	printf("  hook         %s\n  on failure   %s\n", str(m, "hook"), str(m, "on_failure"));
	if (json_is_null(json_object_get(m, "worst_insns")))
		printf("  worst case   unknown\n");
	else
		printf("  worst case   %lld instructions, %lld ns on %s\n",
			(long long)num(m, "worst_insns"), (long long)num(m, "worst_ns"),
			str(m, "cost_core"));
	if (num(m, "run_limit_ns"))
		printf("  run limit    %lld ns\n", (long long)num(m, "run_limit_ns"));
	printf("  stack        %lld bytes BPF, %lld native\n", (long long)num(m, "bpf_stack"),
		(long long)num(m, "native_stack"));
	print_arguments(json_object_get(m, "arguments"));
	print_stop(m);
	printf("  map memory   %lld bytes\n", (long long)num(m, "map_bytes"));
	if (*str(m, "kernel_release"))
		printf("  kernel       %s %s\n", str(m, "kernel_release"),
			str(m, "kernel_version"));
	else
		printf("  kernel       any\n");
}

static void print_lists(const json_t *o)
{
	const json_t *v;
	size_t i;

	json_array_foreach(json_object_get(o, "maps"), i, v)
		printf("  map          %-16s %-14s key %lld, value %lld, entries %lld, %s%s\n",
			str(v, "name"), str(v, "type"), (long long)num(v, "key_size"),
			(long long)num(v, "value_size"), (long long)num(v, "max_entries"),
			str(v, "scope"), num(v, "initial_bytes") ? ", initial data" : "");
	json_array_foreach(json_object_get(o, "imports"), i, v)
		printf("  import       %-6s %-20s %s%s\n", str(v, "kind"), str(v, "name"),
			str(v, "contract"),
			!strcmp(str(v, "here"), "same")      ? ""
			: !strcmp(str(v, "here"), "missing") ? "  (unknown to this rk)"
							     : "  (differs from this rk's)");
}

static void print_text(const json_t *o)
{
	const json_t *v;
	size_t i;

	printf("%s: %s for %s, format %lld, by %s\n", str(o, "file"), str(o, "program"),
		str(o, "arch"), (long long)num(o, "format"), str(o, "tool"));
	json_array_foreach(json_object_get(o, "signatures"), i, v)
		printf("  signed by    key %s\n", json_string_value(v));
	if (!json_array_size(json_object_get(o, "signatures")))
		printf("  signed by    nobody\n");
	printf("  counter      %lld\n", (long long)num(o, "counter"));
	print_manifest(json_object_get(o, "manifest"));
	print_lists(o);
	printf("  text         %lld bytes, %lld relocations\n", (long long)num(o, "text_bytes"),
		(long long)num(o, "relocations"));
	printf("  size         %lld bytes: payload %lld, side data %lld\n",
		(long long)num(o, "image_bytes"), (long long)num(o, "payload_bytes"),
		(long long)num(o, "side_bytes"));
	printf("  payload      SHA3-256 %s\n", str(o, "payload_sha3"));
	if (*str(o, "damage"))
		printf("  damaged      %s\n", str(o, "damage"));
}

static int inspect(struct rk_arena *a, const char *file, bool json)
{
	size_t size, off = 0, n = 0;
	struct rk_image im;
	const char *why;
	u8 *bytes;
	int err = rk_file_read(a, file, &bytes, &size, &why), code = RK_EXIT_OK;

	if (err)
		return rk_fail("inspect", err, "%s", why);
	for (; !(err = rk_image_next(bytes, size, &off, &im, &why)); n++) {
		json_t *o = describe(a, file, &im);

		if (json_object_get(o, "damage"))
			code = RK_EXIT_FAIL;
		if (json) {
			json_dumpf(o, stdout, JSON_COMPACT | JSON_ENSURE_ASCII);
			putchar('\n');
		} else {
			print_text(o);
		}
		json_decref(o);
	}
	if (err != RK_ENOENT)
		return rk_fail("inspect", RK_EINPUT, "%s: %s", file, why);
	return n ? code : rk_fail("inspect", RK_EINPUT, "%s: the file is empty", file);
}

int rk_cmd_inspect(int argc, char **argv)
{
	int code = RK_EXIT_OK, n = 0;
	struct rk_arena a;
	bool json = false;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--json"))
			json = true;
		else if (argv[i][0] == '-' && argv[i][1])
			return rk_usage("inspect", "unknown option '%s'", argv[i]);
		else
			n++;
	}
	if (!n)
		return rk_usage("inspect", "which file?");
	rk_arena_init(&a);
	for (int i = 1; i < argc; i++) {
		int one = argv[i][0] == '-' && argv[i][1] ? RK_EXIT_OK : inspect(&a, argv[i], json);

		code = code ? code : one;
	}
	rk_arena_fini(&a);
	return code;
}
