/* SPDX-License-Identifier: MIT */
/* Values as text, and back. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

void rk_text_string(const char *s, size_t most, bool json)
{
	if (json)
		putchar('"');
	for (size_t i = 0; i < most && s[i]; i++) {
		if (json && (s[i] == '"' || s[i] == '\\'))
			printf("\\%c", s[i]);
		else
			putchar(s[i] < ' ' || s[i] > '~' ? '?' : s[i]);
	}
	if (json)
		putchar('"');
}

void rk_text_hex(const u8 *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		printf("%02x", p[i]);
}

u64 rk_text_number(const u8 *p, size_t n)
{
	u64 v = 0;

	memcpy(&v, p, n < sizeof(v) ? n : sizeof(v));
	return v;
}

void rk_text_bytes(const u8 *p, size_t n, bool hex, bool json)
{
	if (n && n <= 8 && !hex) {
		printf("%llu", (unsigned long long)rk_text_number(p, n));
		return;
	}
	fputs(json ? "\"hex:" : "hex:", stdout);
	rk_text_hex(p, n);
	fputs(json ? "\"" : "", stdout);
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_hex(const char *word, u8 *to, size_t n)
{
	if (strlen(word) != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int high = nibble(word[2 * i]), low = nibble(word[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		to[i] = (u8)(high << 4 | low);
	}
	return true;
}

bool rk_text_unsigned(const char *word, u64 most, u64 *to)
{
	char *end;

	if (!isdigit((unsigned char)*word))
		return false;
	errno = 0;
	*to = strtoull(word, &end, 0);
	return !errno && !*end && *to <= most;
}

bool rk_text_parse(const char *word, u8 *to, size_t n)
{
	u64 most = n < 8 ? (1ull << 8 * n) - 1 : U64_MAX, v;

	if (!strncmp(word, "hex:", 4))
		return parse_hex(word + 4, to, n);
	if (!n || n > 8)
		return false;
	if (*word == '-') {
		if (!rk_text_unsigned(word + 1, most / 2 + 1, &v))
			return false;
		v = -v;
	} else if (!rk_text_unsigned(word, most, &v)) {
		return false;
	}
	memcpy(to, &v, n);
	return true;
}
