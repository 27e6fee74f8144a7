/* SPDX-License-Identifier: MIT */
/* The process around Clang: frames of clang.h through a pipe, read back bounds first. */
#include "frontend.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clang.h"
#include "rk/write.h"

enum { MAX_FRAME = 1 << 28 };

struct frame {
	u32 part; /* enum rk_clang_part */
	u32 size;
};

bool rk_front_is_source(const char *path)
{
	size_t n = strlen(path);

	return n >= 2 && !strcmp(path + n - 2, ".c");
}

/* ---- child ---- */

static void put_frame(void *data, enum rk_clang_part part, const void *bytes, size_t size)
{
	struct frame f = {.part = part, .size = (u32)size};
	int fd = *(int *)data;

	if (!rk_write_all(fd, &f, sizeof(f)) || !rk_write_all(fd, bytes, size))
		_exit(1); /* the parent is gone */
}

__attribute__((noreturn)) static void run_child(
	struct rk_arena *a, const struct rk_front_opts *o, enum rk_arch arch, int fd)
{
	const char **args = rk_alloc_array(a, o->n_args + 1, sizeof(*args));
	struct rk_clang_sink sink = {.data = &fd, .put = put_frame};

	args[0] = arch == RK_ARCH_AARCH64 ? "-D__TARGET_ARCH_arm64" : "-D__TARGET_ARCH_x86";
	if (o->n_args)
		memcpy(args + 1, o->args, o->n_args * sizeof(*args));
	rk_clang_compile(o->source, args, o->n_args + 1, o->color, &sink);
	_exit(0);
}

/* ---- parent ---- */

static bool read_all(int fd, void *to, size_t n)
{
	u8 *p = to;

	while (n) {
		ssize_t got = read(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

/* level, file, line, column, text: five strings, NUL after each. */
static void add_diag(struct rk_front_unit *u, struct rk_arena *a, const char *bytes, size_t size)
{
	const char *part[5] = {"", "", "", "", ""};
	struct rk_front_diag *d = rk_alloc(a, sizeof(*d));
	const char *end = bytes + size;

	for (u32 i = 0; i < RK_ARRAY_SIZE(part) && bytes < end; i++) {
		part[i] = bytes;
		bytes += strnlen(bytes, (size_t)(end - bytes)) + 1;
	}
	*d = (struct rk_front_diag){.level = part[0], .file = part[1], .text = part[4]};
	d->line = (u32)strtoul(part[2], NULL, 10);
	d->column = (u32)strtoul(part[3], NULL, 10);
	*u->last = d;
	u->last = &d->next;
}

static void take_frame(
	struct rk_front_unit *u, struct rk_arena *a, u32 part, const u8 *bytes, size_t size)
{
	switch (part) {
	case RK_CLANG_OBJECT:
		u->object = bytes;
		u->size = size;
		break;
	case RK_CLANG_TEXT: u->text = (const char *)bytes; break;
	case RK_CLANG_DIAG: add_diag(u, a, (const char *)bytes, size); break;
	case RK_CLANG_ARCH: u->names_arch = true; break;
	case RK_CLANG_END: u->complete = true; break;
	}
}

/* All frames of one unit; it stays incomplete where the child ended early. */
static void read_unit(struct rk_front_unit *u, struct rk_arena *a, int fd)
{
	struct frame f;

	*u = (struct rk_front_unit){.text = ""};
	u->last = &u->diags;
	while (!u->complete && read_all(fd, &f, sizeof(f)) && f.size <= MAX_FRAME) {
		u8 *bytes = rk_alloc(a, (size_t)f.size + 1); /* ends in a NUL */

		if (!read_all(fd, bytes, f.size))
			return;
		take_frame(u, a, f.part, bytes, f.size);
	}
}

static const char *describe_end(struct rk_arena *a, int status)
{
	if (WIFSIGNALED(status))
		return rk_format(a, "Clang crashed: %s", strsignal(WTERMSIG(status)));
	return "Clang ended before the object was complete";
}

/*
 * One process per unit, also because LLVM 19's BPF back end keeps pointers into the module in
 * static tables (CO-RE globals): a second compilation in the same process follows them and crashes.
 */
static int compile_unit(struct rk_front_unit *u, struct rk_arena *a, const struct rk_front_opts *o,
	enum rk_arch arch, const char **why)
{
	int fds[2], status = 0;
	pid_t child;

	*why = "no pipe or process for Clang";
	if (pipe(fds))
		return RK_EIO;
	fflush(NULL);
	child = fork();
	if (child == 0) {
		close(fds[0]);
		run_child(a, o, arch, fds[1]);
	}
	close(fds[1]);
	if (child > 0)
		read_unit(u, a, fds[0]);
	close(fds[0]);
	if (child < 0)
		return RK_EIO;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	*why = describe_end(a, status);
	return u->complete ? 0 : RK_EBACKEND;
}

int rk_front_compile(struct rk_front_unit *units, struct rk_arena *a,
	const struct rk_front_opts *opts, const char **why)
{
	for (u32 i = 0; i < opts->n_targets; i++) {
		int err = 0;

		if (i && !units[0].names_arch)
			units[i] = units[0];
		else
			err = compile_unit(&units[i], a, opts, opts->targets[i], why);
		if (err)
			return err;
	}
	return 0;
}
