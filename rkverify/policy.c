// SPDX-License-Identifier: MIT
/* Which helpers a program may call at all, by its hook: what no argument could make right. */
#include <string.h>
#include "call.h"
#include "packet.h"

#define ON(hook) ((u64)1 << RK_HOOK_##hook)
#define ON_TRAMPOLINE (ON(FENTRY) | ON(FEXIT) | ON(LSM))
#define ON_PLAIN_TRACES                                                                            \
	(ON(KPROBE) | ON(KRETPROBE) | ON(UPROBE) | ON(URETPROBE) | ON(USDT) | ON(KSYSCALL) |       \
		ON(KRETSYSCALL) | ON(TRACEPOINT) | ON(TP) | ON(PERF_EVENT) | ON(RAW_TP) |          \
		ON(RAW_TP2))
#define ON_SIMPLE (ON_PLAIN_TRACES | ON(SOCKET))
#define ON_TYPED (ON(TP_BTF) | ON_TRAMPOLINE | ON(ITER))
#define ON_PACKETS (ON(SOCKET) | ON(XDP) | ON(TC) | ON(CGROUP_SKB))
#define ON_PROBE                                                                                   \
	(ON(KPROBE) | ON(KRETPROBE) | ON(UPROBE) | ON(URETPROBE) | ON(USDT) | ON(KSYSCALL) |       \
		ON(KRETSYSCALL) | ON(FENTRY) | ON(FEXIT))

/* Helpers that read beside or behind the context: only these hooks have something there. */
static const struct {
	u32 id;
	u64 hooks;
} only_on[] = {
	{17, ON(TC)},                      /* get_cgroup_classid: of the packet */
	{58, ON(KPROBE)},                  /* override_return */
	{111, ON(TP_BTF) | ON_TRAMPOLINE}, /* skb_output */
	{56, ON(PERF_EVENT)},              /* perf_prog_read_value */
	{119, ON(PERF_EVENT)},             /* read_branch_records */
	{46, ON_TYPED | ON(SOCKET) | ON(TC) | ON(CGROUP_SKB)}, /* get_socket_cookie */
	{107, ON_TYPED | ON(TC) | ON(CGROUP_SKB)},             /* sk_storage_get, _delete */
	{108, ON_TYPED | ON(TC) | ON(CGROUP_SKB)},
	{128, ON(TC) | ON(CGROUP_SKB)}, /* sk_cgroup_id, sk_ancestor_cgroup_id */
	{129, ON(TC) | ON(CGROUP_SKB)},
	{121, ON_TYPED}, /* xdp_output */
	{162, ON_TYPED}, /* sock_from_file */
	{145, ON(LSM)},  /* inode_storage_get, _delete */
	{146, ON(LSM)},
	{159, ON(LSM)}, /* bprm_opts_set */
	{161, ON(LSM)}, /* ima_inode_hash, ima_file_hash */
	{193, ON(LSM)},
	{49, ON(ITER)}, /* setsockopt, getsockopt: of the socket it is at */
	{57, ON(ITER)},
	{0x2005f, ON_TYPED | ON(SOCKET) | ON(TC) | ON(CGROUP_SKB)}, /* dynptr_from_skb */
	{0x20060, ON(XDP)},                                         /* dynptr_from_xdp */
	{0x20071, ON(ITER)},         /* sock_destroy: the iterator holds the socket's lock */
	{0x2005e, ON(TC) | ON(XDP)}, /* dynptr_slice_rdwr: others may not write to packets */
	{0x20080, ON(XDP)},          /* xdp_ct_lookup */
	{0x20081, ON(XDP)},          /* xdp_ct_alloc */
	{0x20082, ON(TC)},           /* skb_ct_lookup */
	{0x20083, ON(TC)},           /* skb_ct_alloc */
	{0x2008d, ON(TC)},           /* sk_assign_tcp_reqsk */
	{0x20084, ON(TC) | ON(XDP)}, /* ct_insert_entry */
	{0x20085, ON(TC) | ON(XDP)}, /* ct_release */
	{0x20086, ON(TC) | ON(XDP)}, /* ct_set_timeout */
	{0x20087, ON(TC) | ON(XDP)}, /* ct_change_timeout */
	{0x20088, ON(TC) | ON(XDP)}, /* ct_set_status */
	{0x20089, ON(TC) | ON(XDP)}, /* ct_change_status */
	{0x2008a, ON(TC) | ON(XDP)}, /* ct_set_nat_info */
	{0x2008b, ON(TC) | ON(XDP)}, /* crypto_encrypt */
	{0x2008c, ON(TC) | ON(XDP)}, /* crypto_decrypt */
	{93, ~ON_SIMPLE}, /* spin_lock, timer_init: these hooks may interrupt who holds it */
	{169, ~ON_PLAIN_TRACES},
	{0x2008e, ~ON_PLAIN_TRACES}, /* wq_init, as timers */
	{186, 0},                    /* get_retval, set_retval: of cgroups' security hooks */
	{187, 0},
	{147, ON_TRAMPOLINE | ON(ITER)}, /* d_path */
	{173, ON_PROBE},                 /* get_func_ip */
	{183, ON_TRAMPOLINE},            /* get_func_arg, _ret, _arg_cnt */
	{184, ON_TRAMPOLINE},
	{185, ON_TRAMPOLINE},
	/* get_attach_cookie: beside what is attached, which an iterator is not */
	{174, (ON_SIMPLE & ~ON(SOCKET)) | ON(TP_BTF) | ON_TRAMPOLINE},
	{126, ON(ITER)}, /* seq_printf, seq_write, seq_printf_btf: the iterator holds its lock */
	{127, ON(ITER)},
	{150, ON(ITER)},
	{136, ON_TYPED | ON_PACKETS}, /* skc_to_tcp6_sock and its like */
	{137, ON_TYPED | ON_PACKETS},
	{138, ON_TYPED | ON_PACKETS},
	{139, ON_TYPED | ON_PACKETS},
	{140, ON_TYPED | ON_PACKETS},
	{178, ON_TYPED | ON_PACKETS},
	{196, ON_TYPED | ON_PACKETS},
};

/* Linux offers what handles kernel objects to programs that meet some. */
static bool meets_objects(const struct rk_an *a, u32 contexts)
{
	u64 hooks =
		ON(TP_BTF) | ON_TRAMPOLINE | ON(ITER) | ON(TRACEPOINT) | ON(TP) | ON(PERF_EVENT);

	if (contexts & RK_CTX_OBJECTS)
		hooks |= ON(CGROUP_SKB) | ON(TC) | ON(XDP);
	if (contexts & RK_CTX_LSM)
		hooks = ON(LSM);
	return a->hook && hooks >> a->hook->id & 1;
}

/* A session is a program that runs at the entry and at the return of a function. */
bool rk_is_session(const struct rk_an *a)
{
	const char *s = a->p->hook.section;

	return !strncmp(s, "kprobe.session", 14) || !strncmp(s, "uprobe.session", 14);
}

/* d_path takes locks that other functions may hold already: Linux names those that do not. */
static bool may_name_paths(const struct rk_an *a)
{
	static const char *const functions[] = {"security_file_permission",
		"security_inode_getattr", "security_file_open", "security_path_truncate",
		"vfs_truncate", "vfs_fallocate", "dentry_open", "vfs_getattr", "filp_close"};

	if (a->p->hook.id != RK_HOOK_FENTRY && a->p->hook.id != RK_HOOK_FEXIT)
		return true;
	for (u32 i = 0; i < RK_ARRAY_SIZE(functions); i++)
		if (!strcmp(functions[i], a->p->hook.device))
			return true;
	return false;
}

/* Only these iterators hold the lock of the socket they are at. */
static bool has_socket_locked(const struct rk_an *a)
{
	const char *at = a->p->hook.device;

	return a->p->hook.id == RK_HOOK_ITER && (!strcmp(at, "tcp") || !strcmp(at, "unix"));
}

/* Others meet sockets, too, without their locks: ending a connection then races with its use. */
static bool walks_connections(const struct rk_an *a)
{
	const char *at = a->p->hook.device;

	return a->p->hook.id == RK_HOOK_ITER && (!strcmp(at, "tcp") || !strcmp(at, "udp"));
}

static bool fits_hook(const struct rk_an *a, const struct rk_helper_row *row)
{
	if (row->id == 147 && !may_name_paths(a))
		return false;
	if ((row->id == 49 || row->id == 57) && !has_socket_locked(a)) /* setsockopt, getsockopt */
		return false;
	if (row->id == 0x20071 && !walks_connections(a)) /* sock_destroy */
		return false;
	if (row->id == 0x20010 || row->id == 0x20040) /* session_is_return, session_cookie */
		return rk_is_session(a);
	/* One program for many functions: Linux cannot tell which may be overridden. */
	if (row->id == 58 && !strncmp(a->p->hook.section, "kprobe.multi", 12))
		return false;
	if (!rk_packet_has_helper(a, row->id))
		return false;
	for (u32 i = 0; i < RK_ARRAY_SIZE(only_on); i++)
		if (only_on[i].id == row->id)
			return a->hook && only_on[i].hooks >> a->hook->id & 1;
	return !(row->contexts & (RK_CTX_OBJECTS | RK_CTX_TRACES | RK_CTX_LSM)) ||
	       meets_objects(a, row->contexts);
}

/* May it wait here, with what is held? */
static bool check_sleep(struct rk_an *a, const struct rk_helper_row *row)
{
	for (u32 i = 0; i < a->s.n_held; i++) {
		const struct rk_held *h = &a->s.held[i];
		const struct rk_insn *in = &a->p->insns[h->insn];
		const struct rk_helper_row *by =
			in->kind == RK_INSN_CALL ? rk_helper_row(in->ref) : NULL;
		const char *why = h->id == RK_HELD_RCU       ? "a section of bpf_rcu_read_lock"
				  : h->id == RK_HELD_PREEMPT ? "a section of bpf_preempt_disable"
				  : h->id == RK_HELD_CALLER ? "a lock of the helper that calls this"
				  : by && by->args[0] == RK_ARG_IRQ_NEW ? "interrupts that are off"
									: NULL;

		if (why)
			return rk_fail(a, RK_DIAG_CONTEXT, "bpf_%s may sleep, which %s forbids",
				row->name, why);
	}
	return true;
}

/* The helper that has this run on its own, later; 0: it runs while its program does. */
static u32 runs_on_its_own(const struct rk_an *a)
{
	for (u32 d = 1; d <= a->s.depth; d++) {
		const struct rk_insn *in = &a->p->insns[a->s.frame[d - 1].call];

		if (a->s.frame[d].callback && in->kind == RK_INSN_CALL && rk_runs_later(in->ref))
			return in->ref;
	}
	return 0;
}

/* What runs on its own waits as it may itself, not its program: a timer's function for nothing. */
bool rk_may_sleep(const struct rk_an *a)
{
	u32 by = runs_on_its_own(a);

	return by ? rk_runs_in_work(by) : a->p->hook.sleepable;
}

/*
 * Where the packet goes is kept beside the run that sees it. A function that runs later is no such
 * run: the kernel would write through an address that is null then.
 */
static bool sends_packet(u32 helper)
{
	switch (helper) {
	case 23:  /* redirect */
	case 51:  /* redirect_map */
	case 152: /* redirect_neigh */
	case 155: /* redirect_peer */ return true;
	default: return false;
	}
}

/*
 * For a program that may sleep, a stack trace with identifiers of files in place of addresses waits
 * until they are read.
 */
static bool reads_files(const struct rk_an *a, const struct rk_helper_row *row)
{
	enum { GET_STACK = 67, GET_TASK_STACK = 141, USER_BUILD_ID = 1 << 11 };
	struct rk_reg flags;

	if ((row->id != GET_STACK && row->id != GET_TASK_STACK) || !rk_may_sleep(a))
		return false;
	rk_reg_read(&a->s, 4, &flags);
	return (flags.v.value | flags.v.mask) & USER_BUILD_ID;
}

bool rk_check_helper(struct rk_an *a, const struct rk_helper_row *row)
{
	if (row->id != 93 && row->id != 94 && !rk_is_graph_call(row) &&
		!rk_check_unlocked(a, "bpf_", row->name))
		return false;
	if (row->maps == RK_MAPS_TAIL)
		return rk_fail(a, RK_DIAG_TAIL_CALL, "tail call");
	if (row->contexts & RK_CTX_REFUSED)
		return rk_fail(a, RK_DIAG_POLICY, "bpf_%s is refused: %s", row->name, row->doc);
	if (row->contexts & RK_CTX_SLEEPABLE && !rk_may_sleep(a))
		return rk_fail(a, RK_DIAG_CONTEXT, "bpf_%s may sleep, and '%s' programs may not",
			row->name, a->hook ? a->hook->name : "these");
	if ((row->contexts & RK_CTX_SLEEPABLE || reads_files(a, row)) && !check_sleep(a, row))
		return false;
	if (sends_packet(row->id) && runs_on_its_own(a))
		return rk_fail(a, RK_DIAG_CONTEXT,
			"bpf_%s in a function that runs later, when there is no packet", row->name);
	return fits_hook(a, row) ||
	       rk_fail(a, RK_DIAG_CONTEXT, "bpf_%s has no meaning in '%s' programs", row->name,
		       a->hook ? a->hook->name : "these");
}

/*
 * Linux keeps addresses secret from programs without privileges alone, and its tracing programs
 * have them. No proof rests on secrecy: the number may be anything. A robot's user need not see its
 * kernel's addresses, so that such a program is not compiled, and hooks of our own refuse it.
 */
bool rk_may_leak(struct rk_an *a)
{
	if (!a->hook || !rk_hook_is_linux(a->hook->id))
		return false;
	a->leaks = true;
	return true;
}

/* Linux's rule, and its reason for functions that run in a work queue. */
static bool check_asleep(struct rk_an *a, const struct rk_map_def *m)
{
	if ((!a->p->hook.sleepable && rk_in_rcu(a)) || RK_MAPS_ASLEEP & RK_MAPBIT(m->type))
		return true;
	return rk_fail(a, RK_DIAG_MAP_KIND,
		"'%s' is a map of type %s, whose elements may be freed while this program sleeps",
		m->name, rk_map_row(m->type)->name);
}

/* Parts of a value that are worked on under a lock, that in the value or the kernel's own. */
static bool has_locked_parts(const struct rk_an *a, const struct rk_map_def *m)
{
	static const struct {
		u8 kind;
		u64 hooks; /* that may interrupt who works on it */
	} parts[] = {{RK_FIELD_LOCK, ON_SIMPLE}, {RK_FIELD_RES_LOCK, ON_SIMPLE},
		{RK_FIELD_TIMER, ON_PLAIN_TRACES}, {RK_FIELD_WQ, ON_PLAIN_TRACES},
		{RK_FIELD_LIST, ON_PLAIN_TRACES}, {RK_FIELD_TREE, ON_PLAIN_TRACES}};

	for (u32 i = 0; m->has_fields && i < RK_ARRAY_SIZE(parts); i++)
		if (parts[i].hooks >> a->hook->id & 1 &&
			rk_map_has_field(&a->p->obj->btf, m, parts[i].kind, 0, m->value_size))
			return true;
	return false;
}

/*
 * Who interrupts the holder of such a lock would wait for it forever: not only where it asks for
 * it, but also where an element is replaced or deleted, with its timer or its list. As Linux does,
 * these hooks are refused all work on such maps.
 */
bool rk_check_map(struct rk_an *a, const struct rk_map_def *m)
{
	if (a->hook && has_locked_parts(a, m))
		return rk_fail(a, RK_DIAG_CONTEXT,
			"'%s' has values with a lock, timer or list, and '%s' programs may "
			"interrupt who holds the lock",
			m->name, a->hook->name);
	return check_asleep(a, m);
}
