/* SPDX-License-Identifier: MIT */
/*
 * What the files of the module share. One mutex (rk_mutex) guards runtime, table and hooks: it is
 * the runtime's "key lock". Events take no lock: they run under preemption off, so that
 * synchronize_rcu() after a detach ends their grace period.
 */
#ifndef RK_KMOD_H
#define RK_KMOD_H

#include <linux/hrtimer.h>
#include <linux/kprobes.h>
#include <linux/mutex.h>
#include <linux/tracepoint.h>

#include "rk/uapi.h"
#include "runtime.h"

extern struct mutex rk_mutex;
extern struct rk_rt rk_runtime;

/* One program's place at a hook of the kernel. */
struct rk_link {
	const struct rk_hook_ops *ops; /* NULL: not attached */
	struct rk_hook hook;           /* the signed section, parsed */
	struct rk_slot slot;
	atomic64_t nmi, missed;
	union {
		struct {
			struct hrtimer timer;
			u64 sequence;
		};
		struct {
			struct tracepoint *tp;
			long nr; /* system call; -1: any */
		};
#ifdef CONFIG_KRETPROBES
		struct kretprobe probe;
#endif
	};
};

/* A hook class of the kernel. attach may fail and then has changed nothing; detach cannot, and when
 * it returns no event of the link runs or will run. Both may sleep. */
struct rk_hook_ops {
	int (*attach)(struct rk_link *link, const char **why);
	void (*detach)(struct rk_link *link);
};

extern const struct rk_hook_ops rk_hook_timer, rk_hook_raw_tp, rk_hook_syscall, rk_hook_kprobe;

/* tracepoint.c: a tracepoint of the kernel proper, or NULL. May sleep. */
struct tracepoint *rk_tracepoint_find(const char *name);

/* hook.c. Any context; *ret is set where it returns true. */
bool rk_link_run(struct rk_link *link, void *ctx, u64 *ret);
int rk_link_attach(struct rk_link *link, struct rk_program *prog, const char **why);
void rk_link_detach(struct rk_link *link);

/* table.c: the loaded programs. */
struct rk_entry {
	u32 id;    /* 0: free */
	u32 users; /* descriptors of its ring buffers */
	struct rk_program *prog;
	struct rk_link link;
};
struct rk_entry *rk_entry_find(u32 id);
struct rk_entry *rk_entry_after(u32 id);  /* the lowest id above */
struct rk_entry *rk_entry_new(void);      /* NULL: no room */
void rk_entry_cancel(struct rk_entry *e); /* the newest: nothing was loaded */
u32 rk_entry_count(void);
int rk_entry_unload(struct rk_entry *e, const char **why);
void rk_entries_clear(void); /* module exit: detach and unload all */

/* exec.c */
int rk_exec_init(void);
void rk_exec_usage(u64 *size, u64 *used);
u64 rk_exec_return_thunk(void);

/* trace.c: bpf_trace_printk from any context to the kernel log. */
void rk_trace_put(void *data, const char *text, size_t len);
u64 rk_trace_dropped(void);
void rk_trace_fini(void); /* no program runs any more */

/* ring.c */
int rk_ring_open(struct rk_entry *e, struct rk_map *m);
void rk_ring_fini(void);

/* dev.c and dev_map.c */
int rk_dev_init(void);
void rk_dev_fini(void);
long rk_dev_map(unsigned int cmd, void __user *arg); /* -ENOTTY: not its request */

#endif
