/* SPDX-License-Identifier: MIT */
/*
 * /dev/rkbpf: maps of loaded programs. The caller states the sizes that it means; they must be the
 * map's. Keys and values pass through buffers of the kernel: user memory is touched before and
 * after rk_mutex is held, never under it. Programs may run meanwhile: a value is copied in words of
 * 8 bytes.
 */
#include <linux/mm.h>
#include <linux/uaccess.h>

#include "command.h"
#include "kmod.h"
#include "map.h"

enum { MAX_KEY = RKC_MAX_KEY }; /* map.c allows no longer one */

static struct rk_map *map_of(u32 id, u32 index)
{
	struct rk_entry *e = rk_entry_find(id);

	return e && index < e->prog->n_maps ? e->prog->maps[index] : NULL;
}

static long fill_info(void *req)
{
	struct rk_uapi_map *out = req;
	const struct rk_map *m = map_of(out->id, out->index);

	if (!m)
		return -ENOENT;
	out->type = m->attr.type;
	out->key_size = m->attr.key_size;
	out->value_size = m->attr.value_size;
	out->max_entries = m->attr.max_entries;
	out->flags = m->attr.flags;
	out->zero = 0;
	out->drops = m->attr.type == RK_MAP_RINGBUF ? rk_ring_drops(m) : 0;
	memcpy(out->name, m->attr.name, sizeof(out->name));
	return 0;
}

static long map_info(void __user *arg)
{
	struct rk_uapi_map out;

	return rk_dev_query(arg, &out, sizeof(out), fill_info);
}

/* One request on one element: all that may be wrong with it is found before anything is done. */
struct access {
	struct rk_uapi_elem req;
	struct rk_map *map;
	u8 *key, *value; /* one allocation, 8-byte aligned */
	bool commanded;  /* by a signature: interlocks obey */
};

static bool takes_value(unsigned int cmd)
{
	return cmd == RK_IOC_MAP_LOOKUP || cmd == RK_IOC_MAP_UPDATE || cmd == RK_IOC_MAP_POP;
}

static bool is_queue(const struct rk_map *m)
{
	return m->attr.type == RK_MAP_QUEUE || m->attr.type == RK_MAP_STACK;
}

/* Arrays and hash tables have elements by key, queues and stacks a next one. */
static bool serves(const struct rk_map *m, unsigned int cmd)
{
	if (is_queue(m))
		return takes_value(cmd);
	return cmd != RK_IOC_MAP_POP && rk_map_row(m->attr.type)->flags & RK_MAPF_LOOKUP;
}

/* What was signed as constant stays so, and an interlock's maps are written by nobody but it. */
static bool may_write(const struct access *a)
{
	return !(a->map->attr.flags & RK_MAP_F_RDONLY_PROG) &&
	       (a->commanded || !rk_map_guarded(a->map));
}

/* Copied in and bounded; what the map has to say comes in decode(). a->key is to be freed. */
static long copy_in(struct access *a, unsigned int cmd, void __user *arg)
{
	const struct rk_uapi_elem *r = &a->req;
	size_t key_room;

	if (rk_from_user(&a->req, arg, sizeof(a->req)))
		return -EFAULT;
	if (r->key_size > MAX_KEY || (!r->key_size && !takes_value(cmd)) ||
		r->value_size > RK_POOL_DEFAULT)
		return -EINVAL;
	key_room = ALIGN(r->key_size, 8);
	a->key = kvzalloc(8 + key_room + ALIGN(max(r->value_size, r->key_size), 8), GFP_KERNEL);
	if (!a->key)
		return -ENOMEM;
	a->value = a->key + key_room;
	if ((r->key || cmd != RK_IOC_MAP_NEXT) &&
		rk_from_user(a->key, u64_to_user_ptr(r->key), r->key_size))
		return -EFAULT;
	if (cmd == RK_IOC_MAP_UPDATE &&
		rk_from_user(a->value, u64_to_user_ptr(r->value), r->value_size))
		return -EFAULT;
	return 0;
}

static long decode(struct access *a, unsigned int cmd)
{
	const struct rk_uapi_elem *r = &a->req;
	const struct rk_map_attr *attr;

	a->map = map_of(r->id, r->index);
	if (!a->map)
		return -ENOENT;
	attr = &a->map->attr;
	if (!serves(a->map, cmd))
		return -EOPNOTSUPP;
	if (r->key_size != attr->key_size || r->zero)
		return -EINVAL;
	if (r->value_size != (takes_value(cmd) ? attr->value_size : 0))
		return -EINVAL;
	if (r->flags && cmd != RK_IOC_MAP_UPDATE)
		return -EINVAL;
	if (r->cpu >= a->map->n_cpus || (r->cpu && !takes_value(cmd)))
		return -EINVAL;
	if (cmd != RK_IOC_MAP_LOOKUP && cmd != RK_IOC_MAP_NEXT && !may_write(a))
		return -EROFS;
	return 0;
}

static int commit(struct access *a, unsigned int cmd)
{
	const struct rk_uapi_elem *r = &a->req;

	if (is_queue(a->map) && cmd != RK_IOC_MAP_UPDATE)
		return rk_queue_pop(a->map, a->value, cmd == RK_IOC_MAP_POP);
	switch (cmd) {
	case RK_IOC_MAP_LOOKUP: return rk_map_read(a->map, a->key, a->value, r->cpu);
	case RK_IOC_MAP_UPDATE: return rk_map_write(a->map, a->key, a->value, r->flags, r->cpu);
	case RK_IOC_MAP_DELETE: return rk_map_remove(a->map, a->key);
	default: return rk_map_next(a->map, r->key ? a->key : NULL, a->value);
	}
}

static long copy_out(const struct access *a, unsigned int cmd)
{
	u32 bytes = 0;

	if (cmd == RK_IOC_MAP_LOOKUP || cmd == RK_IOC_MAP_POP)
		bytes = a->req.value_size;
	else if (cmd == RK_IOC_MAP_NEXT)
		bytes = a->req.key_size;
	return rk_to_user(u64_to_user_ptr(a->req.value), a->value, bytes);
}

static long element(unsigned int cmd, void __user *arg)
{
	struct access a = {.key = NULL};
	long err = copy_in(&a, cmd, arg);

	if (!err) {
		mutex_lock(&rk_mutex);
		err = decode(&a, cmd);
		if (!err)
			err = -rk_errno(commit(&a, cmd));
		mutex_unlock(&rk_mutex);
	}
	if (!err)
		err = copy_out(&a, cmd);
	kvfree(a.key);
	return err;
}

int rk_dev_map_command(struct rk_entry *e, const struct rk_command *c, const char **why)
{
	const struct rkc_record *r = c->record;
	unsigned int cmd = r->action == RKC_MAP_DELETE ? RK_IOC_MAP_DELETE : RK_IOC_MAP_UPDATE;
	struct access a = {
		.req = {.id = e->id,
			.index = r->index,
			.key_size = r->key_size,
			.value_size = r->value_size,
			.cpu = r->cpu,
			.flags = r->flags},
		.key = (u8 *)c->key,
		.value = (u8 *)c->value,
		.commanded = true,
	};

	*why = "the map is constant, or has no such element";
	if (decode(&a, cmd))
		return RK_EINPUT;
	return commit(&a, cmd);
}

/* ---- time series ---- */
static int commit_series(struct rk_uapi_series *s, const u8 *key, u8 *out)
{
	struct rk_map *m = map_of(s->id, s->index);
	int n;

	if (!m)
		return -ENOENT;
	if (m->attr.type != RK_MAP_TIMESERIES)
		return -EOPNOTSUPP;
	if (s->key_size != m->attr.key_size)
		return -EINVAL;
	n = rk_series_query(m, key, s->window_ns, rk_plat_now_ns(), out, s->size);
	if (n < 0)
		return -rk_errno(n);
	s->count = (u32)n;
	return 0;
}

static long query_series(void __user *arg)
{
	struct rk_uapi_series s;
	u8 key[MAX_KEY], *out;
	long err = -EFAULT;

	if (rk_from_user(&s, arg, sizeof(s)))
		return -EFAULT;
	if (s.key_size > MAX_KEY || !s.size || s.size > RK_POOL_DEFAULT || s.size % 8)
		return -EINVAL;
	out = kvzalloc(s.size, GFP_KERNEL);
	if (!out)
		return -ENOMEM;
	if (!rk_from_user(key, u64_to_user_ptr(s.key), s.key_size)) {
		mutex_lock(&rk_mutex);
		err = commit_series(&s, key, out);
		mutex_unlock(&rk_mutex);
	}
	if (!err &&
		(rk_to_user(u64_to_user_ptr(s.out), out, s.size) || rk_to_user(arg, &s, sizeof(s))))
		err = -EFAULT;
	kvfree(out);
	return err;
}

static int commit_ring(const struct rk_uapi_ring *req)
{
	struct rk_map *m = map_of(req->id, req->index);

	if (!m)
		return -ENOENT;
	if (m->attr.type != RK_MAP_RINGBUF)
		return -EINVAL;
	return rk_ring_open(rk_entry_find(req->id), m);
}

static long open_ring(void __user *arg)
{
	struct rk_uapi_ring req;

	if (rk_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	if (req.zero)
		return -EINVAL;
	mutex_lock(&rk_mutex);
	req.fd = commit_ring(&req);
	mutex_unlock(&rk_mutex);
	if (req.fd < 0)
		return req.fd;
	/* Where this fails the descriptor stays the caller's, until it closes it or ends. */
	return rk_to_user(arg, &req, sizeof(req));
}

long rk_dev_map(unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case RK_IOC_MAP_INFO: return map_info(arg);
	case RK_IOC_MAP_LOOKUP:
	case RK_IOC_MAP_UPDATE:
	case RK_IOC_MAP_DELETE:
	case RK_IOC_MAP_NEXT:
	case RK_IOC_MAP_POP: return element(cmd, arg);
	case RK_IOC_SERIES: return query_series(arg);
	case RK_IOC_RING: return open_ring(arg);
	default: return -ENOTTY;
	}
}
