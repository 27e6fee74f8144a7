// SPDX-License-Identifier: MIT
/*
 * The kernels, compiled natively and through verifier and rkaot, run in one process in turns. Time
 * per run is net of the empty kernel on the same side; before timing, results and all bytes of the
 * state are compared.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include "measure.h"
#include "object.h"
#include "rk/abi.h"

enum { STATE = 1024, MAX_RUNS = 1 << 22, COMPARED = 5, SIDES = 3 };

union mem;
typedef u64 (*native_fn)(union mem *m);

#define KERNEL(name, text) u64 native_##name(union mem *m), gpr_##name(union mem *m);
#include "kernels.def"
#undef KERNEL

static const struct {
	const char *name, *text;
	native_fn native, gpr;
} kernels[] = {
#define KERNEL(name, text) {#name, text, native_##name, gpr_##name},
#include "kernels.def"
#undef KERNEL
};
enum { KERNELS = RK_ARRAY_SIZE(kernels) };

/* One kernel on one side, with a state of its own. */
struct side {
	native_fn native; /* NULL: entry */
	rk_entry_fn entry;
	struct rk_env *env;
	u8 state[STATE];
	struct series ns;
};

struct bench {
	struct side sides[SIDES]; /* native, general registers only, rkaot */
	bool accepted;
	u32 text;
	u32 runs; /* per round: about a millisecond of the native side */
};

static void fill(u8 *state)
{
	u64 v = 88172645463325252u;

	for (u32 i = 0; i < STATE; i += 8) {
		v ^= v << 13;
		v ^= v >> 7;
		v ^= v << 17;
		memcpy(state + i, &v, 8);
	}
	memcpy(state + 128, state, 120); /* compare: the difference stands late */
}

static u64 run(const struct side *s, u32 runs)
{
	u64 r = 0;

	if (s->native)
		while (runs--)
			r += s->native((union mem *)s->state);
	else
		while (runs--)
			r += s->entry((void *)s->state, s->env);
	return r;
}

/* Arena-less execution: no kernel calls a helper, so that the text runs as it is. */
static rk_entry_fn install(const struct rk_code *c)
{
	size_t size = (c->size + 4095u) & ~(size_t)4095;
	u8 *text = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	rk_entry_fn entry;

	if (text == MAP_FAILED)
		return NULL;
	memcpy(text, c->text, c->size);
	if (mprotect(text, size, PROT_READ | PROT_EXEC))
		return NULL;
	__builtin___clear_cache((char *)text, (char *)text + size);
	memcpy(&entry, &text, sizeof(entry));
	return entry;
}

static int prepare(struct bench *b, struct bench_object *o, u32 i)
{
	struct bench_prog p;
	struct side *s = &b->sides[2];

	if (bench_compile(o, kernels[i].name, &p))
		return -1;
	for (u32 k = 0; k < p.code.n_relocs; k++)
		if (p.code.relocs[k].kind == RKB_RELOC_CALL)
			return -1;
	b->accepted = p.accepted;
	b->text = p.code.size;
	b->sides[0].native = kernels[i].native;
	b->sides[1].native = kernels[i].gpr;
	s->entry = install(&p.code);
	s->env = rk_alloc(&o->arena, sizeof(struct rk_env) + sizeof(struct rk_env_map));
	s->env->stack = rk_alloc(&o->arena, 8192);
	s->env->n_maps = 1;
	s->env->maps[0].base = s->state;
	return s->entry ? 0 : -1;
}

static int compare(struct bench *b, const char *name)
{
	u64 r[SIDES] = {0};

	for (u32 k = 0; k < SIDES; k++) {
		fill(b->sides[k].state);
		for (u32 n = 0; n < COMPARED; n++)
			r[k] = r[k] * 31 + run(&b->sides[k], 1);
		if (r[k] == r[0] && !memcmp(b->sides[k].state, b->sides[0].state, STATE))
			continue;
		fprintf(stderr, "%s: results differ\n", name);
		return -1;
	}
	return 0;
}

static void choose_runs(struct bench *b)
{
	double start;

	for (b->runs = 64; b->runs < MAX_RUNS; b->runs *= 2) {
		start = cpu_ns();
		run(&b->sides[0], b->runs);
		if (cpu_ns() - start > 1e6)
			break;
	}
}

static void round_of(struct bench *b, u32 turn)
{
	for (u32 k = 0; k < SIDES; k++) {
		struct side *s = &b->sides[(turn + k) % SIDES];
		double start = cpu_ns();

		run(s, b->runs);
		series_add(&s->ns, (cpu_ns() - start) / b->runs);
	}
}

static double net(const struct bench *all, u32 i, u32 side)
{
	double v = series_median(&all[i].sides[side].ns) - series_median(&all[0].sides[side].ns);

	return v > 0.1 ? v : 0.1;
}

static void report(const struct bench *all, u32 rounds)
{
	double to_native = 0, to_gpr = 0;

	printf("%-11s %9s %9s %9s %8s %8s %7s %6s\n", "kernel", "native", "general", "rkaot",
		"/native", "/general", "spread", "bytes");
	for (u32 i = 0; i < KERNELS; i++) {
		double native = net(all, i, 0), gpr = net(all, i, 1), ours = net(all, i, 2);

		if (!i) {
			printf("%-11s %9.1f %9.1f %9.1f %8s %8s %6.0f%% %6u\n", kernels[0].name,
				series_median(&all[0].sides[0].ns),
				series_median(&all[0].sides[1].ns),
				series_median(&all[0].sides[2].ns), "", "",
				100 * series_spread(&all[0].sides[2].ns), all[0].text);
			continue;
		}
		to_native += log(ours / native);
		to_gpr += log(ours / gpr);
		printf("%-11s %9.1f %9.1f %9.1f %8.2f %8.2f %6.0f%% %6u%s\n", kernels[i].name,
			native, gpr, ours, ours / native, ours / gpr,
			100 * series_spread(&all[i].sides[2].ns), all[i].text,
			all[i].accepted ? "" : " without facts");
	}
	printf("%-11s %9s %9s %9s %8.2f %8.2f\n", "geomean", "", "", "",
		exp(to_native / (KERNELS - 1)), exp(to_gpr / (KERNELS - 1)));
	printf("ns per run, medians of %u rounds in turns, thread CPU time, net of the empty "
	       "kernel\n",
		rounds);
}

int bench_aot(u32 rounds)
{
	static struct bench all[KERNELS];
	struct bench_object o;

	if (bench_object_read(&o, RK_BENCH_KERNELS))
		return 1;
	for (u32 i = 0; i < KERNELS; i++) {
		if (prepare(&all[i], &o, i) || compare(&all[i], kernels[i].name))
			return 1;
		choose_runs(&all[i]);
	}
	for (u32 turn = 0; turn < rounds; turn++)
		for (u32 i = 0; i < KERNELS; i++)
			round_of(&all[i], turn);
	report(all, rounds);
	bench_object_free(&o);
	return 0;
}
