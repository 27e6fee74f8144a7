// SPDX-License-Identifier: MIT
/*
 * Runs machine code for rk-conformance: one process for a whole suite, one fork per program, so
 * that a crash or an endless loop is an answer. Built for this machine, and static for aarch64
 * under qemu-user.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "protocol.h"

typedef u64 (*entry_fn)(void *mem, void *env, u64 len);

/* Helper 5 of the suite: a non-zero result means the program goes on. */
static u64 unwind(u64 r1)
{
	return r1 ? r1 : 1;
}

#if defined(__x86_64__)
/* jmp *0(%rip); address */
static const u8 veneer[] = {0xff, 0x25, 0, 0, 0, 0};
static void patch_call(u8 *at, const u8 *to)
{
	s32 rel = (s32)(to - (at + 5));

	memcpy(at + 1, &rel, sizeof(rel));
}
#elif defined(__aarch64__)
/* ldr x16, 8; br x16; address */
static const u8 veneer[] = {0x50, 0x00, 0x00, 0x58, 0x00, 0x02, 0x1f, 0xd6};
static void patch_call(u8 *at, const u8 *to)
{
	u32 insn = 0x94000000u | ((u32)((to - at) / 4) & 0x3ffffffu);

	memcpy(at, &insn, sizeof(insn));
}
#endif

struct job {
	struct run_request q;
	u8 *text, *mem;
	u32 *calls;
	struct run_result *results; /* shared with the child */
	u32 *done;
};

static u8 *install(const struct job *j)
{
	size_t at = (j->q.text_size + 15) & ~(size_t)15, size = at + 64;
	void (*helper)(void) = (void (*)(void))unwind;
	u8 *code = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (code == MAP_FAILED)
		_exit(2);
	memcpy(code, j->text, j->q.text_size);
	memcpy(code + at, veneer, sizeof(veneer));
	memcpy(code + at + sizeof(veneer), &helper, sizeof(helper));
	for (u32 i = 0; i < j->q.n_calls; i++)
		patch_call(code + j->calls[i], code + at);
	if (mprotect(code, size, PROT_READ | PROT_EXEC))
		_exit(2);
	__builtin___clear_cache((char *)code, (char *)code + size);
	return code;
}

static void execute(const struct job *j)
{
	static u64 stack[1024], env[16]; /* struct rk_env: stack, and the value of one map */
	u8 *code = install(j);
	entry_fn entry;

	alarm(RUN_SECONDS);
	env[1] = (u64)(size_t)stack;
	memcpy(&entry, &code, sizeof(entry));
	for (u32 i = 0; i < j->q.n_runs; i++) {
		u8 *mem = j->mem + (size_t)i * j->q.mem_size;

		env[5] = (u64)(size_t)mem;
		j->results[i].r0 = entry(mem, env, j->q.mem_size);
		j->results[i].memory = run_hash(mem, j->q.mem_size);
		*j->done = i + 1;
	}
	_exit(0);
}

static struct run_answer run(const struct job *j)
{
	struct run_answer answer = {.signal = SIGABRT};
	int status = 0;
	pid_t child = fork();

	if (!child)
		execute(j);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return answer;
	answer.done = *j->done;
	answer.signal = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) ? SIGABRT : 0;
	return answer;
}

static bool get(void *to, size_t size)
{
	return !size || fread(to, size, 1, stdin) == 1;
}

static bool put(const void *from, size_t size)
{
	return !size || fwrite(from, size, 1, stdout) == 1;
}

static void *share(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

static bool serve(struct job *j)
{
	size_t mem = (size_t)j->q.mem_size * j->q.n_runs, calls = j->q.n_calls * sizeof(*j->calls);
	struct run_answer answer;
	bool ok;

	if (j->q.n_runs > RUN_MAX)
		return false;
	memset(j->results, 0, RUN_MAX * sizeof(*j->results));
	*j->done = 0;
	j->text = calloc(1, j->q.text_size + 1u);
	j->mem = calloc(1, mem + 1);
	j->calls = calloc(1, calls + 1);
	ok = j->text && j->mem && j->calls && get(j->text, j->q.text_size) && get(j->mem, mem) &&
	     get(j->calls, calls);
	if (ok) {
		answer = run(j);
		ok = put(&answer, sizeof(answer)) &&
		     put(j->results, j->q.n_runs * sizeof(*j->results)) && !fflush(stdout);
	}
	free(j->text);
	free(j->mem);
	free(j->calls);
	return ok;
}

int main(void)
{
	struct job j = {
		.results = share(RUN_MAX * sizeof(*j.results)), .done = share(sizeof(*j.done))};

	if (!j.results || !j.done)
		return 1;
	while (fread(&j.q, sizeof(j.q), 1, stdin) == 1)
		if (!serve(&j))
			return 1;
	return 0;
}
