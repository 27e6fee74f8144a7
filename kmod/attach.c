/* SPDX-License-Identifier: MIT */
/*
 * Entries at links: attach, detach, and the two slots of replace and rollback. All under rk_mutex.
 * A link belongs to the programs of its slot and is freed by the detach of the one that runs. An
 * interlock (fail action keep or stop) gives way only to a signed image that is no weaker, or to a
 * signed command: plain requests neither detach nor freeze it.
 */
#include <linux/irq_work.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "edf.h"
#include "kmod.h"
#include "program.h"

static bool frozen;
static struct rk_sched periodic; /* worst cases of the timers, as if they shared one CPU */

static struct rk_entry *entry_of(const struct rk_program *p)
{
	return p ? p->host : NULL;
}

static bool is_interlock(const struct rk_entry *e)
{
	return e->prog->manifest.fail_action != RKB_FAIL_DETACH;
}

bool rk_entry_active(const struct rk_entry *e)
{
	return e->link && e->link->slot.active == e->prog;
}

u32 rk_entry_place(const struct rk_entry *e)
{
	if (!e->link)
		return RK_PLACE_NONE;
	return rk_entry_active(e) ? RK_PLACE_RUNS : RK_PLACE_SPARE;
}

u32 rk_entry_peer(const struct rk_entry *e)
{
	const struct rk_slot *s = e->link ? &e->link->slot : NULL;
	const struct rk_entry *peer =
		s ? entry_of(s->active == e->prog ? s->previous : s->active) : NULL;

	return peer ? peer->id : 0;
}

bool rk_entry_guarded(const struct rk_entry *e)
{
	return is_interlock(e) && rk_entry_active(e);
}

bool rk_map_guarded(const struct rk_map *m)
{
	for (struct rk_entry *e = NULL; (e = rk_entry_after(e ? e->id : 0));)
		for (u32 i = 0; is_interlock(e) && i < e->prog->n_maps; i++)
			if (e->prog->maps[i] == m)
				return true;
	return false;
}

/* The link's counts belong to the program that ran there. */
static void harvest(struct rk_entry *e, struct rk_link *link)
{
	e->nmi += (u64)atomic64_xchg(&link->nmi, 0);
	e->missed += (u64)atomic64_xchg(&link->missed, 0);
	e->bypassed += (u64)atomic64_xchg(&link->bypassed, 0);
}

static void set_paused(struct rk_link *link)
{
	const struct rk_entry *e = entry_of(link->slot.active);

	WRITE_ONCE(link->paused, e->failed || e->halted || (frozen && !is_interlock(e)));
}

static void begin(struct rk_entry *e, struct rk_link *link)
{
	e->link = link;
	e->failed = e->halted = false;
	e->nmi = e->missed = e->bypassed = 0;
	rk_prog_pardon(e->prog); /* a rolled-back program begins anew, too */
}

/* ---- attach and detach ---- */
static int check_outputs(const struct rk_program *p, const char **why)
{
	const struct rkb_manifest *m = &p->manifest;
	u32 outputs = p->rt->world.outputs;

	*why = "the program stops outputs where it fails, and none is configured";
	if (m->fail_action == RKB_FAIL_STOP && !outputs)
		return RK_EOUTPUT;
	*why = "the program makes the emergency stop, and no output of it is configured";
	if (m->stops && !outputs)
		return RK_EOUTPUT;
	*why = "the program's emergency stop names an output that is not configured";
	return m->stop_mask & ~outputs ? RK_EOUTPUT : RK_OK;
}

static int decode_attach(const struct rk_entry *e, struct rk_hook *hook, const char **why)
{
	*why = "program is attached already";
	if (e->link)
		return RK_EEXIST;
	if (rk_hook_parse(e->prog->manifest.section, hook, why))
		return RK_EIMPORT;
	return check_outputs(e->prog, why);
}

static int admit(struct rk_link *link, const struct rk_program *p, const char **why)
{
	const struct rkb_manifest *m = &p->manifest;

	if (!m->period_ns)
		return RK_OK;
	return rk_sched_add(&periodic, &link->slot, m->period_ns, m->worst_ns, 0, why);
}

/* Nothing of the link runs afterwards. */
static void close_link(struct rk_link *link)
{
	rk_slot_detach(&link->slot);
	synchronize_rcu(); /* events that loaded the slot before have returned */
	rk_sched_remove(&periodic, &link->slot);
	rk_hook_put(link->ops);
	kfree(link);
}

static int open_link(struct rk_entry *e, struct rk_link *link, const char **why)
{
	int err = admit(link, e->prog, why);

	if (err)
		return err;
	*why = "program has no code";
	err = rk_slot_attach(&link->slot, e->prog);
	if (err)
		return err;
	begin(e, link);
	set_paused(link);
	return link->ops->attach(link, why);
}

int rk_entry_attach(struct rk_entry *e, const char **why)
{
	struct rk_link *link = kzalloc(sizeof(*link), GFP_KERNEL);
	int err;

	*why = "no memory for the hook";
	if (!link)
		return RK_ENOMEM;
	err = decode_attach(e, &link->hook, why);
	if (err) {
		kfree(link);
		return err;
	}
	link->ops = rk_hook_get(link->hook.id, why);
	if (!link->ops) {
		kfree(link);
		return RK_EHOOK;
	}
	err = open_link(e, link, why);
	if (!err)
		return RK_OK;
	close_link(link);
	e->link = NULL;
	return err;
}

void rk_entry_drop(struct rk_entry *e)
{
	struct rk_link *link = e->link;
	struct rk_entry *spare;

	if (!link)
		return;
	WRITE_ONCE(e->link, NULL);
	if (link->slot.active != e->prog) {
		rk_slot_forget(&link->slot);
		return;
	}
	spare = entry_of(link->slot.previous);
	if (spare)
		spare->link = NULL;
	link->ops->detach(link);
	harvest(e, link);
	close_link(link);
}

static const char *const guarded =
	"the program is an interlock (fail action keep or stop): it obeys signed commands alone";

int rk_entry_detach(struct rk_entry *e, bool commanded, const char **why)
{
	*why = "program is not attached";
	if (!e->link)
		return RK_ENOENT;
	*why = "program is in the spare slot: unload it, or roll back to it";
	if (!rk_entry_active(e))
		return RK_ENOENT;
	*why = guarded;
	if (is_interlock(e) && !commanded)
		return RK_EPERM;
	rk_entry_drop(e);
	return RK_OK;
}

int rk_entry_halt(struct rk_entry *e, bool on, const char **why)
{
	*why = "program is not running at a hook";
	if (!rk_entry_active(e))
		return RK_ENOENT;
	e->halted = on;
	set_paused(e->link);
	synchronize_rcu(); /* what ran before has returned */
	return RK_OK;
}

/* ---- replace and rollback ---- */
static bool same(const void *a, const void *b, size_t n)
{
	return !memcmp(a, b, n);
}

/* What runs in an interlock's place was signed to be it, is no older and fails no more openly. */
static int check_succession(
	const struct rk_program *old, const struct rk_program *p, const char **why)
{
	*why = "the program has a weaker fail action than the one that runs";
	if (p->manifest.fail_action < old->manifest.fail_action)
		return RK_EPERM;
	if (old->manifest.fail_action == RKB_FAIL_DETACH)
		return RK_OK;
	*why = "an interlock is replaced only by an image of its own key and name";
	if (!same(old->keynum, p->keynum, sizeof(p->keynum)) ||
		!same(old->name, p->name, sizeof(p->name)))
		return RK_EPERM;
	*why = "an interlock is not replaced by an older version of itself";
	return p->counter < old->counter ? RK_EPERM : RK_OK;
}

static int decode_replace(const struct rk_entry *e, const struct rk_entry *with, const char **why)
{
	*why = "a program cannot replace itself";
	if (e == with)
		return RK_EEXIST;
	*why = "the program to be replaced is not running at a hook";
	if (!rk_entry_active(e))
		return RK_ENOENT;
	*why = "the new program has a slot already";
	if (with->link)
		return RK_EBUSY;
	*why = "a ring buffer of the new program is open, and its maps may be exchanged";
	if (with->users)
		return RK_EBUSY;
	*why = "the new program is for another hook";
	if (!same(e->prog->manifest.section, with->prog->manifest.section, RK_MAX_SECTION))
		return RK_EHOOK;
	if (check_outputs(with->prog, why))
		return RK_EOUTPUT;
	return check_succession(e->prog, with->prog, why);
}

static int readmit(struct rk_link *link, const struct rk_program *p, const char **why)
{
	return p->manifest.period_ns
		       ? rk_sched_change(&periodic, &link->slot, p->manifest.worst_ns, why)
		       : RK_OK;
}

/* When it returns, no event has what was read before. */
static void resize(struct rk_link *link, u32 ctx_bytes)
{
	if (!link->ops->resize)
		return;
	link->ops->resize(link, ctx_bytes);
	synchronize_rcu();
}

/*
 * Between the two programs an event has what either reads. At the end no event of before is left in
 * the one that lost its place. If that failed in its last run, it has paused the link of its
 * successor.
 */
static void exchange(struct rk_entry *from, struct rk_entry *to, struct rk_link *link)
{
	u32 was = from->prog->manifest.ctx_bytes, is = to->prog->manifest.ctx_bytes;

	begin(to, link);
	resize(link, was > is ? was : is);
	rk_slot_replace(&link->slot, to->prog);
	set_paused(link);
	synchronize_rcu();
	resize(link, is);
	set_paused(link);
	harvest(from, link);
}

int rk_entry_replace(struct rk_entry *e, struct rk_entry *with, bool reset_maps, const char **why)
{
	struct rk_link *link = e->link;
	int err = decode_replace(e, with, why);
	struct rk_entry *spare;

	if (!err && link->ops->accept)
		err = link->ops->accept(link, with->prog, why);
	if (!err)
		err = readmit(link, with->prog, why);
	if (err)
		return err;
	err = rk_program_adopt(with->prog, e->prog, reset_maps, why);
	if (err) {
		const char *unused;

		readmit(link, e->prog, &unused); /* it was admitted before */
		return err;
	}
	spare = entry_of(link->slot.previous);
	if (spare)
		spare->link = NULL;
	exchange(e, with, link);
	return RK_OK;
}

/*
 * To the version before, which was attached by the same rules: only weakening it is refused. Maps
 * that both share keep their contents.
 */
int rk_entry_rollback(struct rk_entry *e, const char **why)
{
	struct rk_link *link = e->link;
	struct rk_entry *back;
	int err;

	*why = "program is not running at a hook";
	if (!rk_entry_active(e))
		return RK_ENOENT;
	back = entry_of(link->slot.previous);
	*why = "there is no earlier program in the spare slot";
	if (!back)
		return RK_ENOENT;
	*why = "the program has a weaker fail action than the one that runs";
	if (back->prog->manifest.fail_action < e->prog->manifest.fail_action)
		return RK_EPERM;
	err = readmit(link, back->prog, why);
	if (err)
		return err;
	exchange(e, back, link);
	return RK_OK;
}

/* ---- freeze, and programs that fail ---- */
void rk_freeze(bool on)
{
	frozen = on;
	for (struct rk_entry *e = NULL; (e = rk_entry_after(e ? e->id : 0));)
		if (rk_entry_active(e))
			set_paused(e->link);
	synchronize_rcu(); /* what ran unfrozen has returned */
}

bool rk_frozen(void)
{
	return frozen;
}

u32 rk_periodic_ppm(void)
{
	return rk_sched_load_ppm(&periodic);
}

static void detach_failed(struct work_struct *work)
{
	mutex_lock(&rk_mutex);
	for (struct rk_entry *e = NULL; (e = rk_entry_after(e ? e->id : 0));) {
		if (!READ_ONCE(e->failed) || !rk_entry_active(e))
			continue;
		pr_warn("rkbpf: program %u '%s' ran longer than %llu ns too often: detached\n",
			e->id, e->prog->name, e->prog->limit_ns);
		rk_entry_drop(e);
	}
	mutex_unlock(&rk_mutex);
}
static DECLARE_WORK(detacher, detach_failed);

static void start_detacher(struct irq_work *work)
{
	schedule_work(&detacher);
}
static DEFINE_IRQ_WORK(starter, start_detacher);

/* Any context, while the program runs: its link, if it is not being detached, outlives the run. */
static void program_failed(void *data, struct rk_program *p)
{
	struct rk_entry *e = entry_of(p);
	struct rk_link *link = READ_ONCE(e->link);

	WRITE_ONCE(e->failed, true);
	if (link)
		WRITE_ONCE(link->paused, true);
	irq_work_queue(&starter);
}

void rk_attach_init(void)
{
	rk_runtime.world.failed = program_failed;
}

void rk_attach_fini(void)
{
	irq_work_sync(&starter);
	cancel_work_sync(&detacher);
}
