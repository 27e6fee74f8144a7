/* SPDX-License-Identifier: MIT */
/* rkcc build: source in, signed blob out. The pipeline is the program. */
#include <stdio.h>

#include "driver.h"

static int (*const steps[])(struct rk_cc *c) = {
	rk_cc_find_key,     /* without a key nothing can leave; it is read when LLVM has ended */
	rk_cc_read_kernels, /* types of the robots' kernels, where given */
	rk_cc_compile,      /* C -> BPF object, once per target */
	rk_cc_read_objects, /* object -> programs, relocated for the target */
	rk_cc_select,       /* which programs become blobs, and their names */
	rk_cc_verify,       /* program -> facts and certificate */
	rk_cc_lower,        /* program and facts -> machine code, checked -> unsigned image */
	rk_cc_sign,         /* images of all targets -> one signed blob */
	rk_cc_write,
};

static int build(struct rk_cc *c)
{
	int code = RK_CC_OK;

	for (size_t i = 0; i < RK_ARRAY_SIZE(steps) && !code; i++)
		code = steps[i](c);
	return code;
}

int main(int argc, char **argv)
{
	struct rk_cc c = {0};
	int code;

	rk_arena_init(&c.arena);
	code = rk_cc_options(&c.o, &c.arena, argc, argv);
	if (!code) {
		code = build(&c);
		if (c.o.json)
			rk_cc_report_json(&c, code);
		else if (!code)
			rk_cc_report_text(&c);
	}
	rk_arena_fini(&c.arena);
	if (fflush(stdout) && !code)
		code = RK_CC_FAIL;
	return code < 0 ? RK_CC_OK : code;
}
