// SPDX-License-Identifier: MIT
/*
 * Kernel functions that are small enough to come along: their code joins the object as one more
 * section, and calls of them become calls of subprograms. Then nothing about them needs trust: they
 * are verified, compiled and run like the rest, on kernels that have never heard of them.
 */
#include <string.h>
#include "read.h"

/* A slot as it stands in an object. */
#define I(code, dst, src, off, imm)                                                                \
	(code), (u8)((src) << 4 | (dst)), (u8)(off), (u8)((u16)(off) >> 8), (u8)(imm),             \
		(u8)((u32)(imm) >> 8), (u8)((u32)(imm) >> 16), (u8)((u32)(imm) >> 24)

/*
 * struct bpf_iter_num is 8 bytes that programs do not look into: the current number, then how many
 * are left. That their count falls to 0 is what proves loops to end.
 */
static const u8 text[] = {
	/* bpf_iter_num_new(it, start, end): 0, -EINVAL or -E2BIG */
	I(0x6e, 2, 3, 8, 0),       /* 0: if w2 s> w3 goto 9 */
	I(0xbf, 4, 3, 0, 0),       /* r4 = r3 */
	I(0x1c, 4, 2, 0, 0),       /* w4 -= w2 */
	I(0x25, 4, 0, 7, 1 << 23), /* if r4 > BPF_MAX_LOOPS goto 11 */
	I(0x63, 1, 4, 4, 0),       /* left = w4 */
	I(0x04, 2, 0, 0, -1),      /* w2 += -1 */
	I(0x63, 1, 2, 0, 0),       /* current = w2 */
	I(0xb7, 0, 0, 0, 0),       /* r0 = 0 */
	I(0x95, 0, 0, 0, 0),       /* exit */
	I(0xb7, 0, 0, 0, -22),     /* 9: r0 = -EINVAL */
	I(0x05, 0, 0, 1, 0),       /* goto 12 */
	I(0xb7, 0, 0, 0, -7),      /* 11: r0 = -E2BIG */
	I(0xb7, 4, 0, 0, 0),       /* 12: r4 = 0 */
	I(0x7b, 1, 4, 0, 0),       /* nothing is left */
	I(0x95, 0, 0, 0, 0),       /* exit */
	/* bpf_iter_num_next(it): address of the number, or null */
	I(0x61, 2, 1, 4, 0),  /* 15: w2 = left */
	I(0x15, 2, 0, 7, 0),  /* if r2 == 0 goto 24 */
	I(0x07, 2, 0, 0, -1), /* r2 += -1 */
	I(0x63, 1, 2, 4, 0),  /* left = w2 */
	I(0x61, 3, 1, 0, 0),  /* w3 = current */
	I(0x04, 3, 0, 0, 1),  /* w3 += 1 */
	I(0x63, 1, 3, 0, 0),  /* current = w3 */
	I(0xbf, 0, 1, 0, 0),  /* r0 = r1 */
	I(0x95, 0, 0, 0, 0),  /* exit */
	I(0xb7, 0, 0, 0, 0),  /* 24: r0 = 0 */
	I(0x95, 0, 0, 0, 0),  /* exit */
	/* bpf_iter_num_destroy(it) */
	I(0xb7, 0, 0, 0, 0), /* 26: r0 = 0 */
	I(0x7b, 1, 0, 0, 0), /* nothing is left */
	I(0x95, 0, 0, 0, 0), /* exit */
};

static const struct {
	const char *name;
	u32 start, end;
	u8 which;
} functions[RK_N_BUILTINS] = {
	{"bpf_iter_num_new", 0, 15, RK_ITER_NEW},
	{"bpf_iter_num_next", 15, 26, RK_ITER_NEXT},
	{"bpf_iter_num_destroy", 26, 29, RK_ITER_DESTROY},
};

/* Behind all sections: the order of functions by section and place stays. */
void rk_builtins_add(struct rk_reader *r)
{
	struct rk_code *c = rk_code_add(r, text, sizeof(text) / 8);

	r->builtins = r->n_funcs;
	c->builtin = true;
	for (u32 i = 0; i < RK_N_BUILTINS; i++)
		r->funcs[r->n_funcs++] = (struct rk_code_func){.name = functions[i].name,
			.code = r->n_codes - 1,
			.start = functions[i].start,
			.end = functions[i].end,
			.builtin = functions[i].which};
}

u32 rk_builtin_find(const struct rk_reader *r, const char *name)
{
	for (u32 i = 0; i < RK_N_BUILTINS; i++)
		if (!strcmp(functions[i].name, name))
			return r->builtins + i;
	return RK_NO_CODE;
}
