// SPDX-License-Identifier: MIT
/*
 * Sockets of programs that see packets, by the rules of rkverify/sock.c: memory of the kernel's
 * that is read field by field. What is made of one that is held ends with it.
 */
#include <string.h>
#include "world.h"

enum { COMMON = 1, FULL, TCP, XDP, WORD = 0, W4 = 4, W8 = 8 };
enum { LISTENER = 98 /* get_listener_sock: another socket, which nobody holds */ };

static const struct {
	u8 kind, width;
	u16 offset, bytes;
} fields[] = {
#define SOCKET_FIELD(kind, name, offset, bytes, width) {kind, width, offset, bytes},
#include "rk/packet.def"
};

/* The region of a socket that begins at v; WORLD_NONE: it is none. */
static u32 sock_at(const struct world *w, u64 v)
{
	u32 i = world_region_of(w, v);

	return i != WORLD_NONE && w->about[i].sock && w->regions[i].base == v ? i : WORLD_NONE;
}

static u64 make(struct world *w, u8 kind, u64 of)
{
	u64 at = (u64)(uintptr_t)world_lend(w, 128, RK_ASKED_RECORD, 0, false);

	if (!at)
		return 0;
	w->about[world_region_of(w, at)].sock = kind;
	w->about[world_region_of(w, at)].sock_of = of;
	return at;
}

u64 world_sock_of_packet(struct world *w, u64 v)
{
	return v & 1 ? make(w, COMMON, 0) : 0;
}

static u64 held(struct world *w, u8 kind)
{
	u64 at = make(w, kind, 0);

	return at && world_hold(w, HOLD_OBJECT, at) ? at : 0;
}

/* An element of a map of sockets. */
u64 world_sock_found(struct world *w, u32 map, u64 v)
{
	if (!(v & 1))
		return 0;
	return map == RK_MAP_XSKMAP ? make(w, XDP, 0) : held(w, FULL);
}

u64 world_sock_result(struct world *w, const struct rk_helper_row *row, u64 of, u64 v)
{
	u8 kind = !strcmp(row->btf, "sock") ? FULL : !strcmp(row->btf, "tcp_sock") ? TCP : COMMON;
	u32 i = sock_at(w, of);

	if (!(v & 1))
		return 0;
	if (row->ret == RK_RET_SOCK_OR_NULL)
		return held(w, kind);
	if (row->id == LISTENER)
		return make(w, kind, 0);
	return make(w, kind, i != WORLD_NONE && w->about[i].sock_of ? w->about[i].sock_of : of);
}

/* Does this hook's helper take this map for one of sockets? */
bool world_sock_map(const struct world *w, u32 helper, u32 map)
{
	bool all = map == RK_MAP_SOCKMAP || map == RK_MAP_SOCKHASH;

	if (helper == 1)
		return all || map == RK_MAP_XSKMAP;
	return all && (helper == 2 || helper == 3) && w->p->hook.id != RK_HOOK_CGROUP_SKB;
}

bool world_sock_arg(struct world *w, u8 kind, u64 v, bool *is)
{
	u32 i = sock_at(w, v), region = world_region_of(w, v);

	*is = kind == RK_ARG_BPF_SOCK || kind == RK_ARG_BPF_SOCK_HELD || kind == RK_ARG_MAP_VALUE ||
	      (kind == RK_ARG_SOCK && i != WORLD_NONE);
	if (!*is)
		return true;
	if (i == WORLD_NONE && region != WORLD_NONE && w->about[region].asked == RK_ASKED_KERNEL) {
		w->diverged = true; /* its other form: whose it is, is not known */
		return false;
	}
	if (i == WORLD_NONE || (w->about[i].sock == XDP && kind != RK_ARG_SOCK))
		return world_fault(w, "gives a helper something that is no socket");
	return kind != RK_ARG_BPF_SOCK_HELD || world_held(w, HOLD_OBJECT, v) != WORLD_NONE ||
	       world_fault(w, "gives back a socket that it does not hold");
}

void world_sock_release(struct world *w, u8 kind, u64 v)
{
	if (kind != RK_ARG_BPF_SOCK_HELD ||
		!world_give_back(w, HOLD_OBJECT, v, "gives back a socket that it does not hold"))
		return;
	for (u32 i = w->n_regions; i-- > w->n_fixed;)
		if (w->about[i].sock && (w->about[i].sock_of == v || w->regions[i].base == v))
			world_release(w, i);
}

bool world_sock_is(const struct world *w, u64 address)
{
	u32 i = world_region_of(w, address);

	return i != WORLD_NONE && w->about[i].sock;
}

bool world_sock_access(struct world *w, u64 address, u64 size, bool write)
{
	u32 r = world_region_of(w, address);
	u64 at;
	u8 kind;

	if (!world_sock_is(w, address))
		return true;
	at = address - w->regions[r].base;
	kind = w->about[r].sock;
	for (u32 i = 0; !write && at % size == 0 && i < RK_ARRAY_SIZE(fields); i++)
		if ((fields[i].kind == kind || (kind == FULL && fields[i].kind == COMMON)) &&
			at >= fields[i].offset &&
			at + size <= (u64)fields[i].offset + fields[i].bytes &&
			(fields[i].width == WORD ? size <= 4 : size == fields[i].width))
			return true;
	return world_fault(w, "accesses a socket where it has no such field");
}
