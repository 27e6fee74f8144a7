/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "steps.h"

struct rk_step *rk_steps_add(struct rk_steps *s, const char *what)
{
	struct rk_step *step = &s->step[s->n];

	if (s->n == RK_STEPS_MOST)
		return NULL;
	s->n++;
	*step = (struct rk_step){.what = what};
	return step;
}

void rk_steps_file(struct rk_steps *s, const char *what, const char *path, unsigned mode,
	const void *bytes, size_t size)
{
	struct rk_step *step = rk_steps_add(s, what);

	if (!step)
		return;
	step->path = path;
	step->mode = mode;
	step->bytes = bytes;
	step->size = size;
}

void rk_steps_run(
	struct rk_steps *s, const char *what, const char *show, const char *run, const char *undo)
{
	struct rk_step *step = rk_steps_add(s, what);

	if (!step)
		return;
	step->show = show;
	step->run = run;
	step->undo = undo;
}

/* Where a user's PATH has no sbin, the commands of root are found all the same. */
int rk_steps_sh(struct rk_steps *s, const char *line, const void *input, size_t size)
{
	const char *command = rk_format(
		s->a, "%ssh -c 'PATH=$PATH:/usr/sbin:/sbin; %s'", s->sudo ? "sudo -n " : "", line);

	return rk_shell_run(s->shell, s->a, command, input, size);
}

/* The new file lies beside the old one, complete and on the disk, before it takes its place. */
static const char *file_line(struct rk_steps *s, const struct rk_step *step)
{
	const char *slash = strrchr(step->path, '/');

	if (s->dry)
		return rk_format(s->a,
			"if cmp -s - %s; then echo unchanged; elif [ -e %s ]; then echo would be "
			"replaced; else echo would be installed; fi",
			step->path, step->path);
	return rk_format(s->a,
		"umask 022; p=%s; r=installed; mkdir -p %.*s && cat >$p.rk-new && "
		"chmod %04o $p.rk-new && [ $(wc -c <$p.rk-new) = %zu ] && "
		"if cmp -s $p.rk-new $p; then rm $p.rk-new; r=unchanged; else sync; "
		"if [ -e $p ]; then cp -p $p $p.rk-old && r=replaced; fi && "
		"mv $p.rk-new $p; fi && echo $r || { rm -f $p.rk-new; exit 1; }",
		step->path, (int)(slash - step->path), step->path, step->mode, step->size);
}

static const char *undo_line(struct rk_steps *s, const struct rk_step *step)
{
	if (!step->path)
		return step->undo;
	return rk_format(s->a,
		"p=%s; if [ -e $p.rk-old ]; then mv $p.rk-old $p; else rm -f $p; fi%s%s",
		step->path, step->undo ? "; " : "", step->undo ? step->undo : "");
}

/* The last line that the step printed. */
static const char *result(struct rk_steps *s)
{
	char *out = s->shell->out, *line;

	for (size_t n = s->shell->size; n && out[n - 1] == '\n'; n--)
		out[n - 1] = 0;
	line = strrchr(out, '\n');
	line = line ? line + 1 : out;
	return *line ? rk_printable(s->a, line, strlen(line)) : "done";
}

static int go(struct rk_steps *s, struct rk_step *step, size_t number)
{
	const char *said;
	int status;

	printf("%2zu. %s\n", number, step->what);
	if (step->path)
		printf("    %s, %zu bytes: ", step->path, step->size);
	else
		printf("    %s: ", step->show);
	fflush(stdout);
	if (s->dry && !step->path) {
		puts("would be run");
		return 0;
	}
	status = rk_steps_sh(s, step->path ? file_line(s, step) : step->run, step->bytes,
		step->path ? step->size : 0);
	said = status ? "failed" : result(s);
	puts(said);
	fflush(stdout);
	/* A command that failed may have done half of it. */
	step->done = status ? !step->path : strcmp(said, "unchanged") != 0;
	s->changed += step->done;
	return status;
}

/* In reverse; a step without a way back is left as it is when nothing depends on it. */
static void take_back(struct rk_steps *s)
{
	for (size_t i = s->n; i--;) {
		struct rk_step *step = &s->step[i];
		const char *line = undo_line(s, step);

		if (!step->done || !line)
			continue;
		if (rk_steps_sh(s, line, "", 0))
			rk_fail(s->cmd, RK_EIO, "%s: could not be taken back: %s", s->shell->host,
				step->path ? step->path : step->show);
		else
			printf("    taken back: %s\n", step->path ? step->path : step->show);
		fflush(stdout);
	}
}

/* What was kept aside is not needed any more. */
static void drop_old(struct rk_steps *s)
{
	const char *line = "rm -f";
	bool any = false;

	for (size_t i = 0; i < s->n; i++) {
		if (!s->step[i].path)
			continue;
		line = rk_format(s->a, "%s %s.rk-old", line, s->step[i].path);
		any = true;
	}
	if (any && !s->dry)
		rk_steps_sh(s, line, "", 0);
}

int rk_steps_go(struct rk_steps *s)
{
	for (size_t i = 0; i < s->n; i++) {
		int status = go(s, &s->step[i], i + 1);

		if (!status)
			continue;
		if (status == 255)
			rk_fail(s->cmd, RK_EIO,
				"%s: the connection broke at step %zu: run it again, or with "
				"--remove",
				s->shell->host, i + 1);
		else
			rk_fail(s->cmd, RK_EIO,
				"%s: step %zu failed: those before it are taken back",
				s->shell->host, i + 1);
		if (status == 255)
			return RK_EXIT_UNREACHABLE;
		take_back(s);
		return RK_EXIT_FAIL;
	}
	drop_old(s);
	return RK_EXIT_OK;
}
