/* SPDX-License-Identifier: MIT */
/* info, key add, check, load, attach, detach, unload, status. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image.h"
#include "tool.h"

int rk_tool_info(struct rk_tool *t)
{
	struct rk_uapi_info i;
	struct rk_uapi_status s;
	const struct rk_facts *f = &t->link->facts;

	if (rk_link_call(t->link, RK_REQ_INFO, NULL, 0, sizeof(i)))
		return rk_tool_refused(t, NULL);
	memcpy(&i, t->link->data, sizeof(i));
	if (rk_link_call(t->link, RK_REQ_STATUS, NULL, 0, sizeof(s)))
		return rk_tool_refused(t, NULL);
	memcpy(&s, t->link->data, sizeof(s));
	const struct {
		const char *name;
		u64 value;
	} rows[] = {{"version", i.version}, {"arch", i.arch}, {"cpus", i.cpus}, {"page", i.page},
		{"keys", i.keys}, {"programs", i.programs}, {"arena_size", i.arena_size},
		{"arena_used", i.arena_used}, {"pool_size", i.pool_size},
		{"pool_used", i.pool_used}, {"trace_dropped", i.trace_dropped},
		{"keys_max", s.keys_max}, {"programs_max", s.programs_max},
		{"periodic_ppm", s.periodic_ppm}, {"failed", s.failed}, {"outputs", s.outputs},
		{"frozen", s.frozen}, {"sealed", s.sealed}, {"two_keys", s.two_keys}};
	bool json = t->options & RK_OPT_JSON;

	printf(json ? "{\"schema\":1,\"release\":" : "release ");
	rk_text_string(f->release, sizeof(f->release), json);
	for (size_t k = 0; k < RK_ARRAY_SIZE(rows); k++)
		printf(json ? ",\"%s\":%llu" : "\n%s %llu", rows[k].name,
			(unsigned long long)rows[k].value);
	puts(json ? "}" : "");
	return RK_EXIT_OK;
}

int rk_tool_key(struct rk_tool *t, const char *path, struct rk_uapi_key *key)
{
	size_t size;
	u8 *text = rk_tool_file(t, path, 4096, &size);
	int err;

	if (!text)
		return RK_EXIT_FAIL;
	err = rk_pubkey_read((char *)text, size, key);
	free(text);
	if (err)
		return rk_tool_say(t, RK_EXIT_FAIL,
			"%s: not a public key file; 'rk key export NAME' writes one", path);
	return RK_EXIT_OK;
}

int rk_tool_key_add(struct rk_tool *t)
{
	struct rk_uapi_key key;
	int code = rk_tool_key(t, t->word[0], &key);

	if (!code && rk_link_call(t->link, RK_REQ_KEY_ADD, &key, sizeof(key), 0))
		code = rk_tool_refused(t, t->word[0]);
	return code;
}

static const char *arch_name(u32 arch)
{
	return arch == RK_ARCH_X86_64 ? "x86_64" : arch == RK_ARCH_AARCH64 ? "aarch64" : "unknown";
}

static int say_unfit(struct rk_tool *t, const char *path, int err, u32 others)
{
	u32 arch = t->link->facts.arch;

	switch (err) {
	case RK_EARCH:
		return rk_tool_say(t, RK_EXIT_FAIL,
			"%s: blob is for another architecture (%s%s%s); build it with --target %s",
			path, others & 1 << RK_ARCH_X86_64 ? "x86_64" : "",
			others == (1 << RK_ARCH_X86_64 | 1 << RK_ARCH_AARCH64) ? ", " : "",
			others & 1 << RK_ARCH_AARCH64 ? "aarch64" : "", arch_name(arch));
	case RK_ETRUNC:
		return rk_tool_say(
			t, RK_EXIT_FAIL, "%s: the file ends too early; copy it again", path);
	case RK_EMAGIC: return rk_tool_say(t, RK_EXIT_FAIL, "%s: not an rkBPF blob", path);
	default:
		return rk_tool_say(
			t, RK_EXIT_FAIL, "%s: the sizes in the blob are impossible", path);
	}
}

int rk_tool_send_bytes(struct rk_tool *t, const char *path, const u8 *file, size_t size)
{
	struct rkb_header h;
	const u8 *image;
	size_t image_size;
	u32 others;
	int err = rk_image_pick(file, size, t->link->facts.arch, &image, &image_size, &others);

	if (err)
		return say_unfit(t, path, err, others);
	if (rk_link_upload(t->link, image, image_size))
		return rk_tool_refused(t, path);
	if (!rk_image_header(image, image_size, &h)) {
		memcpy(t->sent_name, h.name, sizeof(t->sent_name));
		memcpy(t->sent_sha3, h.payload_sha3, sizeof(t->sent_sha3));
		if (t->view)
			t->view->sent(t, file, size);
	}
	return RK_EXIT_OK;
}

int rk_tool_send(struct rk_tool *t, const char *path)
{
	size_t size;
	u8 *file = rk_tool_file(t, path, 4ul * RK_MAX_BLOB, &size);
	int code = file ? rk_tool_send_bytes(t, path, file, size) : RK_EXIT_FAIL;

	free(file);
	return code;
}

int rk_tool_check(struct rk_tool *t)
{
	int code = rk_tool_send(t, t->word[0]);

	if (!code && rk_link_call(t->link, RK_REQ_CHECK, NULL, 0, 0))
		code = rk_tool_refused(t, t->word[0]);
	return code;
}

int rk_tool_load(struct rk_tool *t)
{
	int code = rk_tool_send(t, t->word[0]);

	if (code)
		return code;
	if (rk_link_call(t->link, RK_REQ_LOAD, NULL, 0, sizeof(u32)))
		return rk_tool_refused(t, t->word[0]);
	printf(t->options & RK_OPT_JSON ? "{\"id\":%llu}\n" : "%llu\n",
		(unsigned long long)rk_text_number(t->link->data, sizeof(u32)));
	return RK_EXIT_OK;
}

static int act(struct rk_tool *t, u16 kind)
{
	u32 id;
	int code = rk_tool_program(t, t->word[0], &id);

	if (!code && rk_link_call(t->link, kind, &id, sizeof(id), 0))
		code = rk_tool_refused(t, t->word[0]);
	return code;
}

/* A misspelt name is no error, for a module may come that has it: so it is said. */
static int say_waiting(struct rk_tool *t)
{
	struct rk_row row;
	const char *name;
	u32 id;
	int code = rk_tool_program(t, t->word[0], &id);

	if (!code)
		code = rk_tool_row_of(t, id, &row);
	if (code || !(row.state.flags & RK_STATE_WAITS))
		return code;
	row.prog.section[RK_MAX_SECTION - 1] = 0;
	for (char *c = row.prog.section; *c; c++)
		*c = *c < ' ' || *c > '~' ? '?' : *c;
	name = strrchr(row.prog.section, '/');
	return rk_tool_say(t, RK_EXIT_OK, "%s waits for a module with tracepoint %s", t->word[0],
		name ? name + 1 : row.prog.section);
}

int rk_tool_attach(struct rk_tool *t)
{
	int code = act(t, RK_REQ_ATTACH);

	return code ? code : say_waiting(t);
}

int rk_tool_detach(struct rk_tool *t)
{
	return t->signer ? rk_tool_sign_program(t, RKC_DETACH) : act(t, RK_REQ_DETACH);
}

int rk_tool_unload(struct rk_tool *t)
{
	return t->signer ? rk_tool_sign_program(t, RKC_UNLOAD) : act(t, RK_REQ_UNLOAD);
}

static void print_flags(u32 flags, bool json)
{
	static const struct {
		const char *name;
		u32 bit;
	} rows[] = {{"paused", RK_STATE_PAUSED}, {"failed", RK_STATE_FAILED},
		{"interlock", RK_STATE_INTERLOCK}, {"waits", RK_STATE_WAITS}};

	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++) {
		if (json)
			printf(",\"%s\":%s", rows[i].name, flags & rows[i].bit ? "true" : "false");
		else if (flags & rows[i].bit)
			printf(" %s", rows[i].name);
	}
}

static const char *place_name(const struct rk_row *r)
{
	return r->prog.attached == RK_PLACE_RUNS    ? " attached"
	       : r->prog.attached == RK_PLACE_SPARE ? " spare"
						    : " detached";
}

static void print_row(const struct rk_row *r, bool json)
{
	const struct rk_uapi_stats *s = &r->stats;
	bool runs = r->prog.attached == RK_PLACE_RUNS, spare = r->prog.attached == RK_PLACE_SPARE;
	const struct {
		const char *name;
		u64 value;
	} rows[] = {{"runs", s->runs}, {"skips", s->skips}, {"drops", s->drops},
		{"missed", s->missed}, {"overruns", s->overruns}, {"nmi", s->nmi},
		{"timed", s->timed}, {"ns_total", s->ns_total}, {"ns_max", s->ns_max},
		{"counter", r->prog.counter}, {"text", r->prog.text_bytes},
		{"map_bytes", r->prog.map_bytes}, {"bypassed", r->state.bypassed},
		{"limit_ns", r->state.limit_ns}, {"peer", r->state.peer}};

	printf(json ? "{\"id\":%u,\"name\":" : "%u ", r->prog.id);
	rk_text_string(r->prog.name, sizeof(r->prog.name), json);
	printf(json ? ",\"section\":" : " ");
	rk_text_string(r->prog.section, sizeof(r->prog.section), json);
	if (json)
		printf(",\"attached\":%s,\"spare\":%s", runs ? "true" : "false",
			spare ? "true" : "false");
	else
		fputs(place_name(r), stdout);
	print_flags(r->state.flags, json);
	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++)
		printf(json ? ",\"%s\":%llu" : " %s %llu", rows[i].name,
			(unsigned long long)rows[i].value);
	printf(json ? ",\"sha3\":\"" : " sha3 ");
	rk_text_hex(r->prog.sha3, sizeof(r->prog.sha3));
	puts(json ? "\"}" : "");
}

/* For people: what did not happen is left out. */
static void print_short(const struct rk_row *r)
{
	const struct rk_uapi_stats *s = &r->stats;
	const struct {
		const char *name;
		u64 value;
	} rows[] = {{"skips", s->skips}, {"drops", s->drops}, {"missed", s->missed},
		{"overruns", s->overruns}, {"nmi", s->nmi}, {"bypassed", r->state.bypassed}};

	printf("%4u ", r->prog.id);
	rk_text_string(r->prog.name, sizeof(r->prog.name), false);
	printf("  ");
	rk_text_string(r->prog.section, sizeof(r->prog.section), false);
	fputs(place_name(r), stdout);
	print_flags(r->state.flags, false);
	printf("\n     runs %llu", (unsigned long long)s->runs);
	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++)
		if (rows[i].value)
			printf(", %s %llu", rows[i].name, (unsigned long long)rows[i].value);
	printf("; longest %llu ns of %llu; %u bytes of code, %llu of maps; sha3 ",
		(unsigned long long)s->ns_max, (unsigned long long)r->state.limit_ns,
		(unsigned)r->prog.text_bytes, (unsigned long long)r->prog.map_bytes);
	rk_text_hex(r->prog.sha3, 8);
	putchar('\n');
}

struct shown {
	u32 only, n; /* 0: all */
};

static int show(struct rk_tool *t, const struct rk_row *row, void *arg)
{
	struct shown *s = arg;

	if (s->only && row->prog.id != s->only)
		return RK_EXIT_OK;
	if (!(t->options & RK_OPT_JSON) && isatty(STDOUT_FILENO))
		print_short(row);
	else
		print_row(row, t->options & RK_OPT_JSON);
	s->n++;
	return RK_EXIT_OK;
}

int rk_tool_status(struct rk_tool *t)
{
	struct shown s = {0};
	int code = t->n_words ? rk_tool_program(t, t->word[0], &s.only) : RK_EXIT_OK;

	if (!code)
		code = rk_tool_each(t, show, &s);
	if (!code && t->n_words && !s.n)
		return rk_tool_say(t, RK_EXIT_FAIL, "no program has the id %u", s.only);
	return code;
}
