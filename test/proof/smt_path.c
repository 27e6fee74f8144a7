/* SPDX-License-Identifier: MIT */
/* Which branch a term still depends on: the condition of a choice in it. */
#include <stdlib.h>
#include "smt.h"

struct search {
	Z3_context z3;
	unsigned char *seen; /* by number of the term */
	unsigned n;
};

static bool visit(struct search *s, Z3_ast a)
{
	unsigned id = Z3_get_ast_id(s->z3, a), more = id + 1024;

	if (id >= s->n) {
		s->seen = realloc(s->seen, more);
		for (; s->n < more; s->n++)
			s->seen[s->n] = 0;
	}
	return s->seen[id] ? false : (s->seen[id] = 1);
}

/* The outermost choice between two numbers, so that what it leaves out is not looked at. */
static Z3_ast find(struct search *s, Z3_ast a)
{
	Z3_ast found = NULL;
	Z3_app app;

	if (Z3_get_ast_kind(s->z3, a) != Z3_APP_AST || !visit(s, a))
		return NULL;
	app = Z3_to_app(s->z3, a);
	if (Z3_get_decl_kind(s->z3, Z3_get_app_decl(s->z3, app)) == Z3_OP_ITE &&
		Z3_get_sort_kind(s->z3, Z3_get_sort(s->z3, a)) == Z3_BV_SORT)
		return Z3_get_app_arg(s->z3, app, 0);
	for (unsigned i = 0; i < Z3_get_app_num_args(s->z3, app) && !found; i++)
		found = find(s, Z3_get_app_arg(s->z3, app, i));
	return found;
}

Z3_ast smt_condition(struct smt *s, Z3_ast truth)
{
	struct search search = {.z3 = s->z3};
	Z3_ast found = find(&search, truth);

	free(search.seen);
	return found;
}
