/* SPDX-License-Identifier: MIT */
/*
 * One to three instructions of a program changed the way a programmer, or somebody who means harm,
 * would: a check dropped, a width, branch, offset, register or operator changed. It keeps the rules
 * of the decoder, since those are checked elsewhere.
 */
#ifndef RK_CONFORMANCE_CHANGE_H
#define RK_CONFORMANCE_CHANGE_H

#include "choice.h"
#include "obj/prog.h"

/* What was done is told in `what`, of `size` bytes: at least 128. */
void change_program(struct choices *c, struct rk_prog *p, char *what, size_t size);
/* Control flow stays within functions: else it is no program. */
bool change_is_formed(const struct rk_prog *p);

#endif
