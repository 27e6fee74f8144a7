/* SPDX-License-Identifier: MIT */
/* Fields of side data: what is printed of them; hostile lines and short bytes are never followed.
 */
#include <stdio.h>
#include <string.h>

#include "types.h"

static const char lines[] = "rkBPF side data 1\n"
			    "func 0 10 main\n"
			    "field h key 0 4 1 s -\n"
			    "field h value 0 8 1 u ts\n"
			    "field h value 8 4 1 s temp\n"
			    "field h value 12 1 4 c comm\n"
			    "field h value 16 2 2 u pair\n"
			    "field h value 20 2 1 s3+5 bits\n"
			    "field h value 22 2 1 x rest\n"
			    "field p value 0 8 1 p at\n"
			    /* hostile: each is no field */
			    "field h value 0 9 1 u wide\n"
			    "field h value 0 1 1 u7+9 bits\n"
			    "field h value 0 0 1 u none\n"
			    "field h values 0 8 1 u part\n"
			    "field h value 0 8 1 z kind\n"
			    "field h value 0 2 1 c text\n"
			    "field far value 4294967295 8 4294967295 u far\n"
			    "field\n";

static struct rk_types types;

/* NULL: nothing is known. */
static char *shown(const char *map, bool key, const void *p, size_t n, bool json)
{
	static char text[256];
	FILE *f = fmemopen(text, sizeof(text), "w");
	bool known = rk_types_print(&types, f, map, key, p, n, json);

	fclose(f);
	return known ? text : NULL;
}

static int check(const char *what, const char *is, const char *should)
{
	if (is ? should && !strcmp(is, should) : !should)
		return 0;
	printf("%s: %s instead of %s\n", what, is ? is : "nothing", should ? should : "nothing");
	return 1;
}

int main(void)
{
	static const u8 value[24] = {1, 0, 0, 0, 0, 0, 0, 0x80, 0xfd, 0xff, 0xff, 0xff, 's', 'h', 0,
		'x', 7, 0, 8, 0, 0xf8, 0xff, 0xab, 0xcd};
	static const u8 key[4] = {0xff, 0xff, 0xff, 0xff}, at[8] = {0, 0x10};
	struct rk_arena a;
	int bad = 0;

	rk_arena_init(&a);
	rk_types_parse(&types, &a, lines, sizeof(lines) - 1);
	bad += check("key", shown("h", true, key, 4, false), "-1");
	bad += check("text", shown("h", false, value, 24, false),
		"ts 9223372036854775809, temp -3, comm sh, pair 7 8, bits -1, rest hex:abcd");
	bad += check("json", shown("h", false, value, 24, true),
		"{\"ts\":9223372036854775809,\"temp\":-3,\"comm\":\"sh\",\"pair\":[7,8],\"bits\":-"
		"1,"
		"\"rest\":\"hex:abcd\"}");
	bad += check("address", shown("p", false, at, 8, true), "{\"at\":\"0x1000\"}");
	bad += check("short", shown("h", false, value, 23, true), NULL);
	bad += check("far", shown("far", false, value, 24, true), NULL);
	bad += check("unknown", shown("q", false, value, 24, true), NULL);
	rk_arena_fini(&a);
	return bad != 0;
}
