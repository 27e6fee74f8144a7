/* SPDX-License-Identifier: MIT */
/*
 * raw_tp/<name>, tp_btf/<name>: a tracepoint by name. The program gets the arguments that the
 * calling convention passes in registers (five on x86_64, seven on arm64), extended by the core
 * where the manifest knows their types. A name that the kernel proper lacks is a module's: the
 * program waits for it, loses it when the module goes, and gets it again when that comes back.
 */
#include <linux/list.h>
#include <linux/module.h>

#include "kmod.h"

#ifdef CONFIG_X86
static void probe(void *data, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5)
{
	u64 args[RKB_ARGS] = {a1, a2, a3, a4, a5}, ret;

	rk_link_run(data, args, &ret);
}
#else
static void probe(void *data, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7)
{
	u64 args[RKB_ARGS] = {a1, a2, a3, a4, a5, a6, a7}, ret;

	rk_link_run(data, args, &ret);
}
#endif

static int take(struct rk_link *link, struct tracepoint *tp)
{
	int err = tracepoint_probe_register(tp, (void *)probe, link);

	link->tp = err ? NULL : tp;
	return err;
}

static void release(struct rk_link *link)
{
	if (!link->tp)
		return;
	tracepoint_probe_unregister(link->tp, (void *)probe, link);
	link->tp = NULL;
	tracepoint_synchronize_unregister();
}

/* ---- modules ---- */

/*
 * The loaded modules with tracepoints and the links that wait for one or have one. The kernel calls
 * module_changed() under its own list's lock, so rk_mutex, under which attach comes, is not taken
 * there.
 */
static DEFINE_MUTEX(modules_lock);
static LIST_HEAD(modules);
static LIST_HEAD(links);

struct guest {
	struct list_head list;
	struct module *mod;
};

static struct tracepoint *find_in(const struct module *mod, const char *name)
{
#ifdef CONFIG_MODULES
	for (u32 i = 0; i < mod->num_tracepoints; i++) {
		struct tracepoint *tp = tracepoint_ptr_deref(&mod->tracepoints_ptrs[i]);

		if (!strcmp(tp->name, name))
			return tp;
	}
#endif
	return NULL;
}

static void module_came(struct module *mod)
{
	struct guest *g = kmalloc(sizeof(*g), GFP_KERNEL);
	struct rk_link *link;

	if (!g) {
		pr_warn("rkbpf: no memory to follow the tracepoints of %s\n", mod->name);
		return;
	}
	g->mod = mod;
	list_add(&g->list, &modules);
	list_for_each_entry(link, &links, waiting) {
		struct tracepoint *tp = link->tp ? NULL : find_in(mod, link->hook.device);

		if (tp && take(link, tp))
			pr_warn("rkbpf: tracepoint %s of %s was refused\n", tp->name, mod->name);
	}
}

static void module_left(struct module *mod)
{
	struct rk_link *link;
	struct guest *g, *next;

	list_for_each_entry(link, &links, waiting)
		if (link->tp && find_in(mod, link->hook.device) == link->tp)
			release(link);
	list_for_each_entry_safe(g, next, &modules, list)
		if (g->mod == mod) {
			list_del(&g->list);
			kfree(g);
		}
}

static int module_changed(struct notifier_block *nb, unsigned long event, void *data)
{
	struct tp_module *change = data;

	mutex_lock(&modules_lock);
	if (event == MODULE_STATE_COMING)
		module_came(change->mod);
	else if (event == MODULE_STATE_GOING)
		module_left(change->mod);
	mutex_unlock(&modules_lock);
	return NOTIFY_OK;
}

static struct notifier_block notifier = {.notifier_call = module_changed};

/* The kernel tells of the modules that are loaded already, and at the end says that they go. */
int rk_raw_tp_init(void)
{
	return register_tracepoint_module_notifier(&notifier);
}

void rk_raw_tp_fini(void)
{
	unregister_tracepoint_module_notifier(&notifier);
}

static int attach_to_module(struct rk_link *link)
{
	struct tracepoint *tp = NULL;
	struct guest *g;

	list_for_each_entry(g, &modules, list)
		if ((tp = find_in(g->mod, link->hook.device)))
			break;
	if (tp && take(link, tp))
		return RK_EHOOK;
	if (!tp)
		pr_info("rkbpf: %s waits for a module with this tracepoint\n", link->hook.section);
	list_add(&link->waiting, &links);
	return RK_OK;
}

static int attach(struct rk_link *link, const char **why)
{
	struct tracepoint *tp = rk_tracepoint_find(link->hook.device);
	int err;

	INIT_LIST_HEAD(&link->waiting);
	*why = "the kernel refused the tracepoint";
	if (tp)
		return take(link, tp) ? RK_EHOOK : RK_OK;
	mutex_lock(&modules_lock);
	err = attach_to_module(link);
	mutex_unlock(&modules_lock);
	return err;
}

static void detach(struct rk_link *link)
{
	mutex_lock(&modules_lock);
	list_del(&link->waiting);
	release(link);
	mutex_unlock(&modules_lock);
}

static bool waits(const struct rk_link *link)
{
	return !READ_ONCE(link->tp);
}

const struct rk_hook_ops rk_hook_raw_tp = {.attach = attach, .detach = detach, .waits = waits};
