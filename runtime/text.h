/* SPDX-License-Identifier: MIT */
/* Bounded text for messages and trace_printk. Freestanding; what does not fit is cut, never
 * overrun. */
#ifndef RK_TEXT_H
#define RK_TEXT_H

#include "rk/types.h"

struct rk_text {
	char *buf;
	u32 size, len; /* len < size: always NUL-terminated */
};

struct rk_text_spec { /* of one number: base 10 or 16 */
	u32 width;
	u8 base;
	bool zero, left, negative, prefix;
};

void rk_text_init(struct rk_text *t, char *buf, u32 size);
void rk_text_char(struct rk_text *t, char c);
void rk_text_str(struct rk_text *t, const char *s);
void rk_text_num(struct rk_text *t, u64 magnitude, const struct rk_text_spec *spec);
void rk_text_u64(struct rk_text *t, u64 v);

#endif
