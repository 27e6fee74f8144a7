/* SPDX-License-Identifier: MIT */
/*
 * /dev/rkbpf: signed commands, what an interlock obeys besides a newer version of itself. The
 * module gives out a challenge; a command answers it once. An authentic command uses it up whether
 * it can be carried out or not: none lies about to be played when it fits.
 */
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/uaccess.h>

#include "command.h"
#include "kmod.h"

/* Under rk_mutex. */
static struct {
	u8 nonce[RKC_NONCE];
	u64 end; /* boot time in ns; 0: none is open */
} open_challenge;

static bool is_open(u64 now)
{
	return now < open_challenge.end;
}

/* One at a time, so that nobody makes it void for others by asking again. */
static long challenge(void __user *arg)
{
	struct rk_uapi_challenge out = {.zero = 0};
	u8 fresh[RKC_NONCE];
	long err = get_random_bytes_wait(fresh, sizeof(fresh));
	u64 now;

	if (err)
		return err;
	mutex_lock(&rk_mutex);
	now = rk_plat_clock_ns(RK_CLOCK_BOOT);
	if (!is_open(now)) {
		memcpy(open_challenge.nonce, fresh, sizeof(fresh));
		open_challenge.end = now + RKC_SECONDS * 1000000000ull;
	}
	memcpy(out.nonce, open_challenge.nonce, sizeof(out.nonce));
	out.seconds = (u32)((open_challenge.end - now) / 1000000000);
	mutex_unlock(&rk_mutex);
	return rk_to_user(arg, &out, sizeof(out));
}

static int unload(struct rk_entry *e, const char **why)
{
	int err = RK_OK;

	*why = "a ring buffer of the program is open";
	if (e->users)
		return RK_EBUSY;
	if (rk_entry_active(e))
		err = rk_entry_detach(e, true, why);
	return err ? err : rk_entry_unload(e, why);
}

static int carry_out(struct rk_entry *e, const struct rk_command *c, const char **why)
{
	const struct rkc_record *r = c->record;

	switch (r->action) {
	case RKC_DETACH: return rk_entry_detach(e, true, why);
	case RKC_UNLOAD: return unload(e, why);
	case RKC_FREEZE: return rk_entry_halt(e, true, why);
	case RKC_THAW: return rk_entry_halt(e, false, why);
	default: return rk_dev_map_command(e, c, why);
	}
}

static int obey(const void *bytes, size_t size, const char **why)
{
	static const char *const done[] = {[RKC_DETACH] = "detached",
		[RKC_UNLOAD] = "unloaded",
		[RKC_FREEZE] = "frozen",
		[RKC_THAW] = "thawed",
		[RKC_MAP_UPDATE] = "map written",
		[RKC_MAP_DELETE] = "map written"};
	struct rk_command c;
	struct rk_entry *e;
	int err;

	*why = "no challenge is open: ask for one, and sign for it";
	if (!is_open(rk_plat_clock_ns(RK_CLOCK_BOOT)))
		return RK_ECHALLENGE;
	err = rk_command_check(&rk_runtime, bytes, size, open_challenge.nonce, &c, why);
	if (err)
		return err;
	open_challenge.end = 0;
	*why = "no such program";
	e = rk_entry_find(c.record->id);
	if (!e)
		return RK_ENOENT;
	err = rk_command_fits(&c, e->prog, why);
	if (!err)
		err = carry_out(e, &c, why);
	if (!err)
		pr_info("rkbpf: program %u '%.*s': %s by a command of key %*phN\n", c.record->id,
			RK_MAX_NAME, c.record->name, done[c.record->action], RKB_KEYNUM,
			c.sig->keynum);
	return err;
}

/* The caller's bytes are read once; what is checked is what is obeyed. */
static int decode(const struct rk_uapi_command *req, void **bytes)
{
	*bytes = NULL;
	if (req->size < RKC_LEAST || req->size > RKC_MOST)
		return req->size < RKC_LEAST ? RK_ETRUNC : RK_ETOOBIG;
	*bytes = kvmalloc(req->size, GFP_KERNEL);
	if (!*bytes)
		return RK_ENOMEM;
	return rk_from_user(*bytes, u64_to_user_ptr(req->command), req->size) ? RK_EFAULT : RK_OK;
}

static long command(void __user *arg)
{
	struct rk_uapi_command req;
	const char *why = NULL;
	void *bytes;
	int err;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	if (req.zero)
		return -EINVAL;
	err = decode(&req, &bytes);
	if (!err) {
		mutex_lock(&rk_mutex);
		err = obey(bytes, req.size, &why);
		mutex_unlock(&rk_mutex);
	}
	kvfree(bytes);
	req.error = err;
	strscpy(req.why, err ? why ? why : rk_strerror(err) : "", RK_WHY);
	if (err)
		pr_notice_ratelimited(
			"rkbpf: command refused: %s (%s)\n", req.why, rk_strerror(err));
	return rk_to_user(arg, &req, sizeof(req)) ? -EFAULT : -rk_errno(err);
}

static long allow_key(void __user *arg)
{
	struct rk_uapi_allow req;
	int err;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	if (req.zero)
		return -EINVAL;
	mutex_lock(&rk_mutex);
	err = rk_sealed() ? RK_ESEALED : rk_rt_key_allow(&rk_runtime, req.keynum, req.may);
	mutex_unlock(&rk_mutex);
	return -rk_errno(err);
}

long rk_dev_command(unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case RK_IOC_KEY_ALLOW: return allow_key(arg);
	case RK_IOC_CHALLENGE: return challenge(arg);
	case RK_IOC_COMMAND: return command(arg);
	default: return rk_dev_output(cmd, arg);
	}
}
