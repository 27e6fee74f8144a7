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

static void execute(const struct run_request *q, const u8 *text, u8 *mem, const u32 *calls, int out)
{
	size_t at = (q->text_size + 15) & ~(size_t)15, size = at + 64;
	void (*helper)(void) = (void (*)(void))unwind;
	struct run_answer answer = {0};
	static u64 env[16]; /* a struct rk_env without maps */
	entry_fn entry;
	u8 *code;

	alarm(RUN_SECONDS);
	code = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (code == MAP_FAILED)
		_exit(2);
	memcpy(code, text, q->text_size);
	memcpy(code + at, veneer, sizeof(veneer));
	memcpy(code + at + sizeof(veneer), &helper, sizeof(helper));
	for (u32 i = 0; i < q->n_calls; i++)
		patch_call(code + calls[i], code + at);
	if (mprotect(code, size, PROT_READ | PROT_EXEC))
		_exit(2);
	__builtin___clear_cache((char *)code, (char *)code + size);
	memcpy(&entry, &code, sizeof(entry));
	answer.r0 = entry(mem, env, q->mem_size);
	if (write(out, &answer, sizeof(answer)) != sizeof(answer))
		_exit(2);
	_exit(0);
}

static struct run_answer run(const struct run_request *q, const u8 *text, u8 *mem, const u32 *calls)
{
	struct run_answer answer = {.signal = SIGABRT};
	int pipes[2], status = 0;
	bool whole;
	pid_t child;

	if (pipe(pipes))
		return answer;
	child = fork();
	if (!child)
		execute(q, text, mem, calls, pipes[1]);
	close(pipes[1]);
	whole = child > 0 && read(pipes[0], &answer, sizeof(answer)) == sizeof(answer);
	close(pipes[0]);
	if (child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status))
		answer.signal = WTERMSIG(status);
	else if (!whole)
		answer.signal = SIGABRT;
	return answer;
}

static bool get(void *to, size_t size)
{
	return !size || fread(to, size, 1, stdin) == 1;
}

int main(void)
{
	struct run_request q;

	while (fread(&q, sizeof(q), 1, stdin) == 1) {
		u8 *text = calloc(1, q.text_size + 1u), *mem = calloc(1, q.mem_size + 1u);
		u32 *calls = calloc(q.n_calls + 1u, sizeof(*calls));
		struct run_answer answer;

		if (!text || !mem || !calls || !get(text, q.text_size) || !get(mem, q.mem_size) ||
			!get(calls, q.n_calls * sizeof(*calls)))
			return 1;
		answer = run(&q, text, mem, calls);
		if (fwrite(&answer, sizeof(answer), 1, stdout) != 1 || fflush(stdout))
			return 1;
		free(text);
		free(mem);
		free(calls);
	}
	return 0;
}
