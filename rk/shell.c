/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rk/write.h"
#include "shell.h"

enum { MOST = 32 << 20 };

void rk_shell_begin(struct rk_shell *s, const char *host)
{
	*s = (struct rk_shell){.host = host};
	rk_ssh_begin(&s->ssh, false);
}

void rk_shell_end(struct rk_shell *s)
{
	rk_ssh_end(&s->ssh);
}

/* A file without a name that holds the input, so that no pipe can be full while the script talks.
 */
static int input_file(const void *input, size_t size)
{
	int fd = memfd_create("rk", MFD_CLOEXEC);

	if (fd < 0)
		return -1;
	if (rk_write_all(fd, input, size) && !lseek(fd, 0, SEEK_SET))
		return fd;
	close(fd);
	return -1;
}

static _Noreturn void become(const struct rk_shell *s, const char *command, int in, int out)
{
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	signal(SIGPIPE, SIG_DFL);
	if (strcmp(s->host, "local"))
		rk_ssh_exec(&s->ssh, s->host, command);
	execlp("sh", "sh", "-c", command, (char *)NULL);
	_exit(255);
}

/* All of it is read, so that the script is not stopped; what is too much is dropped. */
static void take_output(struct rk_shell *s, struct rk_arena *a, int fd)
{
	size_t room = 4096;
	ssize_t n;

	s->out = rk_alloc(a, room + 1);
	s->size = 0;
	while ((n = read(fd, s->out + s->size, room - s->size)) > 0 || (n < 0 && errno == EINTR)) {
		s->size += n < 0 ? 0 : (size_t)n;
		if (s->size == room && room < MOST) {
			char *more = rk_alloc(a, 2 * room + 1);

			memcpy(more, s->out, room);
			s->out = more;
			room *= 2;
		} else if (s->size == room) {
			s->size = 0; /* nobody prints so much: none of it is worth keeping */
		}
	}
	s->out[s->size] = 0;
}

int rk_shell_run(
	struct rk_shell *s, struct rk_arena *a, const char *command, const void *input, size_t size)
{
	int in = input_file(input, size), out[2] = {-1, -1}, status = 0;
	pid_t pid;

	if (in < 0 || pipe2(out, O_CLOEXEC)) {
		if (in >= 0)
			close(in);
		return -1;
	}
	fflush(NULL);
	pid = fork();
	if (!pid)
		become(s, command ? command : "exec sh -s", in, out[1]);
	close(in);
	close(out[1]);
	take_output(s, a, out[0]);
	close(out[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			break;
	return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
