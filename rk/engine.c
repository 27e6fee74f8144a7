/* SPDX-License-Identifier: MIT */
/* Signed blobs as native code. */
#include <dirent.h>
#include <string.h>

#include "cmd.h"
#include "engine.h"
#include "interp.h"
#include "sign.h"

int rk_engine_trust(struct rk_engine *e, const char *path)
{
	struct rk_pubkey k;
	int err = rk_key_read_public(e->a, path, &k, &e->why);

	if (err)
		return err;
	err = rk_rt_key_add(e->rt, k.keynum, k.pk);
	if (err == RK_EEXIST)
		return RK_OK;
	if (err)
		e->why = rk_format(e->a, "%s: %s", path, rk_strerror(err));
	return err;
}

static bool signed_by(const struct rk_image *im, const struct rk_pubkey *k)
{
	for (u32 i = 0; i < im->sigs.n_sigs; i++)
		if (!memcmp(im->sig[i].keynum, k->keynum, RKB_KEYNUM))
			return true;
	return false;
}

/* Of the keys in the folder, those whose number the image carries: few, however many there are. */
static int trust_folder(struct rk_engine *e, const struct rk_image *im)
{
	const char *dir = rk_key_dir(e->a), *unread;
	DIR *d = opendir(dir);
	struct dirent *f;
	int err = RK_OK;

	e->why = rk_format(e->a, "no key folder %s: 'rk key generate' makes a key", dir);
	if (!d)
		return RK_ENOKEY;
	while (!err && (f = readdir(d))) {
		const char *dot = strrchr(f->d_name, '.');
		struct rk_pubkey k;
		char *path = rk_format(e->a, "%s/%s", dir, f->d_name);

		if (!dot || strcmp(dot, ".pub") || rk_key_read_public(e->a, path, &k, &unread))
			continue;
		if (signed_by(im, &k))
			err = rk_engine_trust(e, path);
	}
	closedir(d);
	return err;
}

/* The image of this machine that carries the wanted program. */
static int pick_image(struct rk_engine *e, const u8 *file, size_t size, struct rk_image *out)
{
	struct rk_image im;
	const char *names = "";
	size_t off = 0;
	u32 n = 0;
	int err;

	while (!(err = rk_image_next(file, size, &off, &im, &e->why))) {
		if (im.header.arch != RK_ARCH_SELF)
			continue;
		if (e->program && strncmp(im.header.name, e->program, RK_MAX_NAME))
			continue;
		names = rk_format(e->a, "%s %.*s", names, RK_MAX_NAME - 1, im.header.name);
		*out = im;
		n++;
	}
	if (err != RK_ENOENT)
		return err;
	if (n > 1) {
		e->why = rk_format(e->a, "several programs:%s; choose one with --program", names);
		return RK_EINPUT;
	}
	e->why = e->program ? rk_format(e->a, "no program '%s' for this machine", e->program)
			    : "no image for this machine's architecture";
	return n ? RK_OK : RK_EARCH;
}

static int set_hook(struct rk_engine *e)
{
	int err = rk_hook_parse(e->p->manifest.section, &e->hook, &e->why);

	e->row = err ? NULL : rk_hook_row(e->hook.id);
	return err;
}

int rk_engine_native(struct rk_engine *e, const u8 *file, size_t size)
{
	struct rk_image im = {0};
	const char *why;
	int err = pick_image(e, file, size, &im);

	if (err)
		return err;
	if (e->key)
		err = rk_engine_trust(e, rk_key_file(e->a, e->key, false));
	else
		err = trust_folder(e, &im);
	if (err)
		return err;
	err = rk_rt_load(e->rt, im.bytes, im.size, &e->p, &why);
	if (err) {
		e->why = why ? rk_format(e->a, "%s: %s", rk_strerror(err), why) : rk_strerror(err);
		return err;
	}
	/* The signed limit is a robot's. Here another process may have the CPU at any time. */
	e->p->limit_ns = e->p->manifest.period_ns;
	e->name = "native";
	return set_hook(e);
}

void rk_engine_close(struct rk_engine *e)
{
	if (!e->p)
		return;
	if (e->source)
		rk_interp_detach(e->p);
	rk_rt_unload(e->p);
	e->p = NULL;
}
