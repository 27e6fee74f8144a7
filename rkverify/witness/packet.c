// SPDX-License-Identifier: MIT
/*
 * The packet of a run: memory below 4 GiB, since contexts have its addresses in four bytes. How
 * long it is and how much metadata lies before it are answers of the world, given when the program
 * asks for the end and the beginning: before that it has no bytes. Where it may have moved, it lies
 * elsewhere, and what the program knew of it is void.
 */
#include <string.h>
#include "block.h"
#include "world.h"

enum { ROOM = 2048, META = 32, PLACES = 2, NUMBER = 0, DATA, DATA_END, DATA_META, SOCK };
enum { MOVES = 1, TAKES = 2, ALONE = 4, S = 1, X = 2, T = 4, C = 8 };
enum { SKB, XDP };
enum { WORD, CELLS, W1 = 1 << 4, W4 = 4 << 4, W8 = 8 << 4 };

static const struct {
	u8 context, what, width, readers, writers;
	u16 offset, bytes;
} fields[] = {
#define PACKET_FIELD(context, name, offset, bytes, width, readers, writers, what)                  \
	{context, what, width, readers, writers, offset, bytes},
#include "rk/packet.def"
};

static u8 effects_of(u32 id)
{
	static const struct {
		u32 id;
		u8 effects;
	} helpers[] = {
#define PACKET_HELPER(id, hooks, effects) {id, effects},
#include "rk/packet.def"
	};

	for (u32 i = 0; i < RK_ARRAY_SIZE(helpers); i++)
		if (helpers[i].id == id)
			return helpers[i].effects;
	return 0;
}

static u8 field_at(const struct world *w, s64 off)
{
	u8 context = w->p->hook.id == RK_HOOK_XDP ? XDP : SKB;

	for (u32 i = 0; i < RK_ARRAY_SIZE(fields); i++)
		if (fields[i].context == context && fields[i].offset == off)
			return fields[i].what;
	return NUMBER;
}

static bool has_packet(const struct world *w)
{
	return w->hook && w->hook->ctx_kind == RK_CTX_PACKET;
}

static u8 hook_bit(const struct world *w)
{
	switch (w->p->hook.id) {
	case RK_HOOK_XDP: return X;
	case RK_HOOK_TC: return T;
	case RK_HOOK_CGROUP_SKB: return C;
	default: return S;
	}
}

static bool fits(u8 width, u64 at, u64 size, bool write)
{
	if (at % size)
		return false;
	if (width == CELLS)
		return true;
	return width == WORD ? size == 4 || (size < 4 && !write) : size == width >> 4;
}

/* Fields are read and written by the hooks that have them, in the widths that they have. */
bool world_packet_context(struct world *w, u64 at, u64 size, bool write)
{
	u8 context = w->p->hook.id == RK_HOOK_XDP ? XDP : SKB;

	if (!has_packet(w))
		return true;
	for (u32 i = 0; i < RK_ARRAY_SIZE(fields); i++)
		if (fields[i].context == context && at >= fields[i].offset &&
			at + size <= (u64)fields[i].offset + fields[i].bytes &&
			fits(fields[i].width, at, size, write) &&
			(write ? fields[i].writers : fields[i].readers) & hook_bit(w))
			return true;
	return world_fault(w, "accesses the context where this hook has no such field");
}

bool world_packet_takes(struct world *w, u64 address)
{
	u32 i = world_region_of(w, address);

	if (!i && has_packet(w))
		return world_fault(w, "gives a helper the context as memory, which it is not");
	return i == WORLD_NONE || w->about[i].asked != RK_ASKED_PACKET ||
	       effects_of(w->helper) & TAKES ||
	       world_fault(w, "gives a helper memory of the packet, which it does not take");
}

bool world_packet_atomic(struct world *w, u64 address)
{
	u32 i = world_region_of(w, address);

	return i == WORLD_NONE || w->about[i].asked != RK_ASKED_PACKET ||
	       world_fault(w, "makes an atomic operation on the packet");
}

bool world_packet_make(struct world *w)
{
	bool write = w->p->hook.id == RK_HOOK_XDP || w->p->hook.id == RK_HOOK_TC;

	if (!has_packet(w))
		return true;
	w->packet = w->n_regions;
	w->low = rk_block_make_low(WORLD_LOW_BYTES);
	for (u32 i = 0; w->low && i < 2 * PLACES; i++) {
		w->regions[w->n_regions].write = write;
		w->about[w->n_regions++] = (struct world_region){
			.known = rk_alloc_array(w->arena, ROOM + 1, sizeof(u16)),
			.asked = RK_ASKED_PACKET};
		w->packet_at[i / 2] = (u64)(uintptr_t)w->low + WORLD_GUARD * (1 + i / 2 * 2);
	}
	return w->low;
}

/* Two regions of each place: metadata, which end where the packet begins, and the packet. */
static u64 data(const struct world *w)
{
	return w->packet_at[w->packet_moves % PLACES] + META;
}

void world_packet_begin(struct world *w, bool whole)
{
	for (u32 i = 0; w->packet && i < 2 * PLACES; i++) {
		struct rk_interp_region *r = &w->regions[w->packet + i];

		r->base = w->packet_at[i / 2] + META;
		r->size = whole ? ROOM : 0;
	}
	w->packet_moves = 0;
}

u64 world_packet_field(struct world *w, s64 off, u64 v)
{
	struct rk_interp_region *r = &w->regions[w->packet + 2 * (w->packet_moves % PLACES)];

	if (!has_packet(w))
		return v;
	switch (field_at(w, off)) {
	case DATA: return data(w);
	case DATA_END: r[1].size = v % (ROOM - META); return data(w) + r[1].size;
	case DATA_META:
		r[0].size = v % META & ~(u64)3;
		r[0].base = data(w) - r[0].size;
		return r[0].base;
	case SOCK: return world_sock_of_packet(w, v);
	default: return v;
	}
}

/* Everything that was known of it is void, and asked again. */
void world_packet_moved(struct world *w)
{
	struct rk_interp_region *r = &w->regions[w->packet + 2 * (w->packet_moves % PLACES)];

	if (!has_packet(w))
		return;
	r[0].size = r[1].size = 0;
	w->packet_moves++;
	for (u32 i = 0; i < RK_ARRAY_SIZE(fields); i++)
		if (fields[i].what != NUMBER && fields[i].what != SOCK &&
			field_at(w, fields[i].offset) == fields[i].what)
			memset(w->about[0].known + fields[i].offset, 0, 4 * sizeof(u16));
}

/* Bytes of the packet by offset: any, or none. */
bool world_packet_load(void *data, u8 size, u64 *bytes)
{
	struct world *w = data;

	if (!(world_ask(w, RK_ASKED_AGAIN, 0, 0, 8) & 1))
		return false;
	*bytes = world_ask(w, RK_ASKED_PACKET, 0, 0, size) & ~(u64)0 >> (64 - 8 * size);
	return true;
}

bool world_packet_moves(const struct world *w, u32 id)
{
	return has_packet(w) && effects_of(id) & MOVES;
}

void world_packet_called(struct world *w, u32 id)
{
	if (world_packet_moves(w, id))
		world_packet_moved(w);
}
