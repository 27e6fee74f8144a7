// SPDX-License-Identifier: MIT
/* The machine-code check on arbitrary bytes: four choose the target, a second function,
 * relocations. */
#include "aot.h"
#include "rk/tables.h"

int LLVMFuzzerTestOneInput(const u8 *p, size_t n);
int LLVMFuzzerTestOneInput(const u8 *p, size_t n)
{
	u32 size = n > 4 ? (u32)n - 4 : 0, cut = size && p[1] < size ? p[1] : size;
	struct rk_code_func funcs[] = {{"a", 0, cut}, {"b", cut, size - cut}};
	struct rkb_import import = {.kind = RK_IMPORT_HELPER, .id = 1};
	struct rk_check_limits limits = {RK_NATIVE_STACK};
	struct rk_arena a;
	const char *why;

	if (!size)
		return 0;
	struct rkb_reloc relocs[] = {{p[2], RKB_RELOC_CALL, 0}, {p[3], RKB_RELOC_RET, 0}};
	struct rk_code code = {.arch = 1 + (p[0] & 1),
		.text = (u8 *)p + 4,
		.size = size,
		.funcs = funcs,
		.n_funcs = 1 + (cut < size),
		.relocs = relocs,
		.n_relocs = p[0] >> 6 ? (u32)(p[0] >> 6) - 1 : 0,
		.imports = &import,
		.n_imports = 1};
	rk_arena_init(&a);
	rk_code_check(&code, &a, &limits, &why);
	rk_arena_fini(&a);
	return 0;
}
