/* SPDX-License-Identifier: MIT */
/*
 * /dev/rkbpf: keys and programs. Each request is copied in once, then decoded and committed under
 * rk_mutex, then answered: user memory, which may be slow on purpose, is never touched under it.
 * CAP_BPF or CAP_SYS_ADMIN is asked for at every request: a descriptor that was
 * handed on gives no rights.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/uaccess.h>

#include "kmod.h"
#include "pool.h"

/* One copy of each for the module: the kernel's are inlined where they are called. */
int rk_from_user(void *to, const void __user *from, size_t n)
{
	return copy_from_user(to, from, n) ? -EFAULT : 0;
}

int rk_to_user(void __user *to, const void *from, size_t n)
{
	return copy_to_user(to, from, n) ? -EFAULT : 0;
}

/* Static text of the core to a fixed field of the answer. */
static void put_why(char out[RK_WHY], const char *why)
{
	strscpy(out, why ? why : "", RK_WHY);
}

static void fill_info(struct rk_uapi_info *info)
{
	*info = (struct rk_uapi_info){
		.version = RK_UAPI_VERSION,
		.arch = RK_ARCH_SELF,
		.cpus = rk_runtime.n_cpus,
		.page = PAGE_SIZE,
		.programs = rk_entry_count(),
		.pool_size = rk_runtime.pool.size,
		.pool_used = rk_runtime.pool.used,
		.trace_dropped = rk_trace_dropped(),
	};

	for (u32 i = 0; i < RK_MAX_KEYS; i++)
		info->keys += rk_runtime.keys[i].used;
	rk_exec_usage(&info->arena_size, &info->arena_used);
}

static long get_info(void __user *arg)
{
	struct rk_uapi_info info;

	mutex_lock(&rk_mutex);
	fill_info(&info);
	mutex_unlock(&rk_mutex);
	return rk_to_user(arg, &info, sizeof(info));
}

static long add_key(void __user *arg)
{
	struct rk_uapi_key key;
	int err;

	if (rk_from_user(&key, arg, sizeof(key)))
		return -EFAULT;
	mutex_lock(&rk_mutex);
	err = rk_sealed() ? RK_ESEALED : rk_rt_key_add(&rk_runtime, key.keynum, key.pk);
	mutex_unlock(&rk_mutex);
	if (!err)
		pr_info("rkbpf: key %*phN is trusted\n", RKB_KEYNUM, key.keynum);
	return -rk_errno(err);
}

/* The caller's bytes are read once; what is checked is what is installed. */
static int decode_image(const struct rk_uapi_load *req, void **image)
{
	*image = NULL;
	if (!req->size || req->size > RK_MAX_BLOB)
		return req->size ? RK_ETOOBIG : RK_ETRUNC;
	*image = kvmalloc(req->size, GFP_KERNEL);
	if (!*image)
		return RK_ENOMEM;
	if (!rk_from_user(*image, u64_to_user_ptr(req->image), req->size))
		return RK_OK;
	kvfree(*image);
	*image = NULL;
	return RK_EFAULT;
}

static void log_loaded(const struct rk_entry *e)
{
	const struct rk_program *p = e->prog;

	pr_info("rkbpf: program %u '%s' for %s: key %*phN, counter %llu, sha3 %*phN\n", e->id,
		p->name, p->manifest.section, RKB_KEYNUM, p->keynum, p->counter, 32, p->sha3);
}

static int commit_load(const void *image, struct rk_uapi_load *req, const char **why)
{
	struct rk_entry *e = rk_entry_new();
	int err;

	*why = "no room for another program";
	if (!e)
		return RK_ETOOBIG;
	err = rk_rt_load(&rk_runtime, image, req->size, &e->prog, why);
	if (err) {
		rk_entry_cancel(e);
		return err;
	}
	e->prog->host = e;
	req->id = e->id;
	log_loaded(e);
	return RK_OK;
}

static long load(void __user *arg, bool dry)
{
	struct rk_uapi_load req;
	const char *why = NULL;
	void *image;
	int err;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	req.id = 0;
	err = decode_image(&req, &image);
	mutex_lock(&rk_mutex);
	if (!err && dry)
		err = rk_rt_check(&rk_runtime, image, req.size, &why);
	else if (!err)
		err = commit_load(image, &req, &why);
	mutex_unlock(&rk_mutex);
	kvfree(image);
	req.error = err;
	put_why(req.why, why ? why : err ? rk_strerror(err) : NULL);
	if (err)
		pr_notice_ratelimited("rkbpf: image refused: %s (%s)\n", req.why, rk_strerror(err));
	if (rk_to_user(arg, &req, sizeof(req)))
		return -EFAULT; /* loaded or not: PROG_NEXT shows it */
	return -rk_errno(err);
}

static int commit_act(unsigned int cmd, struct rk_entry *e, const char **why)
{
	switch (cmd) {
	case RK_IOC_ATTACH: return rk_entry_attach(e, why);
	case RK_IOC_DETACH: return rk_entry_detach(e, false, why);
	case RK_IOC_ROLLBACK: return rk_entry_rollback(e, why);
	default: return rk_entry_unload(e, why);
	}
}

static long act(unsigned int cmd, void __user *arg)
{
	struct rk_uapi_act req;
	const char *why = "no such program";
	struct rk_entry *e;
	int err = RK_ENOENT;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	mutex_lock(&rk_mutex);
	e = rk_entry_find(req.id);
	if (e)
		err = commit_act(cmd, e, &why);
	mutex_unlock(&rk_mutex);
	req.error = err;
	put_why(req.why, err ? why : NULL);
	if (rk_to_user(arg, &req, sizeof(req)))
		return -EFAULT;
	return -rk_errno(err);
}

static long replace(void __user *arg)
{
	struct rk_uapi_replace req;
	const char *why = "no such program";
	struct rk_entry *e, *with;
	int err = RK_ENOENT;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	mutex_lock(&rk_mutex);
	e = rk_entry_find(req.id);
	with = rk_entry_find(req.with);
	if (req.flags & ~(u32)RK_REPLACE_RESET_MAPS) {
		err = RK_EINPUT;
		why = "unknown flags";
	} else if (e && with) {
		err = rk_entry_replace(e, with, req.flags & RK_REPLACE_RESET_MAPS, &why);
	}
	mutex_unlock(&rk_mutex);
	req.error = err;
	put_why(req.why, err ? why : NULL);
	if (rk_to_user(arg, &req, sizeof(req)))
		return -EFAULT;
	return -rk_errno(err);
}

long rk_dev_query(void __user *arg, void *req, size_t size, long (*fill)(void *req))
{
	long err;

	if (rk_from_user(req, arg, size))
		return -EFAULT;
	mutex_lock(&rk_mutex);
	err = fill(req);
	mutex_unlock(&rk_mutex);
	if (err)
		return err;
	return rk_to_user(arg, req, size);
}

static long fill_program(void *req)
{
	struct rk_uapi_prog *out = req;
	const struct rk_entry *e = rk_entry_after(out->id);

	if (!e)
		return -ENOENT;
	memset(out, 0, sizeof(*out));
	out->id = e->id;
	out->attached = rk_entry_place(e);
	out->n_maps = e->prog->n_maps;
	out->text_bytes = (u32)e->prog->exec.size;
	out->counter = e->prog->counter;
	out->map_bytes = e->prog->map_bytes;
	memcpy(out->sha3, e->prog->sha3, sizeof(out->sha3));
	memcpy(out->name, e->prog->name, sizeof(out->name));
	memcpy(out->section, e->prog->manifest.section, sizeof(out->section));
	return 0;
}

static long next_program(void __user *arg)
{
	struct rk_uapi_prog out;

	return rk_dev_query(arg, &out, sizeof(out), fill_program);
}

static long fill_stats(void *req)
{
	struct rk_uapi_stats *out = req;
	const struct rk_entry *e = rk_entry_find(out->id);
	struct rk_stats sum;

	if (out->zero)
		return -EINVAL;
	if (!e)
		return -ENOENT;
	rk_prog_stats(e->prog, &sum);
	out->runs = sum.runs;
	out->timed = sum.timed;
	out->ns_total = sum.ns_total;
	out->ns_max = sum.ns_max;
	out->skips = sum.skips;
	out->overruns = sum.overruns;
	out->drops = sum.drops;
	out->nmi = e->nmi;
	out->missed = e->missed;
	if (!rk_entry_active(e))
		return 0;
	out->nmi += (u64)atomic64_read(&e->link->nmi);
	out->missed += (u64)atomic64_read(&e->link->missed);
	return 0;
}

static long get_stats(void __user *arg)
{
	struct rk_uapi_stats out;

	return rk_dev_query(arg, &out, sizeof(out), fill_stats);
}

static long request(unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case RK_IOC_INFO: return get_info(arg);
	case RK_IOC_KEY_ADD: return add_key(arg);
	case RK_IOC_CHECK: return load(arg, true);
	case RK_IOC_LOAD: return load(arg, false);
	case RK_IOC_ATTACH:
	case RK_IOC_DETACH:
	case RK_IOC_UNLOAD:
	case RK_IOC_ROLLBACK: return act(cmd, arg);
	case RK_IOC_REPLACE: return replace(arg);
	case RK_IOC_PROG_NEXT: return next_program(arg);
	case RK_IOC_STATS: return get_stats(arg);
	default: return rk_dev_admin(cmd, arg);
	}
}

static bool allowed(void)
{
	return capable(CAP_BPF) || capable(CAP_SYS_ADMIN);
}

static long dev_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return allowed() ? request(cmd, (void __user *)arg) : -EPERM;
}

static int dev_open(struct inode *inode, struct file *file)
{
	return allowed() ? 0 : -EPERM;
}

static const struct file_operations dev_ops = {
	.owner = THIS_MODULE,
	.open = dev_open,
	.unlocked_ioctl = dev_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.llseek = noop_llseek,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "rkbpf",
	.fops = &dev_ops,
	.mode = 0600,
};

int rk_dev_init(void)
{
	return misc_register(&device);
}

void rk_dev_fini(void)
{
	misc_deregister(&device);
}
