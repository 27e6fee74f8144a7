/* SPDX-License-Identifier: MIT */
/*
 * Checked text -> executable memory. Relocations were checked by blob.c; here each placeholder gets
 * its target, directly where a branch reaches it, else through a veneer behind the text. Veneers
 * are entered by direct calls only.
 */
#include "blob.h"
#include "program.h"

enum { VENEER = 16 };

static void put(u8 *at, u64 v, u32 bytes)
{
	for (u32 i = 0; i < bytes; i++)
		at[i] = (u8)(v >> (8 * i));
}

#if defined(__x86_64__)
static bool branch(u8 *at, u64 from, u64 to, u16 kind)
{
	s64 distance = (s64)(to - (from + 5));

	if (distance != (s32)distance)
		return false;
	at[0] = kind == RKB_RELOC_RET ? 0xe9 : 0xe8;
	put(at + 1, (u64)distance, 4);
	return true;
}

static void veneer(u8 *at, u64 to)
{
	put(at, 0xb848, 2); /* movabs rax, to; jmp rax */
	put(at + 2, to, 8);
	put(at + 10, 0xe0ff, 2);
}

enum { TRAP = 0xcc }; /* int3 */
#elif defined(__aarch64__)
static bool branch(u8 *at, u64 from, u64 to, u16 kind)
{
	s64 distance = (s64)(to - from);

	if (distance % 4 || distance < -(1ll << 27) || distance >= 1ll << 27)
		return false;
	put(at, 0x94000000u | ((u64)distance >> 2 & 0x3ffffff), 4);
	return true;
}

static void veneer(u8 *at, u64 to)
{
	put(at, 0x58000050, 4); /* ldr x16, .+8; br x16 */
	put(at + 4, 0xd61f0200, 4);
	put(at + 8, to, 8);
}

enum { TRAP = 0 }; /* udf #0 */
#endif

/* Where relocation r goes; 0: the placeholder stays as it is. */
static u64 target(const struct rk_rt *rt, const struct rk_blob *b, const struct rkb_reloc *r)
{
	if (r->kind == RKB_RELOC_RET)
		return rt->return_thunk;
	return (u64)(uintptr_t)rk_helper_fn_of(b->imports[r->import].id);
}

static bool relocate(const struct rk_rt *rt, const struct rk_blob *b, const struct rk_exec *x,
	u32 veneers, const struct rkb_reloc *r)
{
	u64 to = target(rt, b, r), code = (u64)(uintptr_t)x->code;
	u32 at = veneers + r->import * VENEER;

	if (!to || branch(x->alias + r->offset, code + r->offset, to, r->kind))
		return true;
	if (r->kind != RKB_RELOC_CALL)
		return false;
	veneer(x->alias + at, to);
	return branch(x->alias + r->offset, code + r->offset, code + at, r->kind);
}

int rk_install_text(
	const struct rk_rt *rt, const struct rk_blob *b, struct rk_exec *x, const char **why)
{
	u32 veneers = (b->text_size + VENEER - 1) & ~(u32)(VENEER - 1);
	size_t whole = veneers + (size_t)b->n_imports * VENEER;
	int err = rk_plat_exec_alloc(x, whole);

	*why = "no executable memory for the program's code";
	if (err)
		return err;
	__builtin_memcpy(x->alias, b->text, b->text_size);
	__builtin_memset(x->alias + b->text_size, TRAP, whole - b->text_size);
	*why = "a return thunk is out of reach of the program's code";
	for (u32 i = 0; i < b->n_relocs; i++)
		if (!relocate(rt, b, x, veneers, &b->relocs[i]))
			return RK_ERELOC;
	return RK_OK;
}
