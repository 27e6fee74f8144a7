// SPDX-License-Identifier: MIT
/*
 * Helpers of a world: arguments are held against their row, outputs are of unknown content, results
 * are anything that the row's result kind allows.
 */
#include <string.h>
#include "world.h"

struct call {
	struct world *w;
	const struct rk_helper_row *row;
	u64 a[5];
	struct world_map *map;
};

static bool bad(struct call *c, const char *what)
{
	return world_fault(c->w, what);
}

static bool readable(struct call *c, u32 k, u64 size)
{
	if (!size)
		return true;
	if (world_object_is_memory(c->w, c->a[k], size))
		return true;
	if (!world_owns(c->w, c->a[k], size, false) || world_sock_is(c->w, c->a[k]))
		return bad(c, "tells a helper to read memory that is not the program's");
	return world_thing_access(c->w, c->a[k], size, false) &&
	       world_packet_takes(c->w, c->a[k]) && world_thing_stays(c->w, c->row, c->a, k) &&
	       world_field_access(c->w, c->a[k], size, false, true) &&
	       (world_was_written(c->w, c->a[k], size) ||
		       bad(c, "tells a helper to read stack bytes that were never written"));
}

static bool writable(struct call *c, u32 k, u64 size)
{
	if (!size)
		return true;
	if (!world_owns(c->w, c->a[k], size, true))
		return bad(c, "tells a helper to write memory that it may not");
	return world_iter_write(c->w, c->a[k], size) &&
	       world_thing_access(c->w, c->a[k], size, true) && world_packet_takes(c->w, c->a[k]) &&
	       world_field_access(c->w, c->a[k], size, true, true) &&
	       world_may_overwrite(c->w, c->a[k], size);
}

static bool changes(u32 helper)
{
	switch (helper) {
	case 2:  /* map_update_elem */
	case 3:  /* map_delete_elem */
	case 87: /* map_push_elem */
	case 88: /* map_pop_elem */
	case 0x10008: /* timeseries_push */ return true;
	default: return false;
	}
}

static bool is_map(struct call *c, u32 k)
{
	s64 off;

	for (u32 i = 0; i < c->w->n_maps; i++)
		if (c->a[k] == (u64)(uintptr_t)&c->w->maps[i].handle)
			c->map = &c->w->maps[i];
	if (!c->map)
		return bad(c, "gives a helper something that is no map");
	if (!(rk_helper_maps(c->row) & RK_MAPBIT(c->map->def->type)) &&
		!world_sock_map(c->w, c->w->helper, c->map->def->type))
		return bad(c, "gives a helper a map of a type that it does not serve");
	if (k && (c->row->args[k - 1] == RK_ARG_TIMER || c->row->args[k - 1] == RK_ARG_WORK) &&
		world_value_at(c->w, c->a[k - 1], &off) != c->map->def)
		return bad(c, "makes a timer or a work with another map than its own");
	return !(c->map->def->flags & RK_MAP_F_RDONLY_PROG && changes(c->w->helper)) ||
	       bad(c, "makes a helper change a map that is read-only");
}

/* What else arguments may be: objects of the kernel, by address or on the stack. */
static bool check_object(struct call *c, u32 k)
{
	bool is;

	if (!world_thing_arg(c->w, c->row, k, c->a, &is))
		return false;
	if (!is && c->row->args[k] != RK_ARG_MAP_VALUE &&
		!world_sock_arg(c->w, c->row->args[k], c->a[k], &is))
		return false;
	if (!is && !world_graph_arg(c->w, c->row->args[k], k, c->a, &is))
		return false;
	if (!is && !world_field_arg(c->w, c->row->args[k], k, c->a, &is))
		return false;
	return is || world_object_arg(c->w, c->row->args[k], c->a[k], &is);
}

static bool at_field(struct call *c, u32 k, u8 kind)
{
	return world_field_is(c->w, c->a[k], kind) ||
	       bad(c, "gives a helper a place where nothing of its kind is");
}

/* Of a connection's options the kernel writes 8 bytes, whatever size it is told. */
static bool takes_error(struct call *c, u32 k, u64 size)
{
	enum { FIRST = 0x20080, LAST = 0x20083, OPTIONS = 3, LEAST = 8 };

	return k != OPTIONS || c->row->id < FIRST || c->row->id > LAST || size >= LEAST ||
	       bad(c, "gives a helper less memory than it writes");
}

static bool check(struct call *c, u32 k)
{
	u64 size = k < 4 ? c->a[k + 1] : 0, v = c->a[k];
	bool is;

	switch (c->row->args[k]) {
	case RK_ARG_MAP: return is_map(c, k);
	case RK_ARG_MAP_KEY: return readable(c, k, c->map->def->key_size);
	case RK_ARG_MAP_VALUE_OR_NULL: return !v || readable(c, k, c->map->def->value_size);
	case RK_ARG_MAP_VALUE:
		if (world_sock_map(c->w, c->w->helper, c->map->def->type))
			return world_sock_arg(c->w, RK_ARG_MAP_VALUE, v, &is);
		return readable(c, k, c->map->def->value_size);
	case RK_ARG_MAP_VALUE_OUT:
		return rk_map_fills_value(c->map->def->type)
			       ? writable(c, k, c->map->def->value_size)
			       : readable(c, k, c->map->def->value_size);
	case RK_ARG_MEM_20: return readable(c, k, 20);
	case RK_ARG_MEM_40: return readable(c, k, 40);
	case RK_ARG_MEM: return readable(c, k, size);
	case RK_ARG_MEM_OR_NULL: return (!v && !size) || readable(c, k, size);
	case RK_ARG_MEM_OUT: return writable(c, k, size);
	case RK_ARG_MEM_INOUT:
		if (!v && !size)
			return true;
		return readable(c, k, size) && writable(c, k, size) && takes_error(c, k, size);
	case RK_ARG_MEM_OUT_OR_NULL:
	case RK_ARG_SLICE_BUFFER: return !v || writable(c, k, size);
	case RK_ARG_MEM_OUT_U64: return writable(c, k, 8);
	case RK_ARG_SIZE: return v || bad(c, "gives a helper a size of 0");
	case RK_ARG_CTX:
		return v == (u64)(uintptr_t)c->w->context ||
		       bad(c, "gives a helper something that is not the context");
	case RK_ARG_RECORD:
		return world_held(c->w, HOLD_RECORD, v) != WORLD_NONE ||
		       bad(c, "releases something that is no record it holds");
	case RK_ARG_SPIN_LOCK: return at_field(c, k, RK_FIELD_LOCK);
	case RK_ARG_TIMER: return at_field(c, k, RK_FIELD_TIMER);
	case RK_ARG_WORK: return at_field(c, k, RK_FIELD_WQ);
	case RK_ARG_KPTR_FIELD: return at_field(c, k, RK_FIELD_KPTR);
	default: return check_object(c, k);
	}
}

static void release_record(struct call *c, u64 at)
{
	if (world_give_back(c->w, HOLD_RECORD, at, "releases something that is no record it holds"))
		world_release(c->w, world_region_of(c->w, at));
}

static void outputs(struct call *c)
{
	for (u32 k = 0; k < 5; k++)
		switch (c->row->args[k]) {
		case RK_ARG_MAP_VALUE_OUT:
			if (rk_map_fills_value(c->map->def->type))
				world_wrote(c->w, c->a[k], c->map->def->value_size, true);
			break;
		case RK_ARG_MEM_OUT:
		case RK_ARG_MEM_INOUT:
		case RK_ARG_MEM_OUT_OR_NULL:
		case RK_ARG_SLICE_BUFFER:
			if (c->a[k] && c->a[k + 1])
				world_wrote(c->w, c->a[k], c->a[k + 1], true);
			break;
		case RK_ARG_MEM_OUT_U64: world_wrote(c->w, c->a[k], 8, true); break;
		case RK_ARG_RECORD: release_record(c, c->a[k]); break;
		default:
			world_object_release(c->w, c->row->args[k], c->a[k]);
			world_field_release(c->w, c->row->args[k], c->a[k]);
			world_sock_release(c->w, c->row->args[k], c->a[k]);
			world_graph_given(c->w, c->row->args[k], c->a[k]);
			break;
		}
}

static u64 answer(struct call *c)
{
	return world_ask(c->w, RK_ASKED_RESULT, c->w->helper, 0, 8);
}

static u64 value(struct call *c)
{
	enum { LOOKUP = 1 };
	const struct world_map *m = c->map;
	const struct rk_map_row *row = rk_map_row(m->def->type);
	u64 pick;
	u32 key;

	if (c->row->id == LOOKUP && row && row->flags & RK_MAPF_INLINE) {
		world_fill(c->w, c->a[1], 4);
		memcpy(&key, (void *)(uintptr_t)c->a[1], 4);
		return key < m->def->max_entries
			       ? (u64)(uintptr_t)m->cell[m->def->use ? 0 : key % WORLD_CELLS]
			       : 0;
	}
	pick = answer(c);
	if (world_sock_map(c->w, c->w->helper, m->def->type))
		return world_sock_found(c->w, m->def->type, pick);
	if (m->inner != WORLD_NONE)
		return pick & 1 ? (u64)(uintptr_t)&c->w->maps[m->inner].handle : 0;
	return pick & 1 ? (u64)(uintptr_t)m->cell[(pick >> 1) % WORLD_CELLS] : 0;
}

/* A number as it stands where it is in [lo, hi], else one from there. */
static u64 between(u64 v, s64 lo, s64 hi)
{
	u64 width = (u64)hi - (u64)lo + 1;

	return (s64)v >= lo && (s64)v <= hi ? v : (u64)lo + v % width;
}

static u64 room(const struct call *c)
{
	for (u32 k = 0; k < 4; k++)
		if (c->row->args[k] == RK_ARG_MEM_OUT)
			return c->a[k + 1];
	return 0;
}

bool rk_ret_or_null(u8 ret)
{
	switch (ret) {
	case RK_RET_VALUE_OR_NULL:
	case RK_RET_RECORD_OR_NULL:
	case RK_RET_KPTR_OR_NULL:
	case RK_RET_PERCPU_OR_NULL:
	case RK_RET_KREF_OR_NULL:
	case RK_RET_UNTRUSTED_OR_NULL:
	case RK_RET_NEXT_OR_NULL:
	case RK_RET_KPTR_OLD:
	case RK_RET_ALLOC_OR_NULL:
	case RK_RET_SLICE_OR_NULL:
	case RK_RET_SLICE_RO_OR_NULL:
	case RK_RET_NODE_OR_NULL:
	case RK_RET_NODE_LENT_OR_NULL:
	case RK_RET_SHARED_OR_NULL:
	case RK_RET_SOCK_OR_NULL:
	case RK_RET_SOCK_CAST_OR_NULL: return true;
	default: return false;
	}
}

static u64 record(struct call *c)
{
	u64 at = (u64)(uintptr_t)world_lend(c->w, c->a[1], RK_ASKED_RECORD, 0, true);

	if (at)
		world_hold(c->w, HOLD_RECORD, at);
	return at;
}

static u64 object(struct call *c, u64 v, u8 state)
{
	const char *name = state == OBJECT_READABLE ? "" : c->row->btf[0] ? c->row->btf : NULL;
	u64 at = world_object_new(c->w, v >> 1, name, 0, state, 0);

	if (at && state == OBJECT_HELD)
		world_hold(c->w, HOLD_OBJECT, at);
	return at;
}

/* Memory of the dynptr, or what was given as buffer. */
static u64 slice(const struct call *c, u64 v)
{
	u64 at = world_thing_slice(c->w, c->row, c->a);
	bool buffer = c->row->args[2] == RK_ARG_SLICE_BUFFER && c->a[2];

	return at && buffer && v & 2 ? c->a[2] : at;
}

/* Addresses that are given, or null. */
static u64 pointer(struct call *c, u64 v)
{
	switch (c->row->ret) {
	case RK_RET_RECORD_OR_NULL: return record(c);
	case RK_RET_KREF:
	case RK_RET_KREF_OR_NULL: return object(c, v, OBJECT_HELD);
	case RK_RET_PERCPU:
	case RK_RET_UNTRUSTED_OR_NULL:
	case RK_RET_PERCPU_OR_NULL: return object(c, v, OBJECT_READABLE);
	case RK_RET_SLICE_OR_NULL:
	case RK_RET_SLICE_RO_OR_NULL: return slice(c, v);
	case RK_RET_NEXT_OR_NULL: return world_thing_next(c->w, c->row, c->a, v);
	case RK_RET_ALLOC_OR_NULL:
		return world_alloc(c->w, rk_btf_skip(&c->w->p->obj->btf, (u32)c->a[0]));
	case RK_RET_COOKIE: return (u64)(uintptr_t)world_lend(c->w, 8, RK_ASKED_RECORD, 0, true);
	default: return object(c, v, OBJECT_LENT);
	}
}

static u64 result(struct call *c)
{
	u64 v = answer(c);

	switch (c->row->ret) {
	case RK_RET_ERR: return between(v, -4095, INT32_MAX);
	case RK_RET_SIZE: return between(v, -4095, (s64)room(c));
	case RK_RET_SOCK_OR_NULL:
	case RK_RET_SOCK_CAST_OR_NULL: return world_sock_result(c->w, c->row, c->a[0], v);
	case RK_RET_KPTR_OLD: return world_field_old(c->w, c->a[0], v);
	case RK_RET_NODE_OR_NULL:
	case RK_RET_NODE_LENT_OR_NULL:
	case RK_RET_SHARED_OR_NULL: return world_graph_result(c->w, c->row->ret, c->a, v);
	case RK_RET_RECORD_OR_NULL:
	case RK_RET_KPTR_OR_NULL:
	case RK_RET_PERCPU_OR_NULL:
	case RK_RET_KREF_OR_NULL:
	case RK_RET_UNTRUSTED_OR_NULL:
	case RK_RET_NEXT_OR_NULL:
	case RK_RET_ALLOC_OR_NULL:
	case RK_RET_SLICE_OR_NULL:
	case RK_RET_SLICE_RO_OR_NULL: return v & 1 ? pointer(c, v) : 0;
	case RK_RET_KPTR:
	case RK_RET_KREF:
	case RK_RET_KERN_CTX:
	case RK_RET_COOKIE:
	case RK_RET_PERCPU: return pointer(c, v);
	default: return v;
	}
}

/* Sections begin and end; false: the row has a result. */
static bool section(struct call *c)
{
	struct world *w = c->w;

	switch (c->row->ret) {
	case RK_RET_VOID: return true;
	case RK_RET_RCU_LOCK: world_hold(w, HOLD_RCU, 0); return true;
	case RK_RET_PREEMPT_OFF: world_hold(w, HOLD_PREEMPT, 0); return true;
	case RK_RET_LOCK:
		for (u32 i = 0; i < w->n_held; i++)
			if (w->held[i].kind == HOLD_LOCK)
				return !world_fault(w, "takes a second lock");
		world_hold(w, HOLD_LOCK, c->a[0]);
		return true;
	case RK_RET_UNLOCK:
		if (world_give_back(w, HOLD_LOCK, c->a[0], "releases a lock that it does not hold"))
			world_graph_unlocked(w);
		return true;
	case RK_RET_RCU_UNLOCK:
		world_give_back(w, HOLD_RCU, 0, "ends a section of RCU that did not begin");
		world_rcu_ended(w);
		return true;
	case RK_RET_PREEMPT_ON:
		world_give_back(w, HOLD_PREEMPT, 0, "switches preemption on, which is not off");
		return true;
	default: return false;
	}
}

static bool calls_back(const struct rk_helper_row *row)
{
	return row->args[1] == RK_ARG_FUNC &&
	       (row->args[0] == RK_ARG_SCALAR || row->maps == RK_MAPS_EACH);
}

static u64 call(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, struct rk_env *env)
{
	struct world *w = (struct world *)env->prog;
	struct call c = {.w = w, .row = rk_helper_row(w->helper), .a = {a1, a2, a3, a4, a5}};
	u64 r = 0;

	for (u32 k = 0; k < 5; k++)
		if (!check(&c, k))
			return 0;
	if (calls_back(c.row)) {
		world_back_begin(w, c.row, c.map, c.a);
		return 0;
	}
	if (c.row->ret == RK_RET_THROW)
		r = c.a[0];
	else if (!section(&c))
		r = c.row->ret == RK_RET_VALUE_OR_NULL ? value(&c)
		    : c.row->ret == RK_RET_CAST        ? world_object_cast(w, (u32)c.a[1])
						       : result(&c);
	outputs(&c);
	world_thing_effects(w, c.row, c.a);
	world_packet_called(w, w->helper);
	return r;
}

/* Of helpers that call back those are played whose calls back.c knows. */
rk_helper_fn world_helper(void *data, u32 id)
{
	struct world *w = data;
	const struct rk_helper_row *row = rk_helper_row(id);

	for (u32 k = 0; row && k < 5; k++)
		if (row->args[k] == RK_ARG_FUNC && !calls_back(row) && row->args[0] != RK_ARG_TREE)
			return NULL;
	w->helper = id;
	return row ? call : NULL;
}
