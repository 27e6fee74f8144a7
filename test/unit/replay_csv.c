/* SPDX-License-Identifier: MIT */
/* Recorded events: what is read, and where and why reading stops. */
#include <stdio.h>
#include <string.h>

#include "replay.h"

static const struct {
	const char *text;
	u8 hook;
	u32 rows;         /* read before the end or the error */
	u32 line, column; /* of the error; 0: none */
	const char *why;
} rows[] = {
	{"timestamp,value\n1,2\n3,-4\n", RK_HOOK_IIO, 2, 0, 0, ""},
	{"# from robot 7\n\ntimestamp , value\r\n1,0x10\r\n", RK_HOOK_IIO, 1, 0, 0, ""},
	{"value\n-9223372036854775808\n18446744073709551615", RK_HOOK_IIO, 2, 0, 0, ""},
	{"device\n4294967295\n-2147483648\n", RK_HOOK_IIO, 2, 0, 0, ""},
	{"args[5],args[0],nr\n7,8,9\n", RK_HOOK_SYSCALL, 1, 0, 0, ""},
	{"id,len,data\n0x123,3,0a0B0c\n", RK_HOOK_CAN, 1, 0, 0, ""},
	{"arg0,arg11\n1,2\n", RK_HOOK_RAW_TP, 1, 0, 0, ""},
	{"", RK_HOOK_IIO, 0, 1, 1, "no header"},
	{"timestamp,valu\n", RK_HOOK_IIO, 0, 1, 11, "'valu' is not a field"},
	{"\x1b[31m\n", RK_HOOK_IIO, 0, 1, 1, "'?[31m' is not a field"},
	{"\xef\xbb\xbfvalue\n1\n", RK_HOOK_IIO, 1, 0, 0, ""},
	{"timestamp,\n", RK_HOOK_IIO, 0, 1, 11, "not a field"},
	{"value,value\n", RK_HOOK_IIO, 0, 1, 7, "already"},
	{"data,data[0]\n", RK_HOOK_CAN, 0, 1, 6, "already"},
	{"args\n", RK_HOOK_SYSCALL, 0, 1, 1, "not a field"},
	{"args[6]\n", RK_HOOK_SYSCALL, 0, 1, 1, "not a field"},
	{"arg12\n", RK_HOOK_RAW_TP, 0, 1, 1, "not a field"},
	{"value\n1\n1.5\n", RK_HOOK_IIO, 1, 3, 1, "whole number"},
	{"timestamp,value\n1, two\n", RK_HOOK_IIO, 0, 2, 4, "whole number"},
	{"timestamp,value\n1\n", RK_HOOK_IIO, 0, 2, 2, "fewer"},
	{"timestamp,value\n1,2,3\n", RK_HOOK_IIO, 0, 2, 5, "more"},
	{"timestamp,value\n1,\n", RK_HOOK_IIO, 0, 2, 3, "empty"},
	{"value\n18446744073709551616\n", RK_HOOK_IIO, 0, 2, 1, "whole number"},
	{"value\n-9223372036854775809\n", RK_HOOK_IIO, 0, 2, 1, "fit"},
	{"device\n4294967296\n", RK_HOOK_IIO, 0, 2, 1, "fit"},
	{"data\nabc\n", RK_HOOK_CAN, 0, 2, 1, "odd"},
	{"data\nzz\n", RK_HOOK_CAN, 0, 2, 1, "digit"},
	{"arg0\n1\n", RK_HOOK_KPROBE, 0, 0, 0, "cannot be written"},
};

static int check(size_t i)
{
	u8 ctx[RK_CTX_MAX];
	struct rk_replay r;
	int err = rk_replay_open(&r, rows[i].text, strlen(rows[i].text), rk_hook_row(rows[i].hook));
	u32 n = 0;

	while (!err && !(err = rk_replay_next(&r, ctx)))
		n++;
	if (err == RK_ENOENT ? !rows[i].why[0] && n == rows[i].rows
			     : rows[i].why[0] && strstr(r.why, rows[i].why) && n == rows[i].rows &&
				       (err == RK_EUNSUP || (r.column == rows[i].column &&
								    r.line == rows[i].line)))
		return 0;
	printf("row %zu: error %d after %u rows at %u:%u: %s\n", i, err, n, r.line, r.column,
		r.why);
	return 1;
}

/* Values arrive where they belong, fields without a column are zero. */
static int check_values(void)
{
	static const char text[] = "value,timestamp,channel\n-5,77,3\n";
	struct iio_event e;
	struct rk_replay r;

	memset(&e, 0xff, sizeof(e));
	if (rk_replay_open(&r, text, sizeof(text) - 1, rk_hook_row(RK_HOOK_IIO)) ||
		rk_replay_next(&r, &e) || r.row_len != 7)
		return 1;
	return !(e.value == -5 && e.timestamp == 77 && e.channel == 3 && !e.scale && !e.rate &&
		 !e.device && r.time_off == 0);
}

int main(void)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++)
		if (check(i))
			return 1;
	if (check_values())
		printf("values are misplaced\n");
	return check_values();
}
