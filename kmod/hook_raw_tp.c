/* SPDX-License-Identifier: MIT */
/*
 * raw_tp/<name>: a tracepoint of the kernel proper, by name. The program gets the arguments that
 * the calling convention passes in registers (five on x86_64, seven on arm64) and zeros after them.
 * An argument narrower than 64 bits has undefined bits above its type, as the compiler left them:
 * to the program every argument is an arbitrary number, which is what the verifier assumes.
 */
#include "kmod.h"

enum { ARGS = 12 }; /* hook.def: RAW_ARGS is 96 bytes */

#ifdef CONFIG_X86
static void probe(void *data, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5)
{
	u64 args[ARGS] = {a1, a2, a3, a4, a5}, ret;

	rk_link_run(data, args, &ret);
}
#else
static void probe(void *data, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7)
{
	u64 args[ARGS] = {a1, a2, a3, a4, a5, a6, a7}, ret;

	rk_link_run(data, args, &ret);
}
#endif

static int attach(struct rk_link *link, const char **why)
{
	link->tp = rk_tracepoint_find(link->hook.device);
	*why = "the kernel proper has no tracepoint of this name";
	if (!link->tp)
		return RK_ENOENT;
	*why = "the kernel refused the tracepoint";
	return tracepoint_probe_register(link->tp, (void *)probe, link) ? RK_EHOOK : RK_OK;
}

static void detach(struct rk_link *link)
{
	tracepoint_probe_unregister(link->tp, (void *)probe, link);
	tracepoint_synchronize_unregister();
}

const struct rk_hook_ops rk_hook_raw_tp = {.attach = attach, .detach = detach};
