/* SPDX-License-Identifier: MIT */
/* Any bytes are an object file or are refused; read again with its own BTF as the target's. */
#include "obj/prog.h"

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size);
int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size)
{
	struct rk_arena a;
	struct rk_diags diags;
	struct rk_obj obj, again;
	struct rk_obj_opts opts = {.target = &obj.btf};

	rk_arena_init(&a);
	rk_diags_init(&diags, &a, "fuzz.o");
	if (!rk_obj_read(&obj, &a, bytes, size, NULL, &diags) && obj.btf.n)
		rk_obj_read(&again, &a, bytes, size, &opts, &diags);
	rk_arena_fini(&a);
	return 0;
}
