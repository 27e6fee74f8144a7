/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "progress.h"

void rk_progress_init(struct rk_progress *p)
{
	const char *term = getenv("TERM");
	struct winsize w;

	*p = (struct rk_progress){.width = 80, .height = 24};
	p->on = isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb");
	if (p->on && !ioctl(STDERR_FILENO, TIOCGWINSZ, &w) && w.ws_col && w.ws_row) {
		p->width = w.ws_col;
		p->height = w.ws_row;
	}
}

void rk_progress_clear(struct rk_progress *p)
{
	if (p->drawn)
		fprintf(stderr, "\033[%uA\r\033[J", p->drawn);
	fflush(stderr);
	p->drawn = 0;
}

void rk_progress_line(struct rk_progress *p, const char *host, const struct rk_phase *phase)
{
	const char *what = phase->what;
	u64 until = phase->until_ms, now = rk_now_ms();
	char line[256];
	int n;

	if (!p->on || !what || p->lines + 2 >= p->height)
		return;
	if (!p->lines)
		rk_progress_clear(p);
	if (until > now)
		n = snprintf(line, sizeof(line), "%s: %s, %llu s left", host, what,
			(unsigned long long)(until - now + 999) / 1000);
	else
		n = snprintf(line, sizeof(line), "%s: %s", host, what);
	if (n < 0)
		return;
	fprintf(stderr, "%.*s\n", (int)p->width - 1, line);
	p->lines++;
}

void rk_progress_end(struct rk_progress *p, u32 done, u32 failed, u32 n)
{
	if (!p->lines)
		rk_progress_clear(p);
	if (!p->lines)
		return;
	if (n > 1) {
		fprintf(stderr, "%u of %u hosts done, %u failed\n", done, n, failed);
		p->lines++;
	}
	fflush(stderr);
	p->drawn = p->lines;
	p->lines = 0;
}
