/* SPDX-License-Identifier: MIT */
#include "text.h"

void rk_text_init(struct rk_text *t, char *buf, u32 size)
{
	t->buf = buf;
	t->size = size;
	t->len = 0;
	buf[0] = 0;
}

void rk_text_char(struct rk_text *t, char c)
{
	if (t->len + 1 >= t->size)
		return;
	t->buf[t->len++] = c;
	t->buf[t->len] = 0;
}

void rk_text_str(struct rk_text *t, const char *s)
{
	while (*s)
		rk_text_char(t, *s++);
}

static void fill(struct rk_text *t, char c, u32 have, u32 want)
{
	for (; have < want; have++)
		rk_text_char(t, c);
}

void rk_text_num(struct rk_text *t, u64 v, const struct rk_text_spec *spec)
{
	char digits[20]; /* of 2^64 - 1 in base 10 */
	u32 n = 0, have;

	do {
		digits[n++] = "0123456789abcdef"[v % spec->base];
		v /= spec->base;
	} while (v);
	have = n + spec->negative + (spec->prefix ? 2 : 0);
	if (!spec->left && !spec->zero)
		fill(t, ' ', have, spec->width);
	if (spec->negative)
		rk_text_char(t, '-');
	if (spec->prefix)
		rk_text_str(t, "0x");
	if (!spec->left && spec->zero)
		fill(t, '0', have, spec->width);
	while (n)
		rk_text_char(t, digits[--n]);
	if (spec->left)
		fill(t, ' ', have, spec->width);
}

void rk_text_u64(struct rk_text *t, u64 v)
{
	const struct rk_text_spec plain = {.base = 10};

	rk_text_num(t, v, &plain);
}
