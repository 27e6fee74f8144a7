/* SPDX-License-Identifier: MIT */
/*
 * syscall/<enter|exit>[/<name or number>]: the raw_syscalls tracepoints, which cost every system
 * call of the machine a probe while a program is attached. Names are those of the kernel this was
 * built against (syscall_names.h, made by Kbuild). System calls of 32-bit tasks are no events:
 * their numbers mean others. The arguments are known at entry alone.
 */
#include <linux/compat.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#include <asm/syscall.h>
#include <asm/unistd.h>

#include "kmod.h"

enum { ANY = -1 };

/* Hashes of the names, and their numbers in the same order. No two names share one; that a strange
 * name has one of them is as likely as 1 in ten million. */
#define CALL(hash, nr) hash,
static const u32 names[] = {
#include "syscall_names.h"
};
#undef CALL
#define CALL(hash, nr) nr,
static const u16 numbers[] = {
#include "syscall_names.h"
};
#undef CALL

static u32 hash_of(const char *name)
{
	u32 h = 0;

	while (*name)
		h = h * 65599 + (u8)*name++;
	return h;
}

/* The union's tp is the tracepoint; nr the number of the signed section, or ANY. */
static bool wanted(const struct rk_link *link, long nr)
{
	return (link->nr == ANY || link->nr == nr) && !in_compat_syscall();
}

static __always_inline struct syscall_event event_of(long nr)
{
	return (struct syscall_event){
		.timestamp = rk_plat_now_ns(),
		.nr = nr,
		.pid = (u32)current->pid,
		.tgid = (u32)current->tgid,
	};
}

/* Apart from the question whether it is wanted, which every system call of the machine pays. */
static noinline void run_enter(struct rk_link *link, struct pt_regs *regs, long nr)
{
	struct syscall_event event = event_of(nr);
	unsigned long args[RK_ARRAY_SIZE(event.args)];
	u64 ret;

	syscall_get_arguments(current, regs, args);
	for (u32 i = 0; i < RK_ARRAY_SIZE(args); i++)
		event.args[i] = args[i];
	rk_link_run(link, &event, &ret);
}

static noinline void run_leave(struct rk_link *link, long nr, long result)
{
	struct syscall_event event = event_of(nr);
	u64 ret;

	event.ret = result;
	rk_link_run(link, &event, &ret);
}

static void enter(void *data, struct pt_regs *regs, long nr)
{
	if (wanted(data, nr))
		run_enter(data, regs, nr);
}

static void leave(void *data, struct pt_regs *regs, long result)
{
	long nr = syscall_get_nr(current, regs);

	if (wanted(data, nr))
		run_leave(data, nr, result);
}

static void *probe_of(const struct rk_link *link)
{
	return link->hook.exit ? (void *)leave : (void *)enter;
}

static bool resolve(const char *name, long *nr)
{
	u32 n, hash = hash_of(name);

	*nr = ANY;
	if (!*name)
		return true;
	for (u32 i = 0; i < RK_ARRAY_SIZE(names); i++)
		if (names[i] == hash)
			return *nr = numbers[i], true;
	if (kstrtou32(name, 10, &n) || n >= NR_syscalls)
		return false;
	*nr = n;
	return true;
}

static int attach(struct rk_link *link, const char **why)
{
	*why = "this kernel's table has no system call of this name or number";
	if (!resolve(link->hook.device, &link->nr))
		return RK_ENOENT;
	*why = "this kernel has no system call tracepoints";
	link->tp = rk_tracepoint_find(link->hook.exit ? "sys_exit" : "sys_enter");
	if (!link->tp)
		return RK_EHOOK;
	*why = "the kernel refused the tracepoint";
	return tracepoint_probe_register(link->tp, probe_of(link), link) ? RK_EHOOK : RK_OK;
}

static void detach(struct rk_link *link)
{
	tracepoint_probe_unregister(link->tp, probe_of(link), link);
	tracepoint_synchronize_unregister();
}

const struct rk_hook_ops rk_hook_syscall = {.attach = attach, .detach = detach};
