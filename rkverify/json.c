/* SPDX-License-Identifier: MIT */
/* JSON text, compact; see json.h. */
#include "json.h"

#include <inttypes.h>

/* Length of the well-formed UTF-8 sequence at s (RFC 3629), 0 where there is none. */
static int utf8_length(const u8 *s)
{
	static const struct {
		u8 first, last, lo, hi;
		int len;
	} forms[] = {
		{0x20, 0x7f, 0, 0, 1},
		{0xc2, 0xdf, 0x80, 0xbf, 2},
		{0xe0, 0xe0, 0xa0, 0xbf, 3},
		{0xe1, 0xec, 0x80, 0xbf, 3},
		{0xed, 0xed, 0x80, 0x9f, 3},
		{0xee, 0xef, 0x80, 0xbf, 3},
		{0xf0, 0xf0, 0x90, 0xbf, 4},
		{0xf1, 0xf3, 0x80, 0xbf, 4},
		{0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	for (size_t i = 0; i < RK_ARRAY_SIZE(forms); i++) {
		if (*s < forms[i].first || *s > forms[i].last)
			continue;
		for (int k = 1; k < forms[i].len; k++)
			if (s[k] < (k == 1 ? forms[i].lo : 0x80) ||
				s[k] > (k == 1 ? forms[i].hi : 0xbf))
				return 0;
		return forms[i].len;
	}
	return 0;
}

static void put_string(FILE *f, const char *text)
{
	const u8 *s = (const u8 *)text;

	fputc('"', f);
	while (*s) {
		int len = utf8_length(s);

		if (*s == '"' || *s == '\\')
			fputc('\\', f);
		if (len)
			fwrite(s, 1, (size_t)len, f);
		else if (*s == '\n')
			fputs("\\n", f);
		else
			fprintf(f, "\\u%04x", *s < 0x20 ? *s : 0xfffd);
		s += len ? len : 1;
	}
	fputc('"', f);
}

static void begin(struct rk_json *j, const char *key)
{
	if (j->comma)
		fputc(',', j->f);
	j->comma = true;
	if (key)
		fprintf(j->f, "\"%s\":", key);
}

void rk_json_open(struct rk_json *j, const char *key, char bracket)
{
	begin(j, key);
	fputc(bracket, j->f);
	j->comma = false;
}

void rk_json_close(struct rk_json *j, char bracket)
{
	fputc(bracket, j->f);
	j->comma = true;
}

void rk_json_string(struct rk_json *j, const char *key, const char *s)
{
	if (!s) {
		rk_json_null(j, key);
		return;
	}
	begin(j, key);
	put_string(j->f, s);
}

void rk_json_number(struct rk_json *j, const char *key, u64 n)
{
	begin(j, key);
	fprintf(j->f, "%" PRIu64, n);
}

void rk_json_null(struct rk_json *j, const char *key)
{
	begin(j, key);
	fputs("null", j->f);
}
