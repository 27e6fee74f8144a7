/* SPDX-License-Identifier: MIT */
/*
 * The robots' kernels: types (BTF) and identity. A BTF file captured on a robot has a file with the
 * suffix .release beside it: `uname -r` in its first line, `uname -v` in its second. The running
 * kernel's own BTF needs none.
 */
#include "driver.h"

static int read_btf(struct rk_cc *c, struct rk_cc_target *t, const char *path)
{
	const char *why = NULL;

	if (rk_kernel_types(&t->kernel, &t->btf, &c->arena, path, &why))
		return rk_cc_fail(RK_CC_FAIL, path, "BTF cannot be read: %s", why);
	return 0;
}

/* A profile is of one architecture, and of a kernel that may have no BTF. */
static int read_records(struct rk_cc *c, struct rk_cc_target *t)
{
	const char *why = NULL;

	if (!c->o.target_profile ||
		(!rk_target_records(&c->o.robot, &c->arena, &t->records, &why) &&
			!rk_target_headers(&c->o.robot, &c->arena, &t->headers, &why)))
		return 0;
	return rk_cc_fail(RK_CC_FAIL, c->o.target_profile, "the target's types: %s", why);
}

static int read_config(struct rk_cc *c, struct rk_cc_target *t)
{
	const char *path = c->o.kernel_config;

	if (!path || (t->kernel.config = rk_kernel_read_config(&c->arena, path)))
		return 0;
	return rk_cc_fail(
		RK_CC_FAIL, path, "is no .config: unreadable, empty, or of 4 MiB or more");
}

int rk_cc_read_kernels(struct rk_cc *c)
{
	for (u32 i = 0; i < c->o.n_targets; i++) {
		struct rk_cc_target *t = &c->targets[i];
		int code;

		t->arch = c->o.targets[i];
		if (c->o.btf[i] && (code = read_btf(c, t, c->o.btf[i])))
			return code;
		if ((code = read_records(c, t)) || (code = read_config(c, t)))
			return code;
		if (c->o.kernel_release)
			t->kernel.release = c->o.kernel_release;
		if (c->o.kernel_version)
			t->kernel.version = c->o.kernel_version;
	}
	return 0;
}
