/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inventory.h"

enum { MAX_HOSTS = 10000, MAX_GROUPS = 1000, MAX_MEMBERS = 100000, ALL = 0 };

struct reach { /* NULL: not said */
	char *host, *user, *port;
};

struct host {
	char *name;
	struct reach reach;
};

struct group {
	char *name;
	struct reach reach;
};

/* A host of a group, or a group of a group. */
struct member {
	u32 group, of;
	bool is_group;
};

enum section { HOSTS, CHILDREN, VARS };

struct parser {
	struct rk_arena *a;
	struct host *host;
	struct group *group;
	struct member *member;
	u32 n_hosts, n_groups, n_members;
	u32 line, current; /* group of the section */
	enum section section;
	const char **why;
};

static int fail(struct parser *p, size_t column, const char *what)
{
	*p->why = rk_format(p->a, "%u:%zu: %s", p->line, column + 1, what);
	return RK_EINPUT;
}

static int find_group(struct parser *p, const char *name, u32 *index)
{
	for (*index = 0; *index < p->n_groups; ++*index)
		if (!strcmp(p->group[*index].name, name))
			return RK_OK;
	if (p->n_groups == MAX_GROUPS)
		return fail(p, 0, "too many groups");
	p->group[p->n_groups++] = (struct group){.name = rk_strdup(p->a, name)};
	return RK_OK;
}

static int add_member(struct parser *p, u32 of, bool is_group)
{
	if (p->n_members == MAX_MEMBERS)
		return fail(p, 0, "too many members");
	p->member[p->n_members++] = (struct member){p->current, of, is_group};
	return RK_OK;
}

static int add_host(struct parser *p, const char *name, const struct reach *reach)
{
	struct host *h = p->host;

	while (h < p->host + p->n_hosts && strcmp(h->name, name))
		h++;
	if (h == p->host + p->n_hosts) {
		if (p->n_hosts == MAX_HOSTS)
			return fail(p, 0, "too many hosts");
		*h = (struct host){.name = rk_strdup(p->a, name)};
		p->n_hosts++;
	}
	h->reach.host = reach->host ? reach->host : h->reach.host;
	h->reach.user = reach->user ? reach->user : h->reach.user;
	h->reach.port = reach->port ? reach->port : h->reach.port;
	return add_member(p, (u32)(h - p->host), false);
}

/* What ssh may get as a part of a destination: nothing that it could take for an option. */
static bool is_plain(const char *s)
{
	if (!*s || *s == '-')
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("._-:@%", *s))
			return false;
	return true;
}

/* Name, then digits [from:to], then the rest; one range in a name. */
static int add_hosts(struct parser *p, const char *word, const struct reach *reach, size_t column)
{
	const char *open = strchr(word, '['), *colon, *close;
	unsigned long from, to;
	int width;

	if (!open)
		return is_plain(word) ? add_host(p, word, reach)
				      : fail(p, column, "not the name of a host");
	close = strchr(open, ']');
	colon = strchr(open, ':');
	if (!close || !colon || colon > close ||
		strspn(open + 1, "0123456789") != (size_t)(colon - open - 1) ||
		strspn(colon + 1, "0123456789") != (size_t)(close - colon - 1) ||
		colon == open + 1 || close == colon + 1 || close - open > 16)
		return fail(p, column + (size_t)(open - word), "a range is [FROM:TO] in digits");
	from = strtoul(open + 1, NULL, 10);
	to = strtoul(colon + 1, NULL, 10);
	width = (int)(colon - open - 1);
	if (to < from || to - from >= MAX_HOSTS)
		return fail(p, column + (size_t)(open - word), "the range is empty or too long");
	for (unsigned long i = from; i <= to; i++) {
		char *name = rk_format(
			p->a, "%.*s%0*lu%s", (int)(open - word), word, width, i, close + 1);
		int err = is_plain(name) ? add_host(p, name, reach)
					 : fail(p, column, "not the name of a host");

		if (err)
			return err;
	}
	return RK_OK;
}

/* NAME=VALUE; false where there is no '='. */
static int variable(struct parser *p, char *word, size_t column, struct reach *r)
{
	char *value = strchr(word, '='), **to = NULL;

	if (!value)
		return fail(p, column, "expected NAME=VALUE");
	*value++ = 0;
	if (!strcmp(word, "ansible_host"))
		to = &r->host;
	else if (!strcmp(word, "ansible_user"))
		to = &r->user;
	else if (!strcmp(word, "ansible_port"))
		to = &r->port;
	if (!to)
		return RK_OK;
	if (!is_plain(value) || (to == &r->port && strspn(value, "0123456789") != strlen(value)))
		return fail(p, column, "not a value that ssh may get");
	*to = rk_strdup(p->a, value);
	return RK_OK;
}

static int section(struct parser *p, char *line, size_t indent)
{
	char *end = strchr(line, ']'), *colon;

	if (!end || end == line + 1 || end[1 + strspn(end + 1, " \t\r")])
		return fail(p, indent, "a section is [NAME], [NAME:children] or [NAME:vars]");
	*end = 0;
	colon = strchr(line, ':');
	p->section = HOSTS;
	if (colon) {
		*colon++ = 0;
		if (strcmp(colon, "children") && strcmp(colon, "vars"))
			return fail(
				p, indent + (size_t)(colon - line), "neither children nor vars");
		p->section = *colon == 'c' ? CHILDREN : VARS;
	}
	return find_group(p, line + 1, &p->current);
}

static int host_line(struct parser *p, char *line, size_t indent)
{
	struct reach reach = {NULL, NULL, NULL};
	char *save = NULL, *name = strtok_r(line, " \t\r", &save);

	for (char *w; (w = strtok_r(NULL, " \t\r", &save)) && *w != '#' && *w != ';';) {
		int err = variable(p, w, indent + (size_t)(w - line), &reach);

		if (err)
			return err;
	}
	return add_hosts(p, name, &reach, indent);
}

static int entry(struct parser *p, char *line, size_t indent)
{
	u32 child;
	int err;

	switch (p->section) {
	case HOSTS: return host_line(p, line, indent);
	case VARS: return variable(p, line, indent, &p->group[p->current].reach);
	default:
		line[strcspn(line, " \t\r#;")] = 0;
		err = find_group(p, line, &child);
		return err ? err : add_member(p, child, true);
	}
}

static int parse(struct parser *p, char *text)
{
	for (char *line = text, *next; line; line = next) {
		size_t indent = strspn(line, " \t\r"), end;
		int err = RK_OK;

		p->line++;
		next = strchr(line, '\n');
		if (next)
			*next++ = 0;
		end = strlen(line);
		while (end > indent && isspace((unsigned char)line[end - 1]))
			line[--end] = 0;
		if (line[indent] == '[')
			err = section(p, line + indent, indent);
		else if (line[indent] && line[indent] != '#' && line[indent] != ';')
			err = entry(p, line + indent, indent);
		if (err)
			return err;
	}
	return RK_OK;
}

/* Marks what is in `group`, directly or through other groups: a fixpoint, so that a circle of
 * groups ends like any other. */
static void mark(const struct parser *p, u32 group, bool *in_group, bool *in_host)
{
	bool more = true;

	memset(in_group, 0, p->n_groups);
	memset(in_host, group == ALL, p->n_hosts);
	in_group[group] = true;
	while (more) {
		more = false;
		for (u32 i = 0; i < p->n_members; i++) {
			const struct member *m = &p->member[i];
			bool *to = m->is_group ? &in_group[m->of] : &in_host[m->of];

			more |= in_group[m->group] && m->is_group && !*to;
			*to |= in_group[m->group];
		}
	}
}

/* Variables of groups reach the hosts that do not say otherwise; a later group before an earlier.
 */
static void inherit(struct parser *p, bool *in_group, bool *in_host)
{
	for (u32 g = p->n_groups; g-- > 0;) {
		const struct reach *from = &p->group[g].reach;

		if (!from->user && !from->port && !from->host)
			continue;
		mark(p, g, in_group, in_host);
		for (u32 h = 0; h < p->n_hosts; h++) {
			struct reach *to = &p->host[h].reach;

			if (!in_host[h])
				continue;
			to->user = to->user ? to->user : from->user;
			to->port = to->port ? to->port : from->port;
			to->host = to->host ? to->host : from->host;
		}
	}
}

static char *destination(struct rk_arena *a, const struct host *h)
{
	const char *host = h->reach.host ? h->reach.host : h->name;

	if (!h->reach.user && !h->reach.port)
		return rk_strdup(a, host);
	return rk_format(a, "ssh://%s%s%s%s%s", h->reach.user ? h->reach.user : "",
		h->reach.user ? "@" : "", host, h->reach.port ? ":" : "",
		h->reach.port ? h->reach.port : "");
}

/* in_host: the limit's. A name that is both a group's and a host's means the group. */
static int limit_to(struct parser *p, const char *limit, bool *in_group, bool *in_host)
{
	for (u32 g = 0; g < p->n_groups; g++) {
		if (!strcmp(p->group[g].name, limit)) {
			mark(p, g, in_group, in_host);
			return RK_OK;
		}
	}
	memset(in_host, 0, p->n_hosts);
	for (u32 h = 0; h < p->n_hosts; h++) {
		if (!strcmp(p->host[h].name, limit)) {
			in_host[h] = true;
			return RK_OK;
		}
	}
	*p->why = rk_format(p->a, "no group and no host is named '%s'", limit);
	return RK_ENOENT;
}

int rk_inventory_read(struct rk_arena *a, const char *text, size_t size, const char *limit,
	struct rk_hosts *out, const char **why)
{
	struct parser p = {.a = a, .why = why};
	bool *in_group = rk_alloc(a, MAX_GROUPS), *in_host = rk_alloc(a, MAX_HOSTS);
	u32 ungrouped;
	int err;

	p.host = rk_alloc(a, MAX_HOSTS * sizeof(*p.host));
	p.group = rk_alloc(a, MAX_GROUPS * sizeof(*p.group));
	p.member = rk_alloc(a, MAX_MEMBERS * sizeof(*p.member));
	find_group(&p, "all", &ungrouped);
	find_group(&p, "ungrouped", &p.current);
	if (memchr(text, 0, size))
		return fail(&p, 0, "this is no text");
	err = parse(&p, rk_strndup(a, text, size));
	if (err)
		return err;
	inherit(&p, in_group, in_host);
	err = limit_to(&p, limit ? limit : "all", in_group, in_host);
	out->n = 0;
	out->destination = rk_alloc(a, (p.n_hosts + 1) * sizeof(*out->destination));
	for (u32 h = 0; h < p.n_hosts && !err; h++)
		if (in_host[h])
			out->destination[out->n++] = destination(a, &p.host[h]);
	return err;
}
