/* SPDX-License-Identifier: MIT */
/*
 * rk-agent serve with a module that is not there: its state is in the folder $FAKE_ROBOT, so that
 * one connection finds what another left. Files of that folder make the robot different:
 *   no-key      no signature is of a trusted key
 *   overruns    programs overrun in the health window
 *   ancient     a module that lacks REPLACE
 *   older       a module that knows none of these requests
 *   newer       a module of the next version
 *   repeats     a list of programs that never ends
 * `fake_robot state` prints "running NAME SHA3 loaded N". Without a folder it does nothing.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "agent_fake.h"
#include "exit.h"

static const char *folder;

static bool has(const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return !access(path, F_OK);
}

/* Two agents may be there for a moment: the one whose connection broke and the next. */
static int lock_state(void)
{
	char path[512];
	int fd;

	snprintf(path, sizeof(path), "%s/state", folder);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX) || pread(fd, &fake, sizeof(fake), 0) < 0) {
		perror(path);
		exit(RK_EXIT_FAIL);
	}
	return fd;
}

static void unlock_state(int fd)
{
	if (pwrite(fd, &fake, sizeof(fake), 0) != sizeof(fake))
		perror("state");
	close(fd);
}

static int refuse_key(struct rk_uapi_load *l)
{
	l->error = RK_ENOKEY;
	strcpy(l->why, "no signature is of a trusted key");
	return fake_no(EACCES);
}

static int answer(struct rk_agent *a, unsigned long request, void *arg)
{
	if ((request == RK_IOC_CHECK || request == RK_IOC_LOAD) && has("no-key"))
		return refuse_key(arg);
	if ((request == RK_IOC_REPLACE && has("ancient")) || has("older"))
		return fake_no(ENOTTY);
	if (request == RK_IOC_INFO && has("newer")) {
		*(struct rk_uapi_info *)arg = (struct rk_uapi_info){.version = RK_UAPI_VERSION + 1};
		return 0;
	}
	if (request == RK_IOC_PROG_NEXT && has("repeats")) {
		*(struct rk_uapi_prog *)arg = (struct rk_uapi_prog){.id = FAKE_PROGRAM};
		return 0;
	}
	return fake_ask(a, request, arg);
}

/* Events come while a program runs. */
static void live(void)
{
	struct fake_slot *s = fake.running ? fake_slot(fake.running) : NULL;

	if (s)
		s->runs += 100;
	if (s && has("overruns"))
		s->overruns += 3;
}

static int ask(struct rk_agent *a, unsigned long request, void *arg)
{
	int fd = lock_state(), err, saved;

	if (request == RK_IOC_STATS)
		live();
	err = answer(a, request, arg);
	saved = errno;
	unlock_state(fd);
	errno = saved;
	return err;
}

static int print_state(void)
{
	int fd = lock_state(), loaded = 0;
	const struct fake_slot *s = fake.running ? fake_slot(fake.running) : NULL;

	for (int i = 0; i < FAKE_PROGRAMS; i++)
		loaded += fake.slot[i].loaded;
	if (s)
		printf("running %s %02x%02x loaded %d\n", s->name, s->sha3[0], s->sha3[1], loaded);
	else
		printf("running nothing loaded %d\n", loaded);
	close(fd);
	return fake.running && !s ? RK_EXIT_FAIL : RK_EXIT_OK;
}

int main(int argc, char **argv)
{
	static struct rk_agent a;
	static char store[512];

	folder = getenv("FAKE_ROBOT");
	if (!folder)
		return RK_EXIT_OK;
	if (argc != 2)
		return RK_EXIT_USAGE;
	if (!strcmp(argv[1], "state"))
		return print_state();
	snprintf(store, sizeof(store), "%s/store", folder);
	fake_init(&a);
	fake.slot[0].loaded = has("repeats"); /* unless there is a state */
	a.ask = ask;
	a.store = store;
	return rk_agent_serve(&a);
}
