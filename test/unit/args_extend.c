/* SPDX-License-Identifier: MIT */
/* A tracepoint's narrow arguments reach the program extended by their signed width and sign;
 * arguments without a known type reach it as they came. */
#include "blob_load.h"

#if defined(__x86_64__)
/* endbr64; mov rax,[rdi+8]; ret and its room */
static const u8 second[] = {
	0xf3, 0x0f, 0x1e, 0xfa, 0x48, 0x8b, 0x47, 0x08, 0xc3, 0xcc, 0xcc, 0xcc, 0xcc};
enum { N_RELOCS = 1 };
#else
/* bti c; ldr x0,[x0,#8]; ret */
static const u8 second[] = {0x5f, 0x24, 0x03, 0xd5, 0x00, 0x04, 0x40, 0xf9, 0xc0, 0x03, 0x5f, 0xd6};
enum { N_RELOCS = 0 };
#endif

static struct spec second_argument(u8 n_args, u8 arg)
{
	struct spec s = good();

	memset(s.manifest.section, 0, RK_MAX_SECTION);
	strcpy(s.manifest.section, "raw_tp/sched_switch");
	s.manifest.hook = RK_HOOK_RAW_TP;
	s.manifest.period_ns = 0;
	s.manifest.ctx_bytes = 16;
	s.manifest.n_args = n_args;
	s.manifest.args[0] = n_args ? 8 : 0;
	s.manifest.args[1] = arg;
	s.n_imports = 3; /* the helper and both map types */
	import(&s, RK_IMPORT_HOOK, RK_HOOK_RAW_TP);
	import(&s, RK_IMPORT_ENV, RK_ENV_VERSION);
	s.relocs[0] = (struct rkb_reloc){.offset = 8, .kind = RKB_RELOC_RET};
	s.n_relocs = N_RELOCS;
	memcpy(s.text, second, sizeof(second));
	s.text_size = sizeof(second);
	return s;
}

static void expect_value(u8 n_args, u8 arg, u64 given, u64 expected)
{
	struct spec s = second_argument(n_args, arg);
	u64 args[RKB_ARGS] = {1, given}, ret;
	struct rk_program *p;
	struct rk_rt rt;

	new_runtime(&rt);
	if (load(&rt, signed_by_alice(&s), &p))
		fail("no program", arg);
	if (!rk_prog_run(p, args, &ret) || ret != expected)
		fail("another value", (long)ret);
	rk_rt_unload(p);
	rk_rt_fini(&rt);
}

int main(void)
{
	make_keys();
	doing = "extend";
	expect_value(2, 1, 0xdeadbeef00000101, 1);
	expect_value(2, 2, 0xdeadbeef0001ffff, 0xffff);
	expect_value(2, 4, 0x12345678ffffffff, 0xffffffff);
	expect_value(2, 8, 0x8765432187654321, 0x8765432187654321);
	expect_value(2, 1 | RKB_ARG_SIGNED, 0xdeadbeefdeadbe80, (u64)-128);
	expect_value(2, 1 | RKB_ARG_SIGNED, 0xdeadbeefdeadbe7f, 127);
	expect_value(2, 2 | RKB_ARG_SIGNED, 0xdeadbeefdead8000, (u64)-32768);
	expect_value(2, 4 | RKB_ARG_SIGNED, 0x00000000ffffffea, (u64)-22);
	expect_value(2, 8 | RKB_ARG_SIGNED, 0x8000000000000000, 0x8000000000000000);
	doing = "unknown";
	expect_value(0, 0, 0xdeadbeef00000101, 0xdeadbeef00000101);
	return 0;
}
