/* SPDX-License-Identifier: MIT */
/* Dispatch: helper.def expanded to a table, searched at load time and by the interpreter. */
#include "helper.h"
#include "probe.h"

struct entry {
	u32 id;
	rk_helper_fn fn;
};

#define ENTRY_RUN(id, name) {id, rk_helper_##name},
#define ENTRY_VERIFY(id, name)

static const struct entry entries[] = {
#define HELPER(id, name, run, ...) ENTRY_##run(id, name)
#include "rk/helper.def"
#undef HELPER
	{RK_PROBE_LD1, (rk_helper_fn)(void *)rk_probe_ld1},
	{RK_PROBE_LD2, (rk_helper_fn)(void *)rk_probe_ld2},
	{RK_PROBE_LD4, (rk_helper_fn)(void *)rk_probe_ld4},
	{RK_PROBE_LD8, (rk_helper_fn)(void *)rk_probe_ld8},
};

rk_helper_fn rk_helper_fn_of(u32 id)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(entries); i++)
		if (entries[i].id == id)
			return entries[i].fn;
	return NULL;
}
