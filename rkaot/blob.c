// SPDX-License-Identifier: MIT
/*
 * rk_code and the certificate -> one unsigned .rkb image. Every byte is a function of the inputs:
 * no times, no paths of the machine, no uninitialised padding.
 */
#include <stdio.h>
#include <string.h>
#include "aot.h"
#include "rk/sha3.h"
#include "rk/tables.h"
#include "side.h"
#include "used_maps.h"

struct writer {
	struct rk_arena *a;
	u8 *bytes;
	size_t size, room;
};

static void add(struct writer *w, const void *p, size_t n)
{
	if (w->size + n > w->room) {
		u8 *more = rk_alloc(w->a, (w->size + n) * 2);

		if (w->size)
			memcpy(more, w->bytes, w->size);
		w->bytes = more;
		w->room = (w->size + n) * 2;
	}
	if (n)
		memcpy(w->bytes + w->size, p, n);
	w->size += n;
}

static void pad(struct writer *w)
{
	static const u8 zero[RKB_ALIGN];

	add(w, zero, (RKB_ALIGN - w->size % RKB_ALIGN) % RKB_ALIGN);
}

static void add_section(struct writer *w, u32 type, const void *p, size_t n)
{
	struct rkb_section head = {type, (u32)n};

	if (!n)
		return;
	add(w, &head, sizeof(head));
	add(w, p, n);
	pad(w);
}

static void copy_text(char *to, size_t room, const char *from)
{
	if (from)
		memcpy(to, from, strnlen(from, room - 1));
}

/* Bytes the map's elements take; the runtime adds its own bookkeeping. */
static u64 storage(const struct rk_map_def *m)
{
	if (m->type == RK_MAP_RINGBUF)
		return m->max_entries;
	return (rk_map_stride(m->key_size) + rk_map_stride(m->value_size)) * m->max_entries;
}

/*
 * How long a run may take before it is an overrun, where the source does not say: a hundred times
 * what its instructions should. What is measured has interrupts in it, and the time that a virtual
 * machine's host took: a limit near the estimate would strike at innocent programs. A timer has
 * its period.
 */
static u32 run_limit(const struct rk_prog *p, const struct rk_result *r)
{
	enum { NS_PER_INSN = 100 };
	const struct rk_hook_row *row = rk_hook_row(p->hook.id);
	u64 insns = row ? row->budget_insns : 0;

	if (p->run_limit_ns || p->hook.period_ns)
		return p->run_limit_ns;
	if (r->worst_insns != RK_UNKNOWN_COST && r->worst_insns > insns)
		insns = r->worst_insns;
	return insns < U32_MAX / NS_PER_INSN ? (u32)insns * NS_PER_INSN : U32_MAX;
}

static void fill_manifest(struct rkb_manifest *m, const struct rk_prog *p,
	const struct rk_result *r, const struct rk_code *code, const struct rk_blob_info *info)
{
	copy_text(m->section, sizeof(m->section), p->section);
	m->hook = p->hook.id;
	m->fail_action = (u16)p->fail_action;
	m->entry = code->entry;
	m->period_ns = p->hook.period_ns;
	m->worst_insns = r->worst_insns;
	m->worst_ns = r->worst_ns;
	m->insn_slots = p->n_insns;
	m->bpf_stack = r->stack_bytes;
	m->native_stack = code->native_stack;
	m->ctx_bytes = (u16)r->ctx_bytes;
	m->stops = r->stops;
	m->stop_mask = r->stop_mask;
	m->run_limit_ns = run_limit(p, r);
	m->n_args = p->n_args;
	memcpy(m->args, p->args, sizeof(m->args));
	copy_text(m->cost_core, sizeof(m->cost_core), info->cost_core);
	copy_text(m->kernel_release, sizeof(m->kernel_release), info->kernel_release);
	copy_text(m->kernel_version, sizeof(m->kernel_version), info->kernel_version);
}

/* The map section and the initial values it points to. Returns the sum of storage. */
static u64 add_maps(
	struct writer *maps, struct writer *data, const struct rk_prog *p, const u16 *used, int n)
{
	u64 bytes = 0;

	for (int i = 0; i < n; i++) {
		const struct rk_map_def *m = &p->obj->maps[used[i]];
		struct rkb_map out = {.type = m->type,
			.key_size = m->key_size,
			.value_size = m->value_size,
			.max_entries = m->max_entries,
			.flags = m->flags,
			.scope = m->scope};

		memcpy(out.name, m->name, sizeof(out.name));
		out.name[sizeof(out.name) - 1] = 0;
		memcpy(out.layout_hash, m->layout_hash, sizeof(out.layout_hash));
		if (m->init) {
			out.data_off = (u32)data->size;
			out.data_size = m->value_size;
			add(data, m->init, m->value_size);
			pad(data);
		}
		add(maps, &out, sizeof(out));
		bytes += storage(m);
	}
	return bytes;
}

static int add_import(struct writer *w, u16 kind, u32 id)
{
	struct rkb_import out = {.kind = kind, .id = id};
	int err = rk_contract_hash(kind, id, out.contract);

	add(w, &out, sizeof(out));
	return err;
}

/* Helpers first: relocations index them. Then each map type once, the hook, the environment. */
static int add_imports(struct writer *w, const struct rk_prog *p, const struct rk_code *code,
	const u16 *used, int n)
{
	int err = 0;

	for (u32 i = 0; i < code->n_imports && !err; i++)
		err = add_import(w, RK_IMPORT_HELPER, code->imports[i].id);
	for (int i = 0; i < n && !err; i++) {
		u32 type = p->obj->maps[used[i]].type;
		int k = 0;

		while (p->obj->maps[used[k]].type != type)
			k++;
		if (k == i)
			err = add_import(w, RK_IMPORT_MAP, type);
	}
	if (!err)
		err = add_import(w, RK_IMPORT_HOOK, p->hook.id);
	return err ? err : add_import(w, RK_IMPORT_ENV, RK_ENV_VERSION);
}

static void fill_header(struct rkb_header *h, const struct rk_prog *p, const struct rk_code *code,
	const struct rk_blob_info *info)
{
	memcpy(h->magic, RKB_MAGIC, sizeof(h->magic));
	h->format = RKB_FORMAT;
	h->arch = (u16)code->arch;
	h->counter = info->counter;
	copy_text(h->name, sizeof(h->name), info->name ? info->name : p->name);
	copy_text(h->tool, sizeof(h->tool), "rkcc " RK_VERSION);
}

static bool needs_cloud(const struct rk_prog *p, const u16 *used, int n)
{
	for (int i = 0; i < n; i++) {
		const struct rk_map_row *row = rk_map_row(p->obj->maps[used[i]].type);

		if (row && row->cloud_only)
			return true;
	}
	return false;
}

int rk_blob_write(struct rk_arena *a, const struct rk_prog *p, const struct rk_result *r,
	const struct rk_code *code, const struct rk_blob_info *info, u8 **bytes, size_t *size)
{
	struct writer maps = {.a = a}, data = {.a = a}, imports = {.a = a};
	struct writer payload = {.a = a}, side = {.a = a}, image = {.a = a};
	struct rkb_manifest manifest = {0};
	struct rkb_header header = {0};
	struct rkb_sigs sigs = {0, 0};
	u16 used[RK_MAX_MAPS];
	int n = rk_used_maps(p, used), err;
	const char *text;
	u64 map_bytes;

	if (n < 0)
		return n;
	fill_manifest(&manifest, p, r, code, info);
	map_bytes = add_maps(&maps, &data, p, used, n);
	manifest.map_bytes = map_bytes > 0xffffffffu ? 0xffffffffu : (u32)map_bytes;
	if ((err = add_imports(&imports, p, code, used, n)))
		return err;
	add_section(&payload, RKB_SEC_MANIFEST, &manifest, sizeof(manifest));
	add_section(&payload, RKB_SEC_MAPS, maps.bytes, maps.size);
	add_section(&payload, RKB_SEC_DATA, data.bytes, data.size);
	add_section(&payload, RKB_SEC_IMPORTS, imports.bytes, imports.size);
	add_section(&payload, RKB_SEC_RELOCS, code->relocs, code->n_relocs * sizeof(*code->relocs));
	add_section(&payload, RKB_SEC_TEXT, code->text, code->size);
	text = rk_side_text(a, p, code, used, n);
	add(&side, text, strlen(text));
	pad(&side);
	fill_header(&header, p, code, info);
	header.flags = needs_cloud(p, used, n) ? RKB_F_CLOUD : 0;
	header.payload_size = (u32)payload.size;
	header.side_size = (u32)side.size;
	rk_sha3_256(payload.bytes, payload.size, header.payload_sha3);
	rk_sha3_256(side.bytes, side.size, header.side_sha3);
	add(&image, &sigs, sizeof(sigs));
	add(&image, &header, sizeof(header));
	add(&image, payload.bytes, payload.size);
	add(&image, side.bytes, side.size);
	*bytes = image.bytes;
	*size = image.size;
	return image.size > RK_MAX_BLOB ? RK_ETOOBIG : 0;
}
