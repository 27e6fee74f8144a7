/* SPDX-License-Identifier: MIT */
/* Keys, values and records with their names, for commands about a robot. */
#ifndef RK_VIEW_H
#define RK_VIEW_H

#include "tool.h"

/* From here on t->view shows what is known of blobs that this user has sent. */
void rk_view_begin(struct rk_tool *t);
void rk_view_end(struct rk_tool *t);

#endif
