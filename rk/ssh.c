/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ssh.h"

/* For a moment ssh puts 17 letters behind a socket's path, of which 108 bytes are the most. */
enum { MAX_WORDS = 32, MAX_BASE = 32 };

struct words {
	char *word[MAX_WORDS + 16];
	int n;
};

static void put(struct words *w, const char *word)
{
	w->word[w->n++] = (char *)(uintptr_t)word;
}

static void put_command(struct words *w)
{
	const char *own = getenv("RK_SSH");
	char *copy = strdup(own && *own ? own : "ssh"), *save = NULL;

	for (char *t = copy ? strtok_r(copy, " ", &save) : NULL; t && w->n < MAX_WORDS;
		t = strtok_r(NULL, " ", &save))
		put(w, t);
	if (!w->n)
		put(w, "ssh");
}

static bool is_openssh(const char *path)
{
	const char *slash = strrchr(path, '/');

	return !strcmp(slash ? slash + 1 : path, "ssh");
}

/* What `ssh -G` says of the host; true where it names a master of the user's. */
static bool has_master(FILE *f)
{
	char line[1024];
	bool has = false;

	while (fgets(line, sizeof(line), f))
		if (!strncmp(line, "controlpath ", 12) && strcmp(line + 12, "none\n"))
			has = true;
	return has;
}

static bool user_has_master(const struct words *command, const char *host)
{
	struct words w = *command;
	int pipes[2];
	bool has = false;
	pid_t pid;
	FILE *f;

	put(&w, "-T");
	put(&w, "-G");
	put(&w, "--");
	put(&w, host);
	put(&w, NULL);
	if (pipe(pipes))
		return false;
	pid = fork();
	if (!pid) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, STDIN_FILENO);
		dup2(null, STDERR_FILENO);
		dup2(pipes[1], STDOUT_FILENO);
		close(pipes[0]);
		execvp(w.word[0], w.word);
		_exit(255);
	}
	close(pipes[1]);
	f = fdopen(pipes[0], "r");
	if (f) {
		has = has_master(f);
		fclose(f);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return has;
}

void rk_ssh_begin(struct rk_ssh *s, bool batch)
{
	const char *base = getenv("XDG_RUNTIME_DIR");

	*s = (struct rk_ssh){.batch = batch};
	if (!batch)
		return;
	if (!base || *base != '/' || strlen(base) > MAX_BASE)
		base = "/tmp";
	snprintf(s->folder, sizeof(s->folder), "%s/rk-XXXXXX", base);
	if (!mkdtemp(s->folder)) /* of mode 0700 */
		s->folder[0] = 0;
}

void rk_ssh_end(struct rk_ssh *s)
{
	DIR *d = s->folder[0] ? opendir(s->folder) : NULL;

	/* A master that was killed leaves its socket. */
	for (struct dirent *e; d && (e = readdir(d));)
		if (e->d_name[0] != '.')
			unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
	if (s->folder[0])
		rmdir(s->folder);
	s->folder[0] = 0;
}

/* A master's name is made from the destination as it was given, not from ssh's %C: two names of one
 * address may be checked against different host keys. */
static u64 hash(const char *s)
{
	u64 h = 0xcbf29ce484222325;

	for (; *s; s++)
		h = (h ^ (u8)*s) * 0x100000001b3;
	return h;
}

void rk_ssh_exec(const struct rk_ssh *s, const char *host, const char *command)
{
	struct words w = {.n = 0};
	char path[128];

	put_command(&w);
	if (s && is_openssh(w.word[0])) {
		if (s->folder[0] && !user_has_master(&w, host)) {
			snprintf(path, sizeof(path), "-oControlPath=%s/%016llx", s->folder,
				(unsigned long long)hash(host));
			put(&w, "-oControlMaster=auto");
			put(&w, "-oControlPersist=no");
			put(&w, path);
		}
		if (s->batch)
			put(&w, "-oBatchMode=yes");
	}
	put(&w, "-T");
	put(&w, "--");
	put(&w, host);
	put(&w, command);
	put(&w, NULL);
	execvp(w.word[0], w.word);
	_exit(255);
}
