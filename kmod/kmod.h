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
#include <linux/percpu.h>
#include <linux/tracepoint.h>

#include "rk/uapi.h"
#include "runtime.h"

struct gpio_desc;

extern struct mutex rk_mutex;
extern struct rk_rt rk_runtime;

/*
 * A place at a hook of the kernel, from attach to detach: what runs there, and what it would go
 * back to, are the two programs of the slot. The class's own part is in the union.
 */
struct rk_link {
	const struct rk_hook_ops *ops;
	struct rk_hook hook; /* the signed section, parsed */
	struct rk_slot slot;
	bool paused;                      /* frozen, or failed: events pass by */
	atomic64_t nmi, missed, bypassed; /* bypassed: events while paused */
	union {
		struct {
			struct hrtimer timer;
			u64 sequence;
		};
		struct {
			struct tracepoint *tp;    /* NULL: its module is not loaded */
			long nr;                  /* system call; -1: any */
			struct list_head waiting; /* raw_tp: all that a module may give or take */
		};
		struct {
			struct net_device *dev; /* NULL: the interface is gone */
			struct list_head list;
		} can;
		struct {
			struct perf_event **counters; /* per CPU; NULL: was never online */
			u64 id;                       /* the event's */
			u32 room, need; /* bytes every record has; bytes that what runs reads */
		} record;
#ifdef CONFIG_KRETPROBES
		struct kretprobe probe;
#endif
		struct {
			struct gpio_desc *desc;
			u64 sequence;
			u32 chip, irq;
			bool own;                    /* not a configured input */
			struct rk_gpio_edges *edges; /* both, of a chip that sleeps; NULL */
		} gpio;
		void *part; /* of an optional module */
	};
};

/*
 * A hook class of the kernel. attach may fail and then has changed nothing; detach cannot, and when
 * it returns no event of the link runs or will run. accept, where there is one, says whether this
 * program may take the place of the one that runs, and changes nothing; resize tells how far into
 * its context what runs from now on may read. All may sleep.
 */
struct rk_hook_ops {
	struct module *owner; /* NULL: this module */
	int (*attach)(struct rk_link *link, const char **why);
	void (*detach)(struct rk_link *link);
	int (*accept)(struct rk_link *link, const struct rk_program *p, const char **why);
	bool (*waits)(const struct rk_link *link); /* for what its section names; NULL: never */
	void (*resize)(struct rk_link *link, u32 ctx_bytes);
	bool direct; /* its events come outside every driver's lock: outputs may be written there */
};

extern const struct rk_hook_ops rk_hook_timer, rk_hook_raw_tp, rk_hook_syscall, rk_hook_kprobe,
	rk_hook_gpio, rk_hook_pwm, rk_hook_record;

/* tracepoint.c: a tracepoint of the kernel proper, or NULL. May sleep. */
struct tracepoint *rk_tracepoint_find(const char *name);

/* hook_raw_tp.c: tracepoints of modules, as these come and go. */
#ifdef CONFIG_TRACEPOINTS
int rk_raw_tp_init(void);
void rk_raw_tp_fini(void); /* nothing is attached any more */
#else
static inline int rk_raw_tp_init(void)
{
	return 0;
}
static inline void rk_raw_tp_fini(void)
{
}
#endif

/* hook_record.c: counters of processors that come. */
#if defined(CONFIG_EVENT_TRACING) && defined(CONFIG_PERF_EVENTS)
int rk_record_init(void);
void rk_record_fini(void); /* nothing is attached any more */
#else
static inline int rk_record_init(void)
{
	return 0;
}
static inline void rk_record_fini(void)
{
}
#endif

/* hook.c. Any context; *ret is set where it returns true. */
bool rk_link_run(struct rk_link *link, void *ctx, u64 *ret);
/* A class of enum rk_hook_class, its module pinned until put. NULL: *why names what lacks it. */
const struct rk_hook_ops *rk_hook_get(u8 id, const char **why);
void rk_hook_put(const struct rk_hook_ops *ops);
/* For the optional modules, each with one class: -EEXIST. Unregistered when their module goes. */
int rk_hook_register(u8 id, const struct rk_hook_ops *ops);
void rk_hook_unregister(u8 id);
/* Once, by the seal: from now on no optional module can be removed. A program may call what one of
 * them has without being attached there: attach alone does not keep it. */
void rk_hook_pin(void);
/* bpf_can_send of the module that can, or NULL; then a grace period ends the last call. */
typedef s64 (*rk_can_send_fn)(u32 interface, u32 id, const u8 *bytes, u32 len);
void rk_can_send_register(rk_can_send_fn send);
s64 rk_can_send(void *data, u32 interface, u32 id, const u8 *bytes, u32 len);

/* table.c: the loaded programs. */
struct rk_entry {
	struct list_head node;
	u32 id;
	u32 users; /* descriptors of its ring buffers */
	struct rk_program *prog;
	struct rk_link *link;      /* NULL: in no slot */
	bool failed;               /* overran too often: paused, detached by a worker */
	bool halted;               /* frozen by a signed command */
	u64 nmi, missed, bypassed; /* of links that it had */
};
u32 rk_entry_place(const struct rk_entry *e);   /* enum rk_uapi_place */
u32 rk_entry_peer(const struct rk_entry *e);    /* id of what has the other slot; 0 */
bool rk_entry_active(const struct rk_entry *e); /* it is what runs at its link */
/* An interlock (fail action keep or stop): plain requests neither detach it nor write its maps. */
bool rk_entry_guarded(const struct rk_entry *e);
bool rk_map_guarded(const struct rk_map *m); /* an interlock uses it */
enum { RK_MAX_ENTRIES = 64 };
struct rk_entry *rk_entry_find(u32 id);
struct rk_entry *rk_entry_after(u32 id);  /* the lowest id above */
struct rk_entry *rk_entry_new(void);      /* NULL: no room, or no memory */
void rk_entry_cancel(struct rk_entry *e); /* the newest: nothing was loaded */
u32 rk_entry_count(void);
int rk_entry_unload(struct rk_entry *e, const char **why);
void rk_entries_clear(void); /* module exit: detach and unload all */

/* attach.c: entries at links. All may sleep. */
int rk_entry_attach(struct rk_entry *e, const char **why);
/* An interlock obeys only what was commanded by a signature. */
int rk_entry_detach(struct rk_entry *e, bool commanded, const char **why);
/* Its events pass by, until the end of that or the next attach or replace. */
int rk_entry_halt(struct rk_entry *e, bool on, const char **why);
void rk_entry_drop(struct rk_entry *e); /* out of its slot, guarded or not */
/* `with`, loaded for the same hook, runs in place of e, which stays in the other slot. */
int rk_entry_replace(struct rk_entry *e, struct rk_entry *with, bool reset_maps, const char **why);
int rk_entry_rollback(struct rk_entry *e, const char **why);
void rk_freeze(bool on); /* tracing programs see no events; interlocks do */
bool rk_frozen(void);
u32 rk_periodic_ppm(void); /* demand of the admitted timers, parts per million of a CPU */
void rk_attach_init(void);
void rk_attach_fini(void); /* no program runs any more */

/* selftest.c: 0, or a negative errno after a message. After everything but the device. */
int rk_selftest(void);

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

/* output.c. Any context: the configured outputs of the mask are driven to their stopped value and
 * stay there until they are armed again. */
void rk_output_stop(u32 mask);
DECLARE_PER_CPU(bool, rk_output_direct); /* rk_hook_ops.direct of the program that runs */

/* dev.c, dev_admin.c, dev_command.c, dev_output.c and dev_map.c: each asks the next for what is not
 * its own */
int rk_dev_init(void);
void rk_dev_fini(void);
int rk_from_user(void *to, const void __user *from, size_t n); /* 0 or -EFAULT; so is the next */
int rk_to_user(void __user *to, const void *from, size_t n);
bool rk_sealed(void); /* keys and outputs cannot change any more */
/* A request that asks: *req is copied in, fill answers under rk_mutex (0 or -errno), copied out. */
long rk_dev_query(void __user *arg, void *req, size_t size, long (*fill)(void *req));
long rk_dev_admin(unsigned int cmd, void __user *arg);
long rk_dev_command(unsigned int cmd, void __user *arg);
long rk_dev_map(unsigned int cmd, void __user *arg); /* -ENOTTY: not its request */
/* The element of a map of e that a signed command writes; under rk_mutex. */
struct rk_command;
int rk_dev_map_command(struct rk_entry *e, const struct rk_command *c, const char **why);
long rk_dev_output(unsigned int cmd, void __user *arg);

#endif
