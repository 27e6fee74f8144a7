/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "list.h"

static void flush(struct rk_lister *l)
{
	struct rk_chunk head = {.total = l->fill - (u32)sizeof(head)};
	struct rk_frame f = {RK_FRAME_EVENT, l->tag, l->fill, l->a->data};

	if (!head.total)
		return;
	memcpy(l->a->data, &head, sizeof(head));
	l->gone = l->gone || !l->a->emit(l->a, &f);
	l->fill = sizeof(head);
}

static void put(struct rk_lister *l, const void *bytes, size_t n)
{
	if (l->fill + n > sizeof(l->a->data))
		flush(l);
	memcpy(l->a->data + l->fill, bytes, n);
	l->fill += (u32)n;
}

void rk_list_line(struct rk_lister *l, const char *fmt, ...)
{
	char line[RK_LIST_LINE];
	va_list args;
	size_t n;

	l->gone = l->gone || l->total == RK_LIST_LINES;
	if (l->gone)
		return;
	va_start(args, fmt);
	vsnprintf(line, sizeof(line) - 1, fmt, args);
	va_end(args);
	n = strlen(line);
	for (size_t i = 0; i < n; i++)
		if ((line[i] < ' ' && line[i] != '\t') || line[i] > '~')
			line[i] = '?';
	line[n] = '\n';
	put(l, line, n + 1);
	l->total++;
}

void rk_list_bytes(struct rk_lister *l, const void *bytes, size_t n)
{
	l->gone = l->gone || n > RK_LIST_BYTES - l->total;
	for (const u8 *p = bytes; n && !l->gone;) {
		size_t most = sizeof(l->a->data) - sizeof(struct rk_chunk),
		       part = n < most ? n : most;

		put(l, p, part);
		p += part;
		n -= part;
		l->total += (u32)part;
	}
}

bool rk_list_matches(const struct rk_lister *l, const char *name)
{
	return !*l->pattern || !fnmatch(l->pattern, name, 0);
}

bool rk_list_read(char *to, size_t size, const char *fmt, ...)
{
	char path[512];
	va_list args;
	bool got;
	FILE *f;

	va_start(args, fmt);
	vsnprintf(path, sizeof(path), fmt, args);
	va_end(args);
	f = fopen(path, "re");
	got = f && fgets(to, (int)size, f);
	if (f)
		fclose(f);
	if (got)
		to[strcspn(to, "\n")] = 0;
	return got;
}

bool rk_list_exists(const char *fmt, ...)
{
	char path[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(path, sizeof(path), fmt, args);
	va_end(args);
	return !access(path, F_OK);
}

const char *rk_list_tracing(void)
{
	static const char *const places[] = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};

	for (size_t i = 0; i < RK_ARRAY_SIZE(places); i++)
		if (rk_list_exists("%s/events", places[i]))
			return places[i];
	return NULL;
}

/* A file to its end; the bytes of a format are followed by an empty line. */
static bool copy(struct rk_lister *l, const char *path)
{
	u8 part[4096];
	FILE *f = fopen(path, "re");
	size_t n;

	if (!f)
		return false;
	while (!l->gone && (n = fread(part, 1, sizeof(part), f)))
		rk_list_bytes(l, part, n);
	fclose(f);
	return true;
}

static void copy_formats(struct rk_lister *l, const char *events, const char *category)
{
	char path[768];
	struct dirent *e;
	DIR *d;

	snprintf(path, sizeof(path), "%s/%s", events, category);
	d = opendir(path);
	while (d && !l->gone && (e = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", category, e->d_name);
		if (e->d_name[0] == '.' || !rk_list_matches(l, path))
			continue;
		snprintf(path, sizeof(path), "%s/%s/%s/format", events, category, e->d_name);
		copy(l, path);
	}
	if (d)
		closedir(d);
}

static void list_formats(struct rk_lister *l)
{
	const char *tracing = rk_list_tracing();
	char events[64];
	struct dirent *e;
	DIR *d;

	if (!tracing)
		return;
	snprintf(events, sizeof(events), "%s/events", tracing);
	d = opendir(events);
	while (d && !l->gone && (e = readdir(d)))
		if (e->d_name[0] != '.')
			copy_formats(l, events, e->d_name);
	if (d)
		closedir(d);
}

static void list_btf(struct rk_lister *l)
{
	copy(l, "/sys/kernel/btf/vmlinux");
}

int rk_answer_list(struct rk_agent *a, const struct rk_frame *f)
{
	static void (*const list[])(struct rk_lister *) = {
		[RK_LIST_FACTS] = rk_list_facts,
		[RK_LIST_HOOKS] = rk_list_hooks,
		[RK_LIST_BTF] = list_btf,
		[RK_LIST_FORMATS] = list_formats,
	};
	struct rk_lister l = {.a = a, .tag = f->tag, .fill = sizeof(struct rk_chunk)};
	struct rk_list what;

	memcpy(&what, f->body, sizeof(what));
	if (what.zero || !memchr(what.pattern, 0, sizeof(what.pattern)))
		return rk_answer_refuse(a, RK_EINPUT, EINVAL, "no pattern of at most 119 letters");
	if (what.what >= RK_ARRAY_SIZE(list) || !list[what.what])
		return rk_answer_refuse(
			a, RK_EUNSUP, EOPNOTSUPP, "this agent is older and lacks the list");
	l.pattern = what.pattern;
	list[what.what](&l);
	flush(&l);
	if (l.gone)
		return rk_answer_refuse(a, RK_ETOOBIG, E2BIG, "too many: a narrower pattern helps");
	memcpy(a->data, &l.total, sizeof(l.total));
	return sizeof(l.total);
}
