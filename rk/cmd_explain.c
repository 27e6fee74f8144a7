/* SPDX-License-Identifier: MIT */
/* rk explain: the pages of diag.def. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cmd.h"
#include "obj/diag.h"

static const char *verdict_name(enum rk_verdict v)
{
	switch (v) {
	case RK_UNSAFE: return "unsafe";
	case RK_UNPROVED: return "not proved";
	case RK_UNSUPPORTED: return "not supported";
	default: return "bad input";
	}
}

/* RKV0007, rkv7, [RKV0007] or 7; 0 where it is none of these. */
static int number(const char *text)
{
	char *end;
	long n;

	if (*text == '[')
		text++;
	if (!strncasecmp(text, "rkv", 3))
		text += 3;
	if (!isdigit((unsigned char)*text))
		return 0;
	n = strtol(text, &end, 10);
	return (!*end || !strcmp(end, "]")) && n > 0 && n < 10000 ? (int)n : 0;
}

static int list(void)
{
	const struct rk_diag_row *row;

	for (size_t i = 0; (row = rk_diag_row_at(i)); i++)
		printf("RKV%04d  %-13s  %s\n", row->id, verdict_name(row->verdict), row->title);
	return RK_EXIT_OK;
}

static void print_wrapped(const char *text)
{
	enum { WIDTH = 80 };

	while (*text) {
		size_t n = strlen(text);

		if (n > WIDTH)
			for (n = WIDTH; n > 1 && text[n] != ' '; n--)
				;
		printf("%.*s\n", (int)n, text);
		text += n;
		text += strspn(text, " ");
	}
}

int rk_cmd_explain(int argc, char **argv)
{
	const struct rk_diag_row *row;

	if (argc != 2)
		return rk_usage("explain", "expected one diagnostic, such as RKV0020");
	if (!strcmp(argv[1], "--list"))
		return list();
	row = rk_diag_row(number(argv[1]));
	if (!row)
		return rk_usage("explain", "no diagnostic '%s' (rk explain --list names them all)",
			argv[1]);
	printf("RKV%04d: %s\n\nVerdict: %s\n\n", row->id, row->title, verdict_name(row->verdict));
	print_wrapped(row->help);
	return RK_EXIT_OK;
}
