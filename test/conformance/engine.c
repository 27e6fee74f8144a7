// SPDX-License-Identifier: MIT
/* Decode, compile without facts, and hand the code to the runner of its architecture. */
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "engine.h"
#include "protocol.h"

enum { SUITE_HELPER = 5 };

bool engine_parse(struct engine *e, const char *name)
{
	static const struct {
		const char *name;
		enum rk_lower lower;
	} aot[] = {
		{"aot-O0", RK_LOWER_O0}, {"aot-O2", RK_LOWER_O2}, {"aot-opaque", RK_LOWER_OPAQUE}};

	e->interp = !strcmp(name, "interp");
	for (size_t i = 0; i < RK_ARRAY_SIZE(aot); i++) {
		if (strcmp(aot[i].name, name))
			continue;
		e->lower = aot[i].lower;
		return true;
	}
	return e->interp;
}

/* The runner lies beside this program. */
static void exec_runner(enum rk_arch arch)
{
	char path[PATH_MAX + 64];
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX);
	char *slash;

	if (n <= 0)
		_exit(127);
	path[n] = 0;
	slash = strrchr(path, '/');
	strcpy(slash + 1, arch == RK_ARCH_X86_64 ? "rk-conformance-run-x86_64"
						 : "rk-conformance-run-aarch64");
	if (arch == RK_ARCH_SELF)
		execl(path, path, (char *)NULL);
	else if (arch == RK_ARCH_AARCH64)
		execlp("qemu-aarch64-static", "qemu-aarch64-static", path, (char *)NULL);
	_exit(127);
}

static int start(struct engine *e)
{
	int to[2], from[2];

	if (e->pid)
		return 0;
	if (pipe(to) || pipe(from))
		return -1;
	e->pid = fork();
	if (e->pid < 0)
		return -1;
	if (!e->pid) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		close(to[1]);
		close(from[0]);
		exec_runner(e->arch);
	}
	close(to[0]);
	close(from[1]);
	e->to = fdopen(to[1], "wb");
	e->from = fdopen(from[0], "rb");
	signal(SIGPIPE, SIG_IGN);
	return e->to && e->from ? 0 : -1;
}

void engine_fini(struct engine *e)
{
	if (!e->pid)
		return;
	fclose(e->to);
	fclose(e->from);
	waitpid(e->pid, NULL, 0);
	e->pid = 0;
}

static bool put(struct engine *e, const void *p, size_t size)
{
	return !size || fwrite(p, size, 1, e->to) == 1;
}

static int find_calls(const struct rk_code *c, u32 *calls, u32 *n, const char **why)
{
	*why = "the suite has no such helper";
	for (u32 i = 0; i < c->n_relocs; i++) {
		if (c->relocs[i].kind != RKB_RELOC_CALL)
			continue;
		if (c->imports[c->relocs[i].import].id != SUITE_HELPER)
			return -1;
		calls[(*n)++] = c->relocs[i].offset;
	}
	return 0;
}

static int run_code(struct engine *e, struct rk_arena *a, const struct rk_code *c,
	struct run_request q, const u8 *mem, struct run_result *results, const char **why)
{
	u32 *calls = rk_alloc_array(a, c->n_relocs + 1, sizeof(*calls));
	size_t bytes = (size_t)q.mem_size * q.n_runs;
	struct run_answer answer;

	if (find_calls(c, calls, &q.n_calls, why))
		return -1;
	*why = "the runner could not be started, or ended";
	if (start(e) || !put(e, &q, sizeof(q)) || !put(e, c->text, c->size) ||
		!put(e, mem, bytes) || !put(e, calls, q.n_calls * sizeof(*calls)) ||
		fflush(e->to) || fread(&answer, sizeof(answer), 1, e->from) != 1 ||
		fread(results, sizeof(*results), q.n_runs, e->from) != q.n_runs)
		return -1;
	if (answer.signal) {
		*why = rk_format(a, "run %u ended by signal %d (%s)", answer.done, answer.signal,
			strsignal(answer.signal));
		return -1;
	}
	return 0;
}

static int interpret(struct rk_arena *a, const struct rk_prog *p, u8 *mem, u32 len, u32 n_runs,
	struct run_result *results, const char **why)
{
	for (u32 i = 0; i < n_runs; i++) {
		if (engine_interpret(a, p, mem + (size_t)i * len, len, &results[i].r0, why))
			return -1;
		results[i].memory = run_hash(mem + (size_t)i * len, len);
	}
	return 0;
}

int engine_run(struct engine *e, struct rk_arena *a, const struct rk_prog *p, u8 *mem, u32 len,
	u32 n_runs, struct run_result *results, const char **why)
{
	struct rk_aot_opts opts = {
		.arch = e->arch, .lower = e->lower, .naive = !e->facts, .debug_checks = e->checks};
	struct rk_check_limits limits = {.native_stack = 16384};
	struct run_request q = {.mem_size = len, .n_runs = n_runs};
	struct rk_code code;

	if (e->interp)
		return interpret(a, p, mem, len, n_runs, results, why);
	if (rk_aot_compile(&code, a, p, e->facts, &opts, why))
		return -1;
	if (rk_code_check(&code, a, &limits, why))
		return -1;
	q.text_size = code.size;
	return run_code(e, a, &code, q, mem, results, why);
}
