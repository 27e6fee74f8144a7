/* SPDX-License-Identifier: MIT */
/*
 * helper.def and kfunc.def as constant data, for those who judge calls: the verifier, the compiler,
 * the interpreter. Native images need none of it: they name helpers by id and contract.
 */
#include "rk/tables.h"

#define ROW_RUN true
#define ROW_VERIFY false

#define A(a, b, c, d, e) {RK_ARG_##a, RK_ARG_##b, RK_ARG_##c, RK_ARG_##d, RK_ARG_##e}
static const struct rk_helper_row helpers[] = {
#define HELPER(                                                                                    \
	id, name, run, args, ret, btf, maps, contexts, cost, per_8b, per_step, version, doc)       \
	{id, #name, ROW_##run, args, RK_RET_##ret, btf, RK_MAPS_##maps, RK_CTX_##contexts, cost,   \
		per_8b, per_step, version, doc},
#include "rk/helper.def"
#include "rk/kfunc.def"
#undef HELPER
};
#undef A

enum {
#define HELPER(id, name, ...) AT_##name,
#include "rk/helper.def"
#include "rk/kfunc.def"
#undef HELPER
};

const struct rk_helper_row *rk_helper_row(u32 id)
{
	switch (id) {
#define HELPER(id, name, ...)                                                                      \
	case id: return &helpers[AT_##name];
#include "rk/helper.def"
#include "rk/kfunc.def"
#undef HELPER
	default: return NULL;
	}
}

const struct rk_helper_row *rk_helper_row_at(size_t index)
{
	return index < RK_ARRAY_SIZE(helpers) ? &helpers[index] : NULL;
}
