/* SPDX-License-Identifier: MIT */
/*
 * What the module relies on, tried out before it opens its device: a failure keeps it from loading
 * and names what failed. All of it is freed after the start.
 */
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "kmod.h"
#include "rk/sha3.h"

/* Literals would stay when what uses them is freed. */
static const char message[] __initconst = "rkbpf self-test";
static const char message_sha512[] __initconst =
	"817e2527ac58129c4e36c87e4d0f1a5242dc9e92052abc0bc54be85b06b800dc"
	"5c3369bd9e0e95ba02ccb0378542b1ba2da0ea692c8f21d0163cf051ace8cb04";
static const char message_sha3[] __initconst =
	"50668e9681e004880560740773c7546dc2a24e6164a84d161bf9cd8343e90374";
/* RFC 8032, test 2: of the one byte 0x72. */
static const char public_key[] __initconst =
	"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
static const char signature[] __initconst =
	"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
	"085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

static bool __init equals(const u8 *got, const char *hex, size_t n)
{
	u8 want[64];

	return !hex2bin(want, hex, n) && !memcmp(got, want, n);
}

static bool __init sha512(void)
{
	struct rk_sha512 s;
	u8 out[64];

	rk_sha512_init(&s);
	rk_sha512_add(&s, message, sizeof(message) - 1);
	rk_sha512_end(&s, out);
	return equals(out, message_sha512, sizeof(out));
}

static bool __init sha3(void)
{
	u8 out[32];

	rk_sha3_256(message, sizeof(message) - 1, out);
	return equals(out, message_sha3, sizeof(out));
}

/* The signature; then the same with one bit wrong, of the message and of itself. */
static bool __init ed25519(void)
{
	u8 pk[32], sig[64], msg = 0x72;

	if (hex2bin(pk, public_key, sizeof(pk)) || hex2bin(sig, signature, sizeof(sig)))
		return false;
	if (rk_ed25519_verify(sig, &msg, 1, pk))
		return false;
	msg ^= 1;
	if (!rk_ed25519_verify(sig, &msg, 1, pk))
		return false;
	msg ^= 1;
	sig[40] ^= 4;
	return rk_ed25519_verify(sig, &msg, 1, pk);
}

/* A function that returns 42, in the way programs return. */
static size_t __init put_function(u8 *at, const u8 *run_at)
{
#ifdef CONFIG_X86
	static const u8 code[] __initconst = {0xf3, 0x0f, 0x1e, 0xfa, 0xb8, 42, 0, 0, 0, 0xc3};
	u64 thunk = rk_runtime.return_thunk;
	s32 distance;

	memcpy(at, code, sizeof(code));
	if (thunk) {
		at[9] = 0xe9;
		distance = (s32)(thunk - (u64)(uintptr_t)(run_at + 14));
		memcpy(at + 10, &distance, sizeof(distance));
	}
#else
	static const u32 code[] __initconst = {0xd503245f, 0x52800540, 0xd65f03c0};

	memcpy(at, code, sizeof(code));
#endif
	return 16;
}

/* False where the store went through. */
static bool __init store_fails(u8 *at)
{
	u8 value = 0;

	__put_kernel_nofault(at, &value, u8, failed);
	return false;
failed:
	return true;
}

/* It does not lead to the code any more; by now the address may be somebody else's. */
static bool __init is_closed(const u8 *alias, const u8 *code)
{
	u64 there;

	return copy_from_kernel_nofault(&there, alias, sizeof(there)) ||
	       memcmp(&there, code, sizeof(there));
}

/* Written through the alias alone, executable once sealed, not writable, traps once freed. */
static bool __init arena(void)
{
	struct rk_exec x;
	u8 *code, *alias;
	bool ok;

	if (rk_plat_exec_alloc(&x, 64))
		return false;
	code = x.code;
	alias = x.alias;
	put_function(alias, code);
	ok = !rk_plat_exec_seal(&x) && ((rk_entry_fn)(void *)code)(NULL, NULL) == 42 &&
	     store_fails(code) && is_closed(alias, code);
	rk_plat_exec_free(&x);
	return ok && code[0] == (IS_ENABLED(CONFIG_X86) ? 0xcc : 0x00) &&
	       code[3] == (IS_ENABLED(CONFIG_X86) ? 0xcc : 0xd4) && store_fails(code);
}

static bool __init probe_reads(void)
{
	u64 there = 0x1122334455667788, got = 0;

	if (!rk_plat_probe_read(&got, &there, sizeof(got), false) || got != there)
		return false;
	return !rk_plat_probe_read(&got, NULL, sizeof(got), false) &&
	       !rk_plat_probe_read(&got, (void *)0x10000, sizeof(got), false) &&
	       !rk_plat_probe_read(&got, (void *)~0ul, sizeof(got), false);
}

static bool __init locks(void)
{
	struct rk_lock lock = {0};
	u64 flags, inner;
	bool ok = rk_plat_lock(&lock, &flags);

	ok = ok && !rk_plat_lock(&lock, &inner);
	rk_plat_unlock(&lock, flags);
	return ok && !lock.word;
}

/* What is no image is refused before anything is looked at. */
static bool __init loader(void)
{
	static const u8 nothing[512] __initconst;
	const char *why;

	return rk_rt_check(&rk_runtime, nothing, sizeof(nothing), &why) == RK_EMAGIC;
}

static const struct {
	const char *name;
	bool (*passes)(void);
} tests[] __initconst = {
	{"SHA-512", sha512},
	{"SHA3-256", sha3},
	{"Ed25519", ed25519},
	{"code arena", arena},
	{"no-fault reads", probe_reads},
	{"locks", locks},
	{"loader", loader},
};

int __init rk_selftest(void)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(tests); i++) {
		if (tests[i].passes())
			continue;
		pr_err("rkbpf: self-test of %s failed: the module does not start\n", tests[i].name);
		return -EINVAL;
	}
	return 0;
}
