/* SPDX-License-Identifier: MIT */
/*
 * One function per request of proto.def, which has held the body's size against its row. Each
 * returns the number of bytes that it put into a->data, or -1 with a->reply filled.
 */
#ifndef RK_ANSWER_H
#define RK_ANSWER_H

#include "agent.h"

#define REQUEST(name, verb, value, least, most, doc)                                               \
	int rk_answer_##verb(struct rk_agent *a, const struct rk_frame *f);
#include "proto.def"
#undef REQUEST

/* Fills the reply; -1. */
int rk_answer_refuse(struct rk_agent *a, int error, int sys, const char *why);
/* A request whose structure has no text of its own: 0, or -1 with the reply filled. */
int rk_answer_ask(struct rk_agent *a, unsigned long request, void *arg);
/* The reason where only errno is known. */
const char *rk_answer_why(int sys);
/* Requests with a text: 0, or -1 with the reply filled. */
int rk_answer_act(struct rk_agent *a, unsigned long request, u32 id);
int rk_answer_swap(struct rk_agent *a, u32 id, u32 with, u32 flags);
/* The image that was uploaded, to CHECK or LOAD: 0, or -1 with the reply filled. */
int rk_answer_image(struct rk_agent *a, unsigned long request, struct rk_uapi_load *l);
/* Statistics and state of row->prog; -1 and errno. */
int rk_answer_row(struct rk_agent *a, struct rk_row *row);

#endif
