// SPDX-License-Identifier: MIT
/* From an object's program to a signed image, as rkcc goes; only this process trusts the key. */
#include <stdio.h>
#include "loader.h"

int bench_loader_begin(struct bench_loader *l)
{
	return rk_rt_init(&l->rt, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT) ||
	       rk_key_generate(&l->sec, &l->pub, "bench") ||
	       rk_rt_key_add(&l->rt, l->pub.keynum, l->pub.pk);
}

int bench_image(struct bench_loader *l, const char *program, struct rk_image *im)
{
	struct rk_blob_info info = {.counter = 1, .cost_core = "x86-64"};
	struct bench_prog p;
	const char *why = "";
	size_t size, off = 0;
	u8 *bytes;

	if (bench_compile(&l->o, program, &p) || !p.accepted ||
		rk_blob_write(&l->o.arena, p.prog, &p.result, &p.code, &info, &bytes, &size) ||
		rk_file_sign(&l->o.arena, bytes, size, &l->sec, &bytes, &size, &why) ||
		rk_image_next(bytes, size, &off, im, &why)) {
		fprintf(stderr, "%s: no image: %s\n", program, why);
		return -1;
	}
	return 0;
}
