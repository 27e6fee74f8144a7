// SPDX-License-Identifier: MIT
/*
 * What the lifter makes of facts, run natively with facts written by hand: also with wrong ones,
 * which must end in a trap, never in a wild access.
 */
#include "aot.h"
#include "rk/map.h" /* before sys/mman.h, which has a MAP_TYPE too */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX = 24, TRAPPED = -1 };

static int failures;
static const char *test;

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			fprintf(stderr, "%s: line %d: %s\n", test, __LINE__, #cond);               \
			failures++;                                                                \
		}                                                                                  \
	} while (0)

struct fixture {
	struct rk_arena a;
	struct rk_insn insns[MAX];
	struct rk_fact facts[MAX];
	struct rk_func funcs[3];
	u32 frames[3];
	struct rk_map_def maps[2];
	struct rk_obj obj;
	struct rk_prog p;
	struct rk_result r;
	struct rk_aot_opts opts;
	struct rk_code code;
	const char *why;
	u8 stack[2048];
	u8 values[256];
	union {
		struct rk_env env;
		u8 bytes[sizeof(struct rk_env) + 2 * sizeof(struct rk_env_map)];
	};
};

static void begin(struct fixture *f, const char *name)
{
	test = name;
	rk_arena_fini(&f->a);
	memset(f, 0, sizeof(*f));
	rk_arena_init(&f->a);
	f->obj.maps = f->maps;
	f->p = (struct rk_prog){.name = "p",
		.section = "timer/1ms",
		.obj = &f->obj,
		.insns = f->insns,
		.funcs = f->funcs,
		.n_funcs = 1};
	f->p.hook.id = RK_HOOK_TIMER;
	f->funcs[0].name = "p";
	f->r = (struct rk_result){.verdict = RK_ACCEPT,
		.facts = f->facts,
		.frame_bytes = f->frames,
		.stack_bytes = 64};
	f->frames[0] = 64;
	f->opts.arch = RK_ARCH_SELF;
	f->env.stack = f->stack;
	for (u32 i = 0; i < 2; i++)
		f->env.maps[i].base = f->values;
}

/* Appends; returns the fact to fill in. */
static struct rk_fact *add(struct fixture *f, struct rk_insn in)
{
	struct rk_fact *x = &f->facts[f->p.n_insns];

	if (!in.size)
		in.size = 8;
	in.line = RK_NO_LINE;
	f->insns[f->p.n_insns++] = in;
	f->funcs[f->p.n_funcs - 1].end = f->p.n_insns;
	*x = (struct rk_fact){.flags = RK_FACT_REACHED,
		.align = 8,
		.ptr_regs = 1 << 10,
		.map = RK_NO_MAP,
		.init_regs = 0x7ff,
		.dst_min = S64_MIN,
		.dst_max = S64_MAX};
	return x;
}

static struct rk_fact *mov(struct fixture *f, u8 dst, s64 imm)
{
	return add(
		f, (struct rk_insn){.kind = RK_INSN_ALU, .op = RK_ALU_MOV, .dst = dst, .imm = imm});
}

static struct rk_fact *mov_reg(struct fixture *f, u8 dst, u8 src)
{
	return add(f, (struct rk_insn){.kind = RK_INSN_ALU,
			      .op = RK_ALU_MOV,
			      .dst = dst,
			      .src = src,
			      .flags = RK_INSN_SRC_REG});
}

static struct rk_fact *add_imm(struct fixture *f, u8 dst, s64 imm)
{
	return add(
		f, (struct rk_insn){.kind = RK_INSN_ALU, .op = RK_ALU_ADD, .dst = dst, .imm = imm});
}

static struct rk_fact *ldx(struct fixture *f, u8 dst, u8 src, s16 off)
{
	return add(f, (struct rk_insn){.kind = RK_INSN_LDX, .dst = dst, .src = src, .off = off});
}

static void leave(struct fixture *f)
{
	add(f, (struct rk_insn){.kind = RK_INSN_EXIT});
}

static int compile(struct fixture *f)
{
	int err = rk_aot_compile(&f->code, &f->a, &f->p, &f->r, &f->opts, &f->why);

	if (err)
		fprintf(stderr, "%s: %s\n", test, f->why);
	return err;
}

static void *install(const struct fixture *f)
{
	u8 *p = mmap(
		NULL, f->code.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	memcpy(p, f->code.text, f->code.size);
	mprotect(p, f->code.size, PROT_READ | PROT_EXEC);
	__builtin___clear_cache((char *)p, (char *)p + f->code.size);
	return p;
}

/* Leaves something in the stack below, for reads that would see it. */
static __attribute__((noinline)) void dirty_stack(void)
{
	volatile u8 dirt[512];

	for (size_t i = 0; i < sizeof(dirt); i++)
		dirt[i] = 0xa5;
}

static u64 run(struct fixture *f, void *ctx)
{
	rk_entry_fn entry;
	void *code;

	if (compile(f))
		return 0xdead;
	code = install(f);
	memcpy(&entry, &code, sizeof(entry));
	dirty_stack();
	return entry(ctx, &f->env);
}

/* In a child: the signal that ended it, 0 where it returned. */
static int run_to_signal(struct fixture *f)
{
	int status = 0;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (!child) {
		run(f, f->values);
		_exit(0);
	}
	waitpid(child, &status, 0);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static bool is_trap(int signal)
{
	return signal == SIGILL || signal == SIGTRAP;
}

static void test_uninitialised_stack_is_zero(struct fixture *f)
{
	struct rk_fact *x;

	begin(f, __func__);
	x = ldx(f, 0, 10, -40);
	x->flags |= RK_FACT_UNINIT;
	x->region = RK_REGION_STACK;
	x->off_min = x->off_max = -40;
	leave(f);
	CHECK(run(f, NULL) == 0);
}

static void test_branch_proved_dead_traps(struct fixture *f)
{
	begin(f, __func__);
	mov(f, 1, 5);
	add(f,
		(struct rk_insn){
			.kind = RK_INSN_COND, .op = RK_COND_JEQ, .dst = 1, .imm = 5, .target = 3})
		->flags |= RK_FACT_NEVER_TAKEN;
	leave(f);
	leave(f);
	CHECK(is_trap(run_to_signal(f)));
}

static void test_dead_fall_through_traps(struct fixture *f)
{
	begin(f, __func__);
	mov(f, 1, 5);
	add(f,
		(struct rk_insn){
			.kind = RK_INSN_COND, .op = RK_COND_JEQ, .dst = 1, .imm = 6, .target = 3})
		->flags |= RK_FACT_ALWAYS_TAKEN;
	leave(f);
	leave(f);
	CHECK(is_trap(run_to_signal(f)));
}

static void test_unreached_code_traps(struct fixture *f)
{
	begin(f, __func__);
	mov(f, 0, 1)->flags = 0;
	leave(f);
	CHECK(is_trap(run_to_signal(f)));
}

static void test_range_check_traps(struct fixture *f)
{
	struct rk_fact *x;

	begin(f, __func__);
	mov(f, 1, 1);
	x = add_imm(f, 1, 7);
	x->dst_min = 0;
	x->dst_max = 7;
	mov_reg(f, 0, 1);
	leave(f);
	CHECK(run(f, NULL) == 8);
	f->opts.debug_checks = true;
	CHECK(is_trap(run_to_signal(f)));
}

/* r0 = look up of `key` in maps[0]: array of 4 elements of 12 bytes. */
static void look_up(struct fixture *f, const char *name, s64 key, u8 flags)
{
	struct rk_fact *x;

	begin(f, name);
	f->obj.n_maps = 1;
	f->maps[0] = (struct rk_map_def){
		.type = RK_MAP_ARRAY, .key_size = 4, .value_size = 12, .max_entries = 4};
	add(f, (struct rk_insn){.kind = RK_INSN_ST, .dst = 10, .off = -4, .size = 4, .imm = key})
		->region = RK_REGION_STACK;
	add(f, (struct rk_insn){.kind = RK_INSN_LDDW, .dst = 1, .ref_kind = RK_REF_MAP});
	add(f, (struct rk_insn){.kind = RK_INSN_PAD});
	mov_reg(f, 2, 10);
	add_imm(f, 2, -4)->ptr_regs |= 1 << 2;
	x = add(f, (struct rk_insn){.kind = RK_INSN_CALL, .ref = 1});
	x->map = 0;
	x->flags |= RK_FACT_DST_PTR | flags;
	x->ptr_regs |= 1 << 1 | 1 << 2;
	leave(f);
}

static void test_lookup_in_range(struct fixture *f)
{
	look_up(f, __func__, 3, 0);
	CHECK(run(f, NULL) == (u64)(uintptr_t)f->values + 48);
	CHECK(f->code.n_imports == 0);
}

static void test_lookup_past_the_end_is_null(struct fixture *f)
{
	look_up(f, __func__, 4, 0);
	CHECK(run(f, NULL) == 0);
	look_up(f, __func__, -1, 0);
	CHECK(run(f, NULL) == 0);
}

static void test_lookup_wrongly_proved_traps(struct fixture *f)
{
	look_up(f, __func__, 4, RK_FACT_NONNULL);
	CHECK(is_trap(run_to_signal(f)));
	look_up(f, __func__, 2, RK_FACT_NONNULL);
	CHECK(run(f, NULL) == (u64)(uintptr_t)f->values + 32);
}

static void test_rodata_is_a_constant(struct fixture *f)
{
	static const u8 init[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0x2a};
	struct rk_fact *x;

	begin(f, __func__);
	f->obj.n_maps = 1;
	f->maps[0] = (struct rk_map_def){.type = RK_MAP_ARRAY,
		.key_size = 4,
		.value_size = 16,
		.max_entries = 1,
		.use = RK_MAP_RODATA,
		.init = init};
	f->env.maps[0].base = NULL; /* a load would fault */
	add(f, (struct rk_insn){.kind = RK_INSN_LDDW, .dst = 1, .ref_kind = RK_REF_MAP_VALUE});
	add(f, (struct rk_insn){.kind = RK_INSN_PAD});
	x = ldx(f, 0, 1, 8);
	x->ptr_regs |= 1 << 1;
	x->region = RK_REGION_VALUE;
	x->map = 0;
	x->off_min = x->off_max = 8;
	leave(f);
	CHECK(run(f, NULL) == 0x2a);
}

static void test_kernel_load_is_a_probe(struct fixture *f)
{
	struct rk_fact *x;

	begin(f, __func__);
	x = ldx(f, 0, 1, 16);
	x->ptr_regs |= 1 << 1;
	x->region = RK_REGION_KERNEL;
	leave(f);
	CHECK(!compile(f));
	CHECK(f->code.n_imports == 1 && f->code.imports[0].id == RK_PROBE_LD8);
}

static void test_kernel_store_is_refused(struct fixture *f)
{
	begin(f, __func__);
	add(f, (struct rk_insn){.kind = RK_INSN_ST, .dst = 1, .imm = 1})->region = RK_REGION_KERNEL;
	leave(f);
	CHECK(rk_aot_compile(&f->code, &f->a, &f->p, &f->r, &f->opts, &f->why) == RK_EUNSUP);
	CHECK(f->why && strstr(f->why, "insn 0"));
}

static void test_unaligned_atomic_is_refused(struct fixture *f)
{
	struct rk_fact *x;

	begin(f, __func__);
	x = add(f,
		(struct rk_insn){.kind = RK_INSN_ATOMIC, .op = RK_ATOMIC_ADD, .dst = 1, .src = 2});
	x->region = RK_REGION_VALUE;
	x->align = 4;
	leave(f);
	CHECK(rk_aot_compile(&f->code, &f->a, &f->p, &f->r, &f->opts, &f->why) == RK_EUNSUP);
}

/* A stack above the native limit: the callee's frame begins where the caller's ends. */
static void test_large_stack_is_env_stack(struct fixture *f)
{
	u64 caller = 0, callee = 0;

	begin(f, __func__);
	f->frames[0] = f->frames[1] = 512;
	f->r.stack_bytes = 1024;
	add(f, (struct rk_insn){.kind = RK_INSN_ST, .dst = 10, .off = -512, .imm = 0x11})->region =
		RK_REGION_STACK;
	add(f, (struct rk_insn){.kind = RK_INSN_CALL_SUB, .target = 3});
	leave(f);
	f->funcs[1] = (struct rk_func){.name = "s", .start = 3};
	f->p.n_funcs = 2;
	add(f, (struct rk_insn){.kind = RK_INSN_ST, .dst = 10, .off = -8, .imm = 0x22})->region =
		RK_REGION_STACK;
	f->facts[3].init_regs = 1 << 10;
	mov(f, 0, 9);
	leave(f);
	CHECK(run(f, NULL) == 9);
	memcpy(&caller, f->stack, 8);
	memcpy(&callee, f->stack + 1016, 8);
	CHECK(caller == 0x11 && callee == 0x22);
}

/* Pointer or null, merged from two paths, is the same number in both forms. */
static void test_pointer_merged_with_null(struct fixture *f)
{
	struct rk_fact *x;

	begin(f, __func__);
	mov(f, 6, 0);
	add(f,
		(struct rk_insn){
			.kind = RK_INSN_COND, .op = RK_COND_JEQ, .dst = 1, .imm = 0, .target = 3})
		->ptr_regs |= 1 << 1 | 1 << 6;
	mov_reg(f, 6, 1)->ptr_regs |= 1 << 1 | 1 << 6;
	x = mov_reg(f, 0, 6);
	x->ptr_regs |= 1 << 6;
	leave(f);
	CHECK(run(f, f->values) == (u64)(uintptr_t)f->values);
	CHECK(run(f, NULL) == 0);
}

int main(void)
{
	static void (*const tests[])(struct fixture *f) = {test_uninitialised_stack_is_zero,
		test_branch_proved_dead_traps, test_dead_fall_through_traps,
		test_unreached_code_traps, test_range_check_traps, test_lookup_in_range,
		test_lookup_past_the_end_is_null, test_lookup_wrongly_proved_traps,
		test_rodata_is_a_constant, test_kernel_load_is_a_probe,
		test_kernel_store_is_refused, test_unaligned_atomic_is_refused,
		test_large_stack_is_env_stack, test_pointer_merged_with_null};
	static struct fixture f;

	for (size_t i = 0; i < RK_ARRAY_SIZE(tests); i++)
		tests[i](&f);
	rk_arena_fini(&f.a);
	return failures ? 1 : 0;
}
