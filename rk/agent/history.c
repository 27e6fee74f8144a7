/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"
#include "history.h"
#include "store.h"
#include "tool.h"

enum {
	HISTORY_MOST = 200, /* fit one reply */
	HISTORY_KEPT = 150, /* of a full file */
	MAX_PATH = 512,
};
RK_STATIC_ASSERT(HISTORY_MOST * sizeof(struct rk_past) <= RK_FRAME_MAX - sizeof(struct rk_reply),
	"the history fits one reply");

struct history {
	u32 n;
	struct rk_past past[HISTORY_MOST];
};

static u64 now(clockid_t clock)
{
	struct timespec t = {0};

	clock_gettime(clock, &t);
	return (u64)t.tv_sec * 1000 + (u64)t.tv_nsec / 1000000;
}

static void read_boot(u8 boot[16])
{
	char text[40] = "", hex[40] = "hex:";
	FILE *f = fopen("/proc/sys/kernel/random/boot_id", "r");
	size_t n = strlen(hex);

	if (f && fgets(text, sizeof(text), f))
		for (const char *c = text; *c && *c != '\n' && n < sizeof(hex) - 1; c++)
			if (*c != '-')
				hex[n++] = *c;
	hex[n] = 0;
	if (f)
		fclose(f);
	if (!rk_text_parse(hex, boot, 16))
		memset(boot, 0, 16);
}

/* Whence the connection came, as sshd says it: "ADDRESS PORT ...". */
static void read_from(char from[RK_PAST_FROM])
{
	const char *where = getenv("SSH_CONNECTION");
	size_t n = where ? strcspn(where, " ") : 0;

	memset(from, 0, RK_PAST_FROM);
	if (n && n < RK_PAST_FROM)
		memcpy(from, where, n);
	else
		memcpy(from, "local", 5);
}

/* False where the program is gone. */
static bool describe(struct rk_agent *a, u32 id, struct rk_past *p)
{
	struct rk_row row = {.prog = {.id = id - 1}};

	if (!id || a->ask(a, RK_IOC_PROG_NEXT, &row.prog) || row.prog.id != id ||
		rk_answer_row(a, &row))
		return false;
	p->counter = row.prog.counter;
	memcpy(p->keynum, row.state.keynum, sizeof(p->keynum));
	memcpy(p->sha3, row.prog.sha3, sizeof(p->sha3));
	memcpy(p->name, row.prog.name, sizeof(p->name));
	return true;
}

/* A file that somebody cut off ends before its last record. 0, or -1 and errno. */
static int read_all(const char *path, struct history *h)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n;

	h->n = 0;
	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	n = pread(fd, h->past, sizeof(h->past), 0);
	close(fd);
	if (n > 0)
		h->n = (u32)((size_t)n / sizeof(h->past[0]));
	return n < 0 ? -1 : 0;
}

/* One write at the end of the whole records; what is not whole after it is cut off again. */
static int append(const char *path, const struct rk_past *p, u32 n)
{
	off_t at = (off_t)(n * sizeof(*p));
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600), err = -1, saved;
	ssize_t done;

	if (fd < 0)
		return -1;
	done = pwrite(fd, p, sizeof(*p), at);
	if (done == sizeof(*p))
		err = fsync(fd);
	else if (done >= 0)
		errno = ENOSPC;
	saved = errno;
	if (err && ftruncate(fd, at))
		err = -1;
	close(fd);
	errno = saved;
	return err;
}

static int add(struct rk_agent *a, const char *path, const struct rk_past *p)
{
	struct history *h = calloc(1, sizeof(*h));
	int err = h ? read_all(path, h) : -1;

	if (!err && h->n < HISTORY_MOST) {
		err = append(path, p, h->n);
	} else if (!err) {
		memmove(h->past, h->past + (HISTORY_MOST - HISTORY_KEPT),
			HISTORY_KEPT * sizeof(*p));
		h->past[HISTORY_KEPT] = *p;
		err = rk_store_write(
			      a->store, "history", (u8 *)h->past, (HISTORY_KEPT + 1) * sizeof(*p))
			      ? -1
			      : 0;
	}
	free(h);
	return err;
}

/* One agent at a time, by a lock on the folder. */
static int add_locked(struct rk_agent *a, const struct rk_past *p)
{
	char path[MAX_PATH];
	int folder, err;

	if (snprintf(path, sizeof(path), "%s/history", a->store) >= (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	folder = open(a->store, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return -1;
	flock(folder, LOCK_EX);
	err = add(a, path, p);
	close(folder);
	return err;
}

void rk_history_note(struct rk_agent *a, u32 id, enum rk_past_result result, const char *why)
{
	struct rk_past p = {.version = RK_PAST_VERSION, .result = result};
	int saved = errno;

	if (describe(a, id, &p)) {
		p.date_ms = now(CLOCK_REALTIME);
		p.up_ms = now(CLOCK_BOOTTIME);
		read_boot(p.boot);
		read_from(p.from);
		snprintf(p.why, sizeof(p.why), "%s", why ? why : "");
		/* Without the folder this robot keeps nothing, and nobody asked it to. */
		if (add_locked(a, &p) && errno != ENOENT)
			fprintf(stderr, "rk-agent: %s/history was not written: %s\n", a->store,
				strerror(errno));
	}
	errno = saved;
}

int rk_answer_history(struct rk_agent *a, const struct rk_frame *f)
{
	static const char none[] = "this robot keeps nothing: there is no folder " RK_STORE;
	struct history *h = calloc(1, sizeof(*h));
	char path[MAX_PATH];
	int err = -1, size = 0;

	snprintf(path, sizeof(path), "%s/history", a->store);
	if (access(a->store, F_OK) && errno == ENOENT) {
		free(h);
		return rk_answer_refuse(a, RK_ENOENT, ENOENT, none);
	}
	if (h)
		err = read_all(path, h);
	if (!err) {
		size = (int)(h->n * sizeof(h->past[0]));
		memcpy(a->data, h->past, (size_t)size);
	}
	free(h);
	return err ? rk_answer_refuse(a, RK_EIO, errno, strerror(errno)) : size;
}
