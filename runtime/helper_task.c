/* SPDX-License-Identifier: MIT */
/* Time, chance, and who runs. The world may replace each (replay); without a world member: 0. */
#include "helper.h"

static u64 now(const struct rk_env *env)
{
	const struct rk_world *w = rk_env_world(env);

	return w->now_ns ? w->now_ns(w->data) : rk_plat_now_ns();
}

/* A replay has one clock for all. */
static u64 clock_now(const struct rk_env *env, enum rk_clock clock)
{
	return rk_env_world(env)->now_ns ? now(env) : rk_plat_clock_ns(clock);
}

RK_HELPER(ktime_get_ns)
{
	return now(env);
}

RK_HELPER(ktime_get_boot_ns)
{
	return clock_now(env, RK_CLOCK_BOOT);
}

RK_HELPER(ktime_get_coarse_ns)
{
	return clock_now(env, RK_CLOCK_COARSE);
}

RK_HELPER(ktime_get_tai_ns)
{
	return clock_now(env, RK_CLOCK_TAI);
}

/* splitmix64, its state in this CPU's env. */
RK_HELPER(get_prandom_u32)
{
	const struct rk_world *w = rk_env_world(env);
	u64 x;

	if (w->random)
		return w->random(w->data);
	x = env->reserved += 0x9e3779b97f4a7c15ull;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ x >> 27) * 0x94d049bb133111ebull;
	return (u32)(x ^ x >> 31);
}

RK_HELPER(get_smp_processor_id)
{
	return env->cpu;
}

RK_HELPER(get_current_pid_tgid)
{
	const struct rk_world *w = rk_env_world(env);

	return w->pid_tgid ? w->pid_tgid(w->data) : 0;
}

RK_HELPER(get_current_uid_gid)
{
	const struct rk_world *w = rk_env_world(env);

	return w->uid_gid ? w->uid_gid(w->data) : 0;
}

RK_HELPER(get_current_comm)
{
	const struct rk_world *w = rk_env_world(env);
	char name[16] = "", *out = rk_ptr(a1);
	u64 n = a2 < sizeof(name) ? a2 : sizeof(name);

	__builtin_memset(out, 0, a2);
	if (!w->comm)
		return rk_fail(RK_L_EINVAL);
	w->comm(w->data, name);
	for (u64 i = 0; i + 1 < n && name[i]; i++)
		out[i] = name[i];
	return 0;
}

/* Differences of the first unequal bytes, as Linux's strncmp. */
RK_HELPER(strncmp)
{
	const u8 *s = rk_ptr(a1), *t = rk_ptr(a3);

	for (u64 i = 0; i < a2; i++) {
		if (s[i] != t[i])
			return (u64)(s64)(s[i] < t[i] ? -1 : 1);
		if (!s[i])
			break;
	}
	return 0;
}
