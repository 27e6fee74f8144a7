// SPDX-License-Identifier: MIT
/* The machine-code check on arbitrary bytes: four choose target, functions and relocations. */
#include "aot.h"

int LLVMFuzzerTestOneInput(const u8 *p, size_t n)
{
	u32 size = n > 4 ? (u32)n - 4 : 0, cut = size && p[1] < size ? p[1] : size;
	struct rk_code_func f[] = {{"a", 0, cut}, {"b", cut, size - cut}};
	struct rkb_reloc r[] = {
		{size ? p[2] : 0, RKB_RELOC_CALL, 0}, {size ? p[3] : 0, RKB_RELOC_RET, 0}};
	struct rkb_import i = {1, 0, 1, {0}};
	struct rk_code code = {1, (u8 *)p + 4, size, 0, r, 0, &i, 1, f, 1 + (cut < size), 0, 0, 0};
	struct rk_arena a = {0};
	const char *why;

	code.arch = size && p[0] & 1 ? RK_ARCH_AARCH64 : RK_ARCH_X86_64;
	code.n_relocs = size && p[0] >> 6 ? (u32)(p[0] >> 6) - 1 : 0;
	rk_code_check(&code, &a, &(struct rk_check_limits){RK_NATIVE_STACK}, &why);
	return rk_arena_fini(&a), 0;
}
