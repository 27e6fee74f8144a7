/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store.h"
#include "tool.h"
#include "rk/write.h"

enum { MAX_PATH = 512 };

bool rk_store_name(const char name[RK_MAX_NAME])
{
	size_t n = strnlen(name, RK_MAX_NAME);

	if (!n || n == RK_MAX_NAME || name[0] == '.')
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = name[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
			c != '_' && c != '-' && c != '.')
			return false;
	}
	return true;
}

/* A rename is on the disk when its folder is. */
static int sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), err;

	if (fd < 0)
		return RK_EIO;
	err = fsync(fd);
	close(fd);
	return err ? RK_EIO : RK_OK;
}

int rk_store_write(const char *folder, const char *file, const u8 *bytes, size_t size)
{
	char path[MAX_PATH], temporary[MAX_PATH];
	int fd, saved;

	if (snprintf(path, sizeof(path), "%s/%s", folder, file) >= (int)sizeof(path) ||
		snprintf(temporary, sizeof(temporary), "%s/.new-%s", folder, file) >=
			(int)sizeof(temporary))
		return RK_EINPUT;
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return RK_EIO;
	if (rk_write_all(fd, bytes, size) && !fsync(fd) && !rename(temporary, path)) {
		close(fd);
		return sync_folder(folder);
	}
	saved = errno;
	close(fd);
	unlink(temporary);
	errno = saved;
	return RK_EIO;
}

/* Bytes that no file system makes fewer of. */
static bool fill(int fd, size_t size)
{
	u32 part[1024], x = 2463534242;

	for (; size; size -= size < sizeof(part) ? size : sizeof(part)) {
		for (size_t i = 0; i < RK_ARRAY_SIZE(part); i++) {
			x ^= x << 13;
			x ^= x >> 17;
			x ^= x << 5;
			part[i] = x;
		}
		if (!rk_write_all(fd, part, size < sizeof(part) ? size : sizeof(part)))
			return false;
	}
	return true;
}

/* One name for all: what a killed agent left of it goes with the next question. */
int rk_store_room(const char *folder, size_t size)
{
	const char *slash = strrchr(folder, '/');
	int n = access(folder, F_OK) && slash ? (int)(slash - folder) : (int)strlen(folder), fd;
	char path[MAX_PATH];
	bool fits;
	int saved;

	if (snprintf(path, sizeof(path), "%.*s/.rk-room", n, folder) >= (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return RK_EINPUT;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return RK_EIO;
	unlink(path);
	fits = fill(fd, size);
	saved = errno;
	close(fd);
	errno = saved;
	return fits ? RK_OK : RK_EIO;
}

static int programs_folder(const char *folder, char path[MAX_PATH])
{
	if (snprintf(path, MAX_PATH, "%s/programs", folder) >= MAX_PATH)
		return RK_EINPUT;
	if ((mkdir(folder, 0700) && errno != EEXIST) || (mkdir(path, 0700) && errno != EEXIST))
		return RK_EIO;
	return RK_OK;
}

int rk_store_program(const char *folder, const char name[RK_MAX_NAME], const u8 *image, size_t size)
{
	char path[MAX_PATH], file[RK_MAX_NAME + 8];
	int err = rk_store_name(name) ? programs_folder(folder, path) : RK_EINPUT;

	if (err)
		return err;
	snprintf(file, sizeof(file), "%.*s.rkb", RK_MAX_NAME, name);
	return rk_store_write(path, file, image, size);
}

int rk_store_forget(const char *folder, const char name[RK_MAX_NAME])
{
	char path[MAX_PATH];

	if (!rk_store_name(name))
		return RK_EINPUT;
	if (snprintf(path, sizeof(path), "%s/programs/%.*s.rkb", folder, RK_MAX_NAME, name) >=
		(int)sizeof(path))
		return RK_EINPUT;
	return unlink(path) ? RK_EIO : RK_OK;
}

/* "KEY NAME COUNTER SHA3", as the command counters prints it. */
static void print_counter(FILE *f, const struct rk_uapi_counter *c)
{
	for (size_t i = 0; i < sizeof(c->keynum); i++)
		fprintf(f, "%02x", c->keynum[i]);
	fprintf(f, " %.*s %llu ", RK_MAX_NAME, c->name, (unsigned long long)c->counter);
	for (size_t i = 0; i < sizeof(c->sha3); i++)
		fprintf(f, "%02x", c->sha3[i]);
	fputc('\n', f);
}

static int print_counters(struct rk_agent *a, FILE *f)
{
	struct rk_uapi_counter c = {.index = 0};

	for (; !a->ask(a, RK_IOC_COUNTER_NEXT, &c); c.index++)
		if (rk_store_name(c.name))
			print_counter(f, &c);
	return errno == ENOENT ? RK_OK : RK_EIO;
}

/* The other lines of the file `persisted`; none where there is no file. */
static void copy_others(const char *folder, const char name[RK_MAX_NAME], FILE *to)
{
	char path[MAX_PATH], line[256], copy[256];
	struct rk_uapi_counter c;
	FILE *f;

	snprintf(path, sizeof(path), "%s/persisted", folder);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f)) {
		memcpy(copy, line, sizeof(copy));
		if (rk_store_counter(copy, &c) && strncmp(c.name, name, sizeof(c.name)))
			fputs(line, to);
	}
	if (f)
		fclose(f);
}

/* Whoever prints writes to memory first: a file is there whole or not at all. */
struct text {
	char *bytes;
	size_t size;
	FILE *f;
};

static int save_text(const char *folder, const char *file, struct text *t, int err)
{
	if (fclose(t->f) && !err)
		err = RK_ENOMEM;
	if (!err)
		err = rk_store_write(folder, file, (u8 *)t->bytes, t->size);
	free(t->bytes);
	return err;
}

int rk_store_persisted(
	const char *folder, const char name[RK_MAX_NAME], const struct rk_uapi_counter *c)
{
	struct text t = {.bytes = NULL};

	t.f = open_memstream(&t.bytes, &t.size);
	if (!t.f)
		return RK_ENOMEM;
	copy_others(folder, name, t.f);
	if (c)
		print_counter(t.f, c);
	return save_text(folder, "persisted", &t, RK_OK);
}

int rk_store_counters(struct rk_agent *a, const char *folder)
{
	struct text t = {.bytes = NULL};

	if (access(folder, F_OK))
		return RK_OK;
	t.f = open_memstream(&t.bytes, &t.size);
	if (!t.f)
		return RK_ENOMEM;
	return save_text(folder, "counters", &t, print_counters(a, t.f));
}

bool rk_store_counter(char *line, struct rk_uapi_counter *c)
{
	char *save = NULL, *word[4];
	char hex[80];

	memset(c, 0, sizeof(*c));
	for (int i = 0; i < 4; i++) {
		word[i] = strtok_r(i ? NULL : line, " \n", &save);
		if (!word[i] || strlen(word[i]) > 64)
			return false;
	}
	if (strlen(word[1]) >= sizeof(c->name) || !rk_text_unsigned(word[2], U64_MAX, &c->counter))
		return false;
	memcpy(c->name, word[1], strlen(word[1]));
	snprintf(hex, sizeof(hex), "hex:%s", word[0]);
	if (!rk_text_parse(hex, c->keynum, sizeof(c->keynum)))
		return false;
	snprintf(hex, sizeof(hex), "hex:%s", word[3]);
	return rk_text_parse(hex, c->sha3, sizeof(c->sha3));
}
