// SPDX-License-Identifier: MIT
/* rk_aot_compile: lift, optimise, emit. One LLVM context per program, disposed of at the end. */
#include <llvm-c/Analysis.h>
#include <stdio.h>
#include <string.h>
#include "lift.h"
#include "opt.h"
#include "rk/tables.h"
#include "used_maps.h"

/* The deepest chain of frames decides where the BPF stack lives (limits.h). */
static void set_frames(struct rk_lift *l, const struct rk_result *r)
{
	l->funcs = rk_alloc_array(l->a, l->p->n_funcs, sizeof(*l->funcs));
	for (u32 k = 0; k < l->p->n_funcs; k++)
		l->funcs[k].frame = l->facts ? r->frame_bytes[k] : RK_FRAME_BYTES;
	l->stack_bytes = l->facts ? r->stack_bytes : 0;
	l->env_stack = l->facts && r->stack_bytes > RK_NATIVE_BPF_STACK;
}

static void set_types(struct rk_lift *l)
{
	l->i1 = LLVMInt1TypeInContext(l->ctx);
	l->i8 = LLVMInt8TypeInContext(l->ctx);
	l->i16 = LLVMInt16TypeInContext(l->ctx);
	l->i32 = LLVMInt32TypeInContext(l->ctx);
	l->i64 = LLVMInt64TypeInContext(l->ctx);
	l->ptr = LLVMPointerTypeInContext(l->ctx, 0);
	l->none = LLVMVoidTypeInContext(l->ctx);
}

static int set_maps(struct rk_lift *l)
{
	u32 n_obj = l->p->obj ? l->p->obj->n_maps : 0;
	u16 used[RK_MAX_MAPS];
	int n = rk_used_maps(l->p, used);

	if (n < 0)
		return n;
	l->n_maps = (u32)n;
	l->map_index = rk_alloc_array(l->a, n_obj + 1, sizeof(*l->map_index));
	for (int i = 0; i < n; i++)
		l->map_index[used[i]] = (u16)i;
	return 0;
}

static int verify_ir(struct rk_lift *l, const char **why)
{
	char *text = NULL;
	int err = 0;

	if (LLVMVerifyModule(l->mod, LLVMReturnStatusAction, &text)) {
		*why = rk_format(l->a, "lifter made invalid IR: %s", text);
		err = RK_EBACKEND;
	}
	LLVMDisposeMessage(text);
	return err;
}

static void dump_ir(LLVMModuleRef m)
{
	char *text = LLVMPrintModuleToString(m);

	fputs(text, stderr);
	LLVMDisposeMessage(text);
}

static int generate(
	struct rk_code *out, struct rk_lift *l, LLVMTargetMachineRef tm, const char **why)
{
	LLVMMemoryBufferRef object;
	char *text = NULL;
	int err;

	if ((err = rk_opt_run(l->mod, tm, l->opts->lower, why)))
		return err;
	if (l->opts->dump_ir)
		dump_ir(l->mod);
	if (LLVMTargetMachineEmitToMemoryBuffer(tm, l->mod, LLVMObjectFile, &text, &object)) {
		*why = rk_format(l->a, "code generation failed: %s", text);
		LLVMDisposeMessage(text);
		return RK_EBACKEND;
	}
	err = rk_emit_code(out, l->a, rk_target(l->opts->arch),
		(const u8 *)LLVMGetBufferStart(object), LLVMGetBufferSize(object), why);
	LLVMDisposeMemoryBuffer(object);
	return err;
}

static int compile(
	struct rk_code *out, struct rk_lift *l, LLVMTargetMachineRef tm, const char **why)
{
	const struct rk_target *t = rk_target(l->opts->arch);
	LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(tm);
	int err = RK_EUNSUP;

	LLVMSetTarget(l->mod, t->triple);
	LLVMSetModuleDataLayout(l->mod, layout);
	LLVMDisposeTargetData(layout);
	t->decorate(l->mod);
	rk_lift_debug_begin(l);
	if (rk_lift_module(l)) {
		rk_lift_debug_end(l);
		if (!(err = verify_ir(l, why)))
			err = generate(out, l, tm, why);
	} else {
		rk_lift_debug_end(l);
		*why = l->why;
	}
	return err;
}

/* Functions carry symbol names ("f3"); give them the program's. */
static void name_funcs(struct rk_code *c, const struct rk_prog *p)
{
	for (u32 i = 0; i < c->n_funcs; i++) {
		unsigned k = 0;

		if (sscanf(c->funcs[i].name, "f%u", &k) != 1 && i)
			continue;
		if (k < p->n_funcs && p->funcs[k].name)
			c->funcs[i].name = p->funcs[k].name;
	}
}

/* Arguments that lie on the stack, or behind one that takes more than a register, cannot be had. */
static int check_args(
	const struct rk_lift *l, const struct rk_result *r, enum rk_arch arch, const char **why)
{
	u32 in_regs = arch == RK_ARCH_AARCH64 ? RKB_REG_ARGS_AARCH64 : RKB_REG_ARGS_X86_64;
	const struct rk_hook_row *row = rk_hook_row(l->p->hook.id);
	u32 n = l->p->n_args && l->p->n_args < in_regs ? l->p->n_args : in_regs;

	if (!row || (row->ctx_kind != RK_CTX_RAW_ARGS && row->ctx_kind != RK_CTX_BTF_ARGS) ||
		r->ctx_bytes <= n * 8)
		return 0;
	*why = rk_format(l->a,
		"it reads argument %u of the tracepoint, and only the first %u come in registers",
		r->ctx_bytes / 8, n);
	return RK_EUNSUP;
}

int rk_aot_compile(struct rk_code *out, struct rk_arena *a, const struct rk_prog *p,
	const struct rk_result *r, const struct rk_aot_opts *opts, const char **why)
{
	struct rk_lift l = {.a = a, .p = p, .opts = opts};
	const struct rk_target *t = rk_target(opts->arch);
	LLVMTargetMachineRef tm;
	int err;

	memset(out, 0, sizeof(*out));
	*why = "unknown target";
	if (!t)
		return RK_EARCH;
	*why = "program was not accepted";
	if (!opts->naive && (!r || r->verdict != RK_ACCEPT))
		return RK_EREJECT;
	l.facts = opts->naive ? NULL : r->facts;
	if (l.facts && (err = check_args(&l, r, opts->arch, why)))
		return err;
	*why = "program uses too many maps";
	if ((err = set_maps(&l)))
		return err;
	set_frames(&l, r);
	if (!(tm = rk_target_machine(t, opts->lower != RK_LOWER_O0, why)))
		return RK_EBACKEND;
	l.ctx = LLVMContextCreate();
	l.mod = LLVMModuleCreateWithNameInContext("rk", l.ctx);
	l.b = LLVMCreateBuilderInContext(l.ctx);
	set_types(&l);
	err = compile(out, &l, tm, why);
	if (!err)
		name_funcs(out, p);
	LLVMDisposeBuilder(l.b);
	LLVMDisposeModule(l.mod);
	LLVMContextDispose(l.ctx);
	LLVMDisposeTargetMachine(tm);
	return err;
}
