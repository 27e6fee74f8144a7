/* SPDX-License-Identifier: MIT */
/*
 * /dev/rkbpf: maps of loaded programs. The caller states the sizes that it means; they must be the
 * map's. Keys and values pass through buffers of the kernel: no lock is held while user memory is
 * touched but rk_mutex. Programs may run meanwhile: a value is copied in words of 8 bytes.
 */
#include <linux/mm.h>
#include <linux/uaccess.h>

#include "kmod.h"
#include "map.h"

static struct rk_map *map_of(u32 id, u32 index)
{
	struct rk_entry *e = rk_entry_find(id);

	return e && index < e->prog->n_maps ? e->prog->maps[index] : NULL;
}

static long map_info(void __user *arg)
{
	struct rk_uapi_map out;
	const struct rk_map *m;

	if (copy_from_user(&out, arg, sizeof(out)))
		return -EFAULT;
	m = map_of(out.id, out.index);
	if (!m)
		return -ENOENT;
	out.type = m->attr.type;
	out.key_size = m->attr.key_size;
	out.value_size = m->attr.value_size;
	out.max_entries = m->attr.max_entries;
	out.flags = m->attr.flags;
	out.zero = 0;
	out.drops = m->attr.type == RK_MAP_RINGBUF ? rk_ring_drops(m) : 0;
	memcpy(out.name, m->attr.name, sizeof(out.name));
	return copy_to_user(arg, &out, sizeof(out)) ? -EFAULT : 0;
}

/* One request on one element: all that may be wrong with it is found before anything is done. */
struct access {
	struct rk_uapi_elem req;
	struct rk_map *map;
	u8 *key, *value; /* one allocation, 8-byte aligned */
};

static bool takes_value(unsigned int cmd)
{
	return cmd == RK_IOC_MAP_LOOKUP || cmd == RK_IOC_MAP_UPDATE;
}

/* Arrays and hash tables have elements by key; the other types have their own ways. */
static bool has_elements(const struct rk_map *m)
{
	return rk_map_row(m->attr.type)->flags & RK_MAPF_LOOKUP;
}

static long decode_sizes(const struct access *a, unsigned int cmd)
{
	const struct rk_uapi_elem *r = &a->req;
	const struct rk_map_attr *attr = &a->map->attr;

	if (!has_elements(a->map))
		return -EOPNOTSUPP;
	if (r->key_size != attr->key_size || r->zero)
		return -EINVAL;
	if (r->value_size != (takes_value(cmd) ? attr->value_size : 0))
		return -EINVAL;
	if (r->flags && cmd != RK_IOC_MAP_UPDATE)
		return -EINVAL;
	if (r->cpu >= a->map->n_cpus || (r->cpu && !takes_value(cmd)))
		return -EINVAL;
	if (cmd == RK_IOC_MAP_UPDATE && attr->flags & RK_MAP_F_RDONLY_PROG)
		return -EPERM; /* what was signed as constant stays so */
	return 0;
}

/* On success a->key is to be freed. */
static long decode(struct access *a, unsigned int cmd, void __user *arg)
{
	size_t key_room, value_room;
	long err;

	if (copy_from_user(&a->req, arg, sizeof(a->req)))
		return -EFAULT;
	a->map = map_of(a->req.id, a->req.index);
	if (!a->map)
		return -ENOENT;
	err = decode_sizes(a, cmd);
	if (err)
		return err;
	key_room = ALIGN(a->req.key_size, 8);
	value_room = ALIGN(max(a->map->attr.value_size, a->req.key_size), 8);
	a->key = kvzalloc(key_room + value_room, GFP_KERNEL);
	if (!a->key)
		return -ENOMEM;
	a->value = a->key + key_room;
	if ((a->req.key || cmd != RK_IOC_MAP_NEXT) &&
		copy_from_user(a->key, u64_to_user_ptr(a->req.key), a->req.key_size))
		err = -EFAULT;
	if (!err && cmd == RK_IOC_MAP_UPDATE &&
		copy_from_user(a->value, u64_to_user_ptr(a->req.value), a->req.value_size))
		err = -EFAULT;
	if (err)
		kvfree(a->key);
	return err;
}

static long commit(struct access *a, unsigned int cmd)
{
	void __user *out = u64_to_user_ptr(a->req.value);
	u32 bytes = a->req.value_size;
	int err;

	switch (cmd) {
	case RK_IOC_MAP_LOOKUP: err = rk_map_read(a->map, a->key, a->value, a->req.cpu); break;
	case RK_IOC_MAP_UPDATE:
		return -rk_errno(rk_map_write(a->map, a->key, a->value, a->req.flags, a->req.cpu));
	case RK_IOC_MAP_DELETE: return -rk_errno(rk_map_remove(a->map, a->key));
	default:
		err = rk_map_next(a->map, a->req.key ? a->key : NULL, a->value);
		bytes = a->req.key_size;
	}
	if (err)
		return -rk_errno(err);
	return copy_to_user(out, a->value, bytes) ? -EFAULT : 0;
}

static long element(unsigned int cmd, void __user *arg)
{
	struct access a = {.key = NULL};
	long err = decode(&a, cmd, arg);

	if (err)
		return err;
	err = commit(&a, cmd);
	kvfree(a.key);
	return err;
}

static long open_ring(void __user *arg)
{
	struct rk_uapi_ring req;
	struct rk_map *m;

	if (copy_from_user(&req, arg, sizeof(req)))
		return -EFAULT;
	m = map_of(req.id, req.index);
	if (!m)
		return -ENOENT;
	if (req.zero || m->attr.type != RK_MAP_RINGBUF)
		return -EINVAL;
	req.fd = -1;
	if (copy_to_user(arg, &req, sizeof(req)))
		return -EFAULT; /* before a descriptor exists that nobody would learn of */
	req.fd = rk_ring_open(rk_entry_find(req.id), m);
	if (req.fd < 0)
		return req.fd;
	return copy_to_user(arg, &req, sizeof(req)) ? -EFAULT : 0;
}

long rk_dev_map(unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case RK_IOC_MAP_INFO: return map_info(arg);
	case RK_IOC_MAP_LOOKUP:
	case RK_IOC_MAP_UPDATE:
	case RK_IOC_MAP_DELETE:
	case RK_IOC_MAP_NEXT: return element(cmd, arg);
	case RK_IOC_RING: return open_ring(arg);
	default: return -ENOTTY;
	}
}
