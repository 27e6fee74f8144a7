/* SPDX-License-Identifier: MIT */
/* Messages and files of the commands. Data goes to stdout, talk to stderr. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cmd.h"
#include "sign.h"
#include "rk/write.h"

static void say(const char *cmd, const char *kind, const char *fmt, va_list args)
{
	fprintf(stderr, "rk%s%s: %s", *cmd ? " " : "", cmd, kind);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
}

int rk_usage(const char *cmd, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(cmd, "", fmt, args);
	va_end(args);
	fprintf(stderr, "Try 'rk%s%s --help'.\n", *cmd ? " " : "", cmd);
	return RK_EXIT_USAGE;
}

static int exit_code(int err)
{
	switch (err) {
	case RK_ESIG:
	case RK_ENOKEY:
	case RK_EHASH:
	case RK_EPOLICY: return RK_EXIT_SIGNATURE;
	case RK_EREJECT: return RK_EXIT_REJECTED;
	default: return RK_EXIT_FAIL;
	}
}

int rk_fail(const char *cmd, int err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(cmd, "", fmt, args);
	va_end(args);
	return exit_code(err);
}

void rk_warn(const char *cmd, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(cmd, "warning: ", fmt, args);
	va_end(args);
}

/* Only a process as a whole has signals: the one variable that commands share. */
static volatile sig_atomic_t interrupted;

static void on_signal(int sig)
{
	interrupted = 1;
}

void rk_catch_interrupt(void)
{
	const struct sigaction on = {.sa_handler = on_signal};

	sigaction(SIGINT, &on, NULL);
	sigaction(SIGTERM, &on, NULL);
}

bool rk_interrupted(void)
{
	return interrupted;
}

bool rk_parse_time(const char *text, u64 *ns)
{
	static const struct {
		const char *unit;
		u64 ns;
	} units[] = {
		{"ns", 1}, {"us", 1000}, {"ms", 1000000}, {"s", 1000000000}, {"m", 60000000000}};
	char *end;
	u64 n;

	errno = 0;
	n = strtoull(text, &end, 10);
	for (size_t i = 0; i < RK_ARRAY_SIZE(units) && *text >= '0' && *text <= '9'; i++)
		if (!strcmp(end, units[i].unit))
			return !errno && !__builtin_mul_overflow(n, units[i].ns, ns);
	return false;
}

static int fail_file(struct rk_arena *a, const char *path, const char **why)
{
	*why = rk_format(a, "%s: %s", path, strerror(errno));
	return errno == ENOENT ? RK_ENOENT : RK_EIO;
}

static int read_fd(
	struct rk_arena *a, int fd, const char *path, u8 **bytes, size_t *size, const char **why)
{
	enum { MOST = 256 << 20 };
	size_t room = 0, len = 0;
	u8 *buf = rk_grow(a, NULL, 0, &room, 1 << 15, 1);
	ssize_t n;

	while ((n = read(fd, buf + len, room - len)) > 0) {
		len += (size_t)n;
		if (len > MOST) {
			*why = rk_format(a, "%s: larger than 256 MiB", path);
			return RK_ETOOBIG;
		}
		buf = rk_grow(a, buf, len, &room, len + 1, 1);
	}
	if (n < 0)
		return fail_file(a, path, why);
	*bytes = buf;
	*size = len;
	return RK_OK;
}

int rk_file_read(struct rk_arena *a, const char *path, u8 **bytes, size_t *size, const char **why)
{
	int fd, err;

	if (!strcmp(path, "-"))
		return read_fd(a, STDIN_FILENO, "standard input", bytes, size, why);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_file(a, path, why);
	err = read_fd(a, fd, path, bytes, size, why);
	close(fd);
	return err;
}

/* A new file has the mode that open() would give it; an old one keeps its own. */
static mode_t mode_of(const char *path)
{
	mode_t mask = umask(0);
	struct stat st;

	umask(mask);
	return stat(path, &st) ? 0666 & ~mask : st.st_mode & 0777;
}

/* A rename would put a file where a device or a pipe was: /dev/null for everyone, as root. */
static bool is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

int rk_file_write(
	struct rk_arena *a, const char *path, const void *bytes, size_t size, const char **why)
{
	char *tmp = rk_format(a, "%s.XXXXXX", path);
	int fd, err = RK_OK;

	if (!strcmp(path, "-"))
		return rk_write_all(STDOUT_FILENO, bytes, size)
			       ? RK_OK
			       : fail_file(a, "standard output", why);
	if (is_special(path)) {
		*why = rk_format(a, "%s: no regular file: - writes to standard output", path);
		return RK_EIO;
	}
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0)
		return fail_file(a, path, why);
	if (!rk_write_all(fd, bytes, size) || fchmod(fd, mode_of(path)) || fsync(fd) ||
		rename(tmp, path)) {
		err = fail_file(a, path, why);
		unlink(tmp);
	}
	close(fd);
	return err;
}

char *rk_key_file(struct rk_arena *a, const char *name, bool secret)
{
	const char *suffix = strrchr(name, '.');

	if (strchr(name, '/') || (suffix && (!strcmp(suffix, ".pub") || !strcmp(suffix, ".sec"))))
		return rk_strdup(a, name);
	return rk_key_path(a, name, secret);
}

char *rk_printable(struct rk_arena *a, const char *s, size_t n)
{
	char *text = rk_strndup(a, s, strnlen(s, n));

	for (char *p = text; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	return text;
}

char *rk_hex(struct rk_arena *a, const void *bytes, size_t n)
{
	char *text = rk_alloc(a, 2 * n + 1);

	for (size_t i = 0; i < n; i++)
		snprintf(text + 2 * i, 3, "%02x", ((const u8 *)bytes)[i]);
	return text;
}
