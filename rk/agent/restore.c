/* SPDX-License-Identifier: MIT */
/*
 * After a boot: first the counters of what persists, so that an older image put into the folder is
 * refused; then every program that was made to persist; then the highest counters that were
 * accepted, which may be those of a version that was on trial or did not persist. One that fails
 * does not hold up the others; the first failure is the reply.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "history.h"
#include "store.h"

enum { MAX_PATH = 512 };

/* What came of it all: the first refusal is kept. */
struct result {
	struct rk_reply first;
	u32 programs;
};

static void note(struct rk_agent *a, struct result *r, const char *what)
{
	fprintf(stderr, "rk-agent restore: %s: %s\n", what,
		a->reply.why[0] ? a->reply.why : strerror((int)a->reply.sys));
	if (!r->first.sys)
		r->first = a->reply;
	memset(&a->reply, 0, sizeof(a->reply));
}

static void raise_counters(struct rk_agent *a, const char *file, struct result *r)
{
	char path[MAX_PATH], line[256];
	struct rk_uapi_counter c;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", a->store, file);
	f = fopen(path, "r");
	if (!f && errno == ENOENT)
		return;
	if (!f) {
		rk_answer_refuse(a, RK_EIO, errno, strerror(errno));
		note(a, r, path);
		return;
	}
	while (fgets(line, sizeof(line), f)) {
		if (!rk_store_counter(line, &c))
			rk_answer_refuse(a, RK_EINPUT, EINVAL, "a line is no counter");
		else if (!rk_answer_ask(a, RK_IOC_COUNTER_RAISE, &c))
			continue;
		note(a, r, path);
	}
	fclose(f);
}

/* The file as the image that was uploaded. */
static int read_image(struct rk_agent *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t n = 0;

	rk_agent_drop_image(a);
	a->image = f ? malloc(RK_MAX_BLOB) : NULL;
	if (a->image)
		n = fread(a->image, 1, RK_MAX_BLOB, f);
	if (!f || !a->image || ferror(f) || !feof(f))
		rk_answer_refuse(a, RK_EIO, errno ? errno : EFBIG, strerror(errno ? errno : EFBIG));
	if (f)
		fclose(f);
	a->image_size = a->image_have = (u32)n;
	return a->reply.sys ? -1 : 0;
}

static int load_program(struct rk_agent *a, const char *path)
{
	struct rk_uapi_load l;

	errno = 0;
	if (read_image(a, path) || rk_answer_image(a, RK_IOC_LOAD, &l))
		return -1;
	if (!rk_answer_act(a, RK_IOC_ATTACH, l.id)) {
		rk_history_note(a, l.id, RK_PAST_RESTORED, NULL);
		return 0;
	}
	a->ask(a, RK_IOC_UNLOAD, &(struct rk_uapi_act){.id = l.id});
	return -1;
}

static int is_program(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return d->d_name[0] != '.' && n > 4 && !strcmp(d->d_name + n - 4, ".rkb");
}

static void load_programs(struct rk_agent *a, struct result *r)
{
	char path[MAX_PATH + 300];
	struct dirent **files;
	int n;

	snprintf(path, sizeof(path), "%s/programs", a->store);
	n = scandir(path, &files, is_program, alphasort);
	for (int i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/programs/%s", a->store, files[i]->d_name);
		if (load_program(a, path))
			note(a, r, path);
		else
			r->programs++;
		free(files[i]);
	}
	if (n >= 0)
		free(files);
	rk_agent_drop_image(a);
}

static bool has_persisted(const struct rk_agent *a)
{
	char path[MAX_PATH];

	snprintf(path, sizeof(path), "%s/persisted", a->store);
	return !access(path, F_OK);
}

int rk_answer_restore(struct rk_agent *a, const struct rk_frame *f)
{
	struct result r = {.programs = 0};

	if (has_persisted(a))
		raise_counters(a, "persisted", &r);
	else
		raise_counters(a, "counters", &r);
	load_programs(a, &r);
	raise_counters(a, "counters", &r);
	if (r.first.sys) {
		a->reply = r.first;
		return -1;
	}
	memcpy(a->data, &r.programs, sizeof(r.programs));
	return sizeof(r.programs);
}
