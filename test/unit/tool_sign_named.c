/* SPDX-License-Identifier: MIT */
/*
 * A robot that lies about its programs: it lists the one that is named, and answers with another
 * when it is asked which one a command is for. Nothing is signed for that one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool.h"

const struct rk_tool_row rk_tool_rows[] = {{.name = NULL}};

struct robot {
	struct rk_link link;
	const char *answered; /* the name, asked again */
	u32 asked;
};

static bool answer(struct rk_link *l, const struct rk_frame *f)
{
	struct robot *robot = (struct robot *)l;
	struct {
		struct rk_reply r;
		struct rk_row row;
	} body = {.row = {.prog = {.id = 3}}};
	struct rk_frame reply = {f->kind | RK_FRAME_REPLY, f->tag, sizeof(body), (void *)&body};
	u32 after = 0;

	if (f->kind == RK_REQ_PROGRAMS && f->size >= sizeof(after))
		memcpy(&after, f->body, sizeof(after));
	if (after >= 3)
		reply.size = sizeof(body.r);
	snprintf(body.row.prog.name, sizeof(body.row.prog.name), "%s",
		robot->asked++ && after == 2 ? robot->answered : "watch");
	return rk_link_take(l, &reply);
}

static int nothing(struct rk_link *l, int timeout_ms)
{
	return -1;
}

static u32 n_signed;

static int sign(
	struct rk_signer *s, struct rkc_record *r, const u8 *data, size_t size, struct rkb_sig *sig)
{
	n_signed++;
	return RK_EXIT_FAIL; /* nothing is sent */
}

/* How often it signs. */
static u32 run(const char *word, const char *answered)
{
	struct robot *robot = calloc(1, sizeof(*robot));
	struct rk_tool_row row = {.name = "detach"};
	struct rk_signer signer = {.sign = sign};
	struct rk_tool t = {
		.self = "rk", .row = &row, .link = &robot->link, .signer = &signer, .word = {word}};

	if (!robot)
		exit(1);
	robot->link.send = answer;
	robot->link.receive = nothing;
	robot->answered = answered;
	n_signed = 0;
	rk_tool_sign_program(&t, RKC_DETACH);
	free(robot);
	return n_signed;
}

int main(void)
{
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	alarm(20);
	return run("watch", "watch") != 1 || run("3", "guard") != 1 || run("watch", "guard") != 0 ||
	       run("watch", "watch2") != 0;
}
