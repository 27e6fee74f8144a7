/* SPDX-License-Identifier: MIT */
/* trace_printk: formats and arguments to text, and what is refused. */
#include "rt_test.h"

static char said[512];

static void hear(void *data, const char *text, size_t n)
{
	CHECK(n < sizeof(said) && strlen(text) == n);
	memcpy(said, text, n + 1);
}

static const char word[] = "seven";

static const struct {
	const char *format;
	u64 arg[3];
	const char *text; /* NULL: refused */
} rows[] = {
	{"plain", {0}, "plain"},
	{"%d %i %u", {(u64)-1, 5, (u64)-1}, "-1 5 4294967295"},
	{"%lld|%llu|%ld", {(u64)-1, (u64)-1, 1ull << 63},
		"-1|18446744073709551615|-9223372036854775808"},
	{"%x %llx %p", {255, 1ull << 40, 16}, "ff 10000000000 0x10"},
	{"%5d|%-5d|%05d", {42, 42, (u64)-42}, "   42|42   |-0042"},
	{"%08llx", {0xbeef}, "0000beef"},
	{"%c%c%%", {'o', 'k'}, "ok%"},
	{"[%s]", {(u64)(uintptr_t)word}, "[seven]"},
	{"[%pks] %us", {(u64)(uintptr_t)word, 3}, "[seven] 3s"},
	{"[%s]", {8}, "[(fault)]"},
	{"%f", {0}, NULL},
	{"%", {0}, NULL},
	{"%ll", {0}, NULL},
	{"%999999999999d", {0}, NULL},
	{"%d %d %d %d", {1, 2, 3}, NULL},
};

int main(void)
{
	struct rk_program *p;
	struct rk_rt rt;
	char big[2000];
	rk_helper_fn fn = rk_helper_fn_of(6);

	CHECK(!rk_rt_init(&rt, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT));
	rt.world.trace = hear;
	p = prog_new(&rt, NULL, 0, NULL);
	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++) {
		const u64 *a = rows[i].arg;
		s64 r;

		said[0] = 0;
		r = (s64)fn((u64)(uintptr_t)rows[i].format, strlen(rows[i].format) + 1, a[0], a[1],
			a[2], p->env[0]);
		if (rows[i].text ? r == (s64)strlen(said) && !strcmp(said, rows[i].text)
				 : r == -22 && !said[0])
			continue;
		printf("\"%s\": %lld \"%s\"\n", rows[i].format, (long long)r, said);
		return 1;
	}
	CHECK((s64)fn((u64)(uintptr_t)"abc", 3, 0, 0, 0, p->env[0]) ==
		-22); /* no NUL in its size */
	memset(big, 'x', sizeof(big));
	big[sizeof(big) - 1] = 0;
	CHECK(fn((u64)(uintptr_t)big, sizeof(big), 0, 0, 0, p->env[0]) == 255);
	rk_rt_unload(p);
	rk_rt_fini(&rt);
	return 0;
}
