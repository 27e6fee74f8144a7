/* SPDX-License-Identifier: MIT */
/*
 * What an agent tells of its machine: requests for it are held against their rules, records are
 * whole lines without control characters that fit a frame, the reply counts them, and a peer that
 * has gone ends it.
 */
#include <stdio.h>
#include <string.h>

#include "agent_fake.h"
#include "list.h"

static int fail(const char *what, int n)
{
	printf("%s (%d)\n", what, n);
	return 1;
}

static struct {
	u32 frames, lines, bytes, bad, most_frames;
	char last[RK_LIST_LINE];
} seen;

static void see_text(const u8 *p, u32 n)
{
	u32 begin = 0;

	seen.bad += !n || p[n - 1] != '\n';
	for (u32 i = 0; i < n; i++) {
		if (p[i] != '\n') {
			seen.bad += (p[i] < ' ' && p[i] != '\t') || p[i] > '~';
			continue;
		}
		seen.lines++;
		snprintf(seen.last, sizeof(seen.last), "%.*s", (int)(i - begin), p + begin);
		begin = i + 1;
	}
}

static bool emit(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_chunk head;

	if (f->kind != RK_FRAME_EVENT)
		return fake_emit(a, f);
	seen.frames++;
	seen.bad += f->tag != 5 || f->size > RK_FRAME_MAX || f->size <= sizeof(head);
	memcpy(&head, f->body, sizeof(head));
	seen.bad += head.offset || head.total != f->size - sizeof(head);
	seen.bytes += head.total;
	see_text(f->body + sizeof(head), head.total);
	return seen.frames < seen.most_frames;
}

static int ask(struct rk_agent *a, u32 what, u32 zero, const char *pattern, size_t n)
{
	struct rk_list l = {.what = what, .zero = zero};
	struct rk_frame f = {RK_REQ_LIST, 5, sizeof(l), (void *)&l};

	memset(&seen, 0, sizeof(seen));
	seen.most_frames = U32_MAX;
	memcpy(l.pattern, pattern, n);
	fake.replies = 0;
	rk_agent_handle(a, &f);
	if (fake.replies != 1)
		return -1000;
	return fake.reply.error;
}

static u32 counted(void)
{
	u32 n;

	memcpy(&n, fake.data, sizeof(n));
	return n;
}

static int check_refusals(struct rk_agent *a)
{
	char full[120];

	memset(full, '*', sizeof(full));
	if (ask(a, RK_LIST_FACTS, 0, full, sizeof(full)) != RK_EINPUT)
		return fail("a pattern without an end", 0);
	if (ask(a, RK_LIST_FACTS, 1, "", 0) != RK_EINPUT)
		return fail("not zero", 0);
	if (ask(a, 0, 0, "", 0) != RK_EUNSUP || ask(a, 99, 0, "", 0) != RK_EUNSUP ||
		ask(a, U32_MAX, 0, "", 0) != RK_EUNSUP)
		return fail("a list that there is not", 0);
	return seen.frames ? fail("a refusal sent records", (int)seen.frames) : 0;
}

static int check_lists(struct rk_agent *a)
{
	if (ask(a, RK_LIST_FACTS, 0, "", 0) || seen.bad || !seen.lines || counted() != seen.lines)
		return fail("facts", (int)seen.bad);
	if (ask(a, RK_LIST_HOOKS, 0, "", 0) || seen.bad || counted() != seen.lines)
		return fail("hooks", (int)seen.bad);
	if (ask(a, RK_LIST_HOOKS, 0, "timer/*", 7) || seen.lines != 1 ||
		strncmp(seen.last, "timer/<period>\t", 15))
		return fail("a pattern", (int)seen.lines);
	if (ask(a, RK_LIST_HOOKS, 0, "none/*", 6) || seen.frames || counted())
		return fail("nothing that matches", (int)seen.frames);
	return 0;
}

static int check_lines(struct rk_agent *a)
{
	struct rk_lister l = {.a = a, .tag = 5, .fill = sizeof(struct rk_chunk), .pattern = ""};
	char wide[2 * RK_LIST_LINE];

	memset(&seen, 0, sizeof(seen));
	seen.most_frames = 2;
	memset(wide, '\n', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = 0;
	for (int i = 0; i < 10000 && !l.gone; i++)
		rk_list_line(&l, "%s", wide);
	if (seen.bad || !l.gone || seen.frames != 2)
		return fail("long lines, and a peer that goes", (int)seen.frames);
	seen.frames = 0;
	rk_list_line(&l, "more");
	rk_list_bytes(&l, wide, sizeof(wide));
	return seen.frames ? fail("records for nobody", 0) : 0;
}

static int check_end(struct rk_agent *a)
{
	struct rk_lister l = {.a = a, .tag = 5, .fill = sizeof(struct rk_chunk), .pattern = ""};
	static u8 part[1 << 20];

	seen.most_frames = U32_MAX;
	for (int i = 0; i < 64; i++)
		rk_list_bytes(&l, part, sizeof(part));
	if (l.gone || l.total != RK_LIST_BYTES)
		return fail("as many bytes as there may be", 0);
	rk_list_bytes(&l, part, 1);
	return l.gone ? 0 : fail("one byte more", 0);
}

int main(void)
{
	static struct rk_agent a;
	int err;

	fake_init(&a);
	a.emit = emit;
	a.greeted = true;
	err = check_refusals(&a) || check_lists(&a) || check_lines(&a) || check_end(&a);
	rk_agent_fini(&a);
	return err;
}
