// SPDX-License-Identifier: MIT
/*
 * May memory be used so? One access, or the range a helper is given, against what is known of the
 * pointer. Pure but for the error: nothing here changes a state.
 */
#include <inttypes.h>
#include "packet.h"

bool rk_check_readable(struct rk_an *a, u32 reg)
{
	if (a->s.r[reg].kind != RK_T_NONE)
		return true;
	rk_fail(a, RK_DIAG_UNINIT_REG, "r%u is not initialised here", reg);
	if (reg >= 1 && reg <= 5)
		rk_because(a, a->pc, "r1 to r5 lose their values at every call");
	rk_note_path(a);
	return false;
}

static bool is_arg(enum rk_use use)
{
	return use >= RK_ARG_READ;
}

static bool writes(enum rk_use use)
{
	return use == RK_WRITE || use == RK_ATOMIC_RMW || use == RK_ARG_WRITE;
}

static const char *verb(enum rk_use use)
{
	return use == RK_READ ? "read" : use == RK_ATOMIC_RMW ? "atomic operation" : "write";
}

static int oob_id(enum rk_use use, u8 region)
{
	if (is_arg(use))
		return RK_DIAG_ARG_SIZE;
	if (region == RK_REGION_STACK)
		return RK_DIAG_STACK_OOB;
	return writes(use) ? RK_DIAG_OOB_WRITE : RK_DIAG_OOB_READ;
}

/* `evt` was meant where `&evt` was written: the address of the variable that holds the pointer. */
static void suggest_pointee(struct rk_an *a, const struct rk_access *x)
{
	struct rk_reg held;

	if (x->region != RK_REGION_STACK || x->lo != x->hi || x->lo < -RK_FRAME_BYTES || x->lo >= 0)
		return;
	if (rk_spill_find(&a->s, x->obj, x->lo, 8, &held) && rk_is_ptr(&held))
		rk_because(a, a->pc,
			"these stack bytes hold %s: to pass what it points to, pass the pointer "
			"itself "
			"('evt', not '&evt')",
			rk_kind_name(a, &held));
}

static void note_range(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off)
{
	if (base->v.smin == base->v.smax)
		return;
	rk_because(a, a->pc, "the offset in r%u is in [%" PRId64 ", %" PRId64 "] here%s%s", reg,
		base->v.smin, base->v.smax, off ? ", before the displacement " : "",
		off ? rk_format(a->diags.arena, "%" PRId64, off) : "");
}

static bool out_of_bounds(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off,
	const struct rk_access *x, s64 low, s64 high, enum rk_use use)
{
	const char *what = rk_kind_name(a, base);
	s64 room = high - low - x->size;

	if (is_arg(use))
		rk_fail(a, RK_DIAG_ARG_SIZE,
			"the helper may %s %" PRId64 " bytes through r%u, which is %s with bytes "
			"[%" PRId64 ", %" PRId64 ")",
			writes(use) ? "write" : "read", x->size, reg, what, low, high);
	else
		rk_fail(a, oob_id(use, x->region),
			"%s of %" PRId64
			" bytes at offset %s may leave its object: r%u is %s with bytes "
			"[%" PRId64 ", %" PRId64 ")",
			verb(use), x->size,
			x->lo == x->hi ? rk_format(a->diags.arena, "%" PRId64, x->lo)
				       : rk_format(a->diags.arena, "[%" PRId64 ", %" PRId64 "]",
						 x->lo, x->hi),
			reg, what, low, high);
	note_range(a, base, reg, off);
	suggest_pointee(a, x);
	if (x->lo != x->hi && room >= 0)
		rk_because(a, a->pc,
			"an offset in [%" PRId64 ", %" PRId64
			"] is needed: check or mask the index first",
			low - off, low - off + room);
	rk_note_path(a);
	return false;
}

static bool bounded(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off,
	const struct rk_access *x, s64 low, s64 high, enum rk_use use)
{
	/* size <= 2^32 and high is small: no sum below wraps once lo and hi passed. */
	if (x->lo >= low && x->hi <= high && x->hi + x->size <= high)
		return true;
	return out_of_bounds(a, base, reg, off, x, low, high, use);
}

static u8 alignment(u64 maybe_one)
{
	return maybe_one & 1 ? 1 : maybe_one & 2 ? 2 : maybe_one & 4 ? 4 : 8;
}

/* Of the first byte; most often it is a constant. */
static void find_offset(struct rk_access *x, const struct rk_val *base, s64 off)
{
	struct rk_val by, at;

	if (base->umin == base->umax) {
		x->lo = x->hi = (s64)(base->umin + (u64)off);
		x->align = alignment((u64)x->lo);
		return;
	}
	by = rk_val_const((u64)off);
	at = rk_val_alu(RK_ALU_ADD, 8, false, base, &by);
	x->lo = at.smin;
	x->hi = at.smax;
	x->align = alignment(at.value | at.mask);
}

static bool check_value(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off,
	struct rk_access *x, enum rk_use use)
{
	const struct rk_map_def *m = rk_an_map(a, base->obj);

	x->region = RK_REGION_VALUE;
	if (writes(use) && (m->use == RK_MAP_RODATA || m->flags & RK_MAP_F_RDONLY_PROG)) {
		rk_fail(a, RK_DIAG_READ_ONLY, "write to '%s', which is read-only", m->name);
		rk_note_origin(a, base, reg);
		return false;
	}
	if (use != RK_WRITE && use != RK_ARG_WRITE && m->flags & RK_MAP_F_WRONLY_PROG)
		return rk_fail(a, RK_DIAG_MAP_KIND, "read of '%s', which programs may only write",
			m->name);
	if (!bounded(a, base, reg, off, x, 0, m->value_size, use))
		return false;
	if (!rk_map_is_special(&a->p->obj->btf, m, x->lo, x->hi + x->size))
		return true;
	if ((use == RK_READ || use == RK_WRITE) && rk_is_kptr_access(a, m, x, use == RK_WRITE)) {
		a->kptrs = true;
		return true;
	}
	x->field.kind = RK_FIELD_NONE;
	rk_fail(a, RK_DIAG_MAP_KIND,
		"this access reaches a lock, timer or kernel pointer in '%s', which only helpers "
		"of its "
		"own may touch",
		m->name);
	rk_note_origin(a, base, reg);
	return false;
}

/* A helper may read what the kernel vouches for, within one member. */
static bool lends(const struct rk_an *a, const struct rk_reg *base, const struct rk_access *x)
{
	return base->flags & RK_TRUSTED && x->lo == x->hi && x->lo >= 0 &&
	       x->lo + x->size <= rk_kernel_member_end(a, base->obj, x->lo);
}

static bool may_write(const struct rk_an *a, const struct rk_reg *base, const struct rk_access *x)
{
	return a->p->obj->target && base->obj && base->flags & RK_TRUSTED && x->lo == x->hi &&
	       (a->p->hook.id == RK_HOOK_TC || a->p->hook.id == RK_HOOK_XDP) &&
	       rk_kernel_writable(a->p->obj->target, base->obj, x->lo, x->size);
}

static bool check_kernel(
	struct rk_an *a, const struct rk_reg *base, u32 reg, struct rk_access *x, enum rk_use use)
{
	x->region = RK_REGION_KERNEL;
	x->align = 1;
	if (use == RK_WRITE && may_write(a, base, x))
		return true;
	if (writes(use))
		return rk_fail(
			a, RK_DIAG_READ_ONLY, "write through r%u, %s", reg, rk_kind_name(a, base));
	if (is_arg(use) && !lends(a, base, x))
		return rk_fail(a, RK_DIAG_ARG_TYPE,
			"r%u is %s; the helper takes the program's own memory", reg,
			rk_kind_name(a, base));
	a->lends |= is_arg(use);
	return rk_check_kernel(a, base, x, reg);
}

/* An element's key belongs to its map. */
static bool check_key(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off,
	struct rk_access *x, enum rk_use use)
{
	x->region = RK_REGION_VALUE;
	x->obj = RK_MAP_INNER_BIT; /* no map of the object's */
	if (writes(use))
		return rk_fail(
			a, RK_DIAG_READ_ONLY, "write to the key of an element, which is its map's");
	return bounded(a, base, reg, off, x, 0, base->obj, use);
}

static bool check_lent(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off,
	struct rk_access *x, enum rk_use use)
{
	x->region = RK_REGION_RECORD;
	if (writes(use) && !(base->obj & RK_LENT_WRITABLE)) {
		rk_fail(a, RK_DIAG_READ_ONLY, "write through r%u, %s that may only be read", reg,
			rk_kind_name(a, base));
		rk_note_origin(a, base, reg);
		return false;
	}
	return bounded(a, base, reg, off, x, 0, base->obj & RK_LENT_BYTES, use);
}

static bool check_alloc(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off,
	struct rk_access *x, enum rk_use use)
{
	x->region = RK_REGION_RECORD;
	if (!bounded(a, base, reg, off, x, 0, rk_btf_size(&a->p->obj->btf, base->obj), use))
		return false;
	return !rk_alloc_is_special(a, base->obj, x->lo, x->hi + x->size) ||
	       rk_fail(a, RK_DIAG_MAP_KIND,
		       "this access reaches a part of %s that only helpers of its own may touch",
		       rk_kind_name(a, base));
}

static bool not_memory(struct rk_an *a, const struct rk_reg *base, u32 reg)
{
	switch (base->kind) {
	case RK_T_NONE: return rk_check_readable(a, reg);
	case RK_T_BROKEN:
		if (base->obj == RK_BROKEN_MOVED)
			rk_fail(a, RK_DIAG_BAD_RELEASE,
				"r%u points to a packet that may have moved: read it from the "
				"context again",
				reg);
		else if (base->flags & RK_GONE)
			rk_fail(a, RK_DIAG_BAD_RELEASE,
				"r%u points to something that was given back before", reg);
		else
			rk_fail(a, RK_DIAG_SPILL_BROKEN,
				"r%u is what remains of an overwritten pointer", reg);
		break;
	case RK_T_SCALAR:
		if (base->v.umax == 0)
			rk_fail(a, RK_DIAG_NULL_DEREF, "r%u is null here", reg);
		else
			rk_fail(a, RK_DIAG_NOT_POINTER, "r%u is a number, used as an address", reg);
		break;
	default:
		rk_fail(a, RK_DIAG_NOT_POINTER, "r%u is %s, which is no memory of the program", reg,
			rk_kind_name(a, base));
	}
	rk_note_origin(a, base, reg);
	rk_note_path(a);
	return false;
}

static bool maybe_null(struct rk_an *a, const struct rk_reg *base, u32 reg)
{
	rk_fail(a, RK_DIAG_NULL_DEREF, "r%u is %s or null, and is used without a test", reg,
		rk_kind_name(a, base));
	rk_note_origin(a, base, reg);
	rk_because(a, a->pc, "test it before: if (!p) return 0;");
	rk_note_path(a);
	return false;
}

bool rk_check_access(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off, s64 size,
	enum rk_use use, struct rk_access *x)
{
	*x = (struct rk_access){.size = size, .obj = base->obj};
	find_offset(x, &base->v, off);
	if (!rk_is_ptr(base) || base->kind == RK_T_MAP || base->kind == RK_T_FUNC ||
		base->kind == RK_T_OBJECT || base->kind == RK_T_PACKET_END)
		return not_memory(a, base, reg);
	if (base->flags & RK_NULLABLE)
		return maybe_null(a, base, reg);
	switch (base->kind) {
	case RK_T_STACK:
		x->region = RK_REGION_STACK;
		return bounded(a, base, reg, off, x, -RK_FRAME_BYTES, 0, use);
	case RK_T_VALUE: return check_value(a, base, reg, off, x, use);
	case RK_T_RECORD:
		x->region = RK_REGION_RECORD;
		return bounded(a, base, reg, off, x, 0, base->obj, use);
	case RK_T_KEY: return check_key(a, base, reg, off, x, use);
	case RK_T_ALLOC: return check_alloc(a, base, reg, off, x, use);
	case RK_T_LENT: return check_lent(a, base, reg, off, x, use);
	case RK_T_CTX: return rk_check_ctx(a, x, reg, use);
	case RK_T_SOCK: return rk_check_sock(a, base, reg, x, use);
	case RK_T_PACKET:
	case RK_T_PACKET_META: return rk_check_packet(a, base, reg, off, x, use);
	default: return check_kernel(a, base, reg, x, use);
	}
}

/*
 * Bytes that a helper may write or leave: a saved pointer among them may still be there after the
 * call, and would come back as a number.
 */
bool rk_check_out_stack(struct rk_an *a, const struct rk_access *x, s64 sure, u32 reg)
{
	s64 from = x->lo == x->hi ? x->lo + sure : x->lo, end = x->hi + x->size;
	struct rk_reg held;

	if (!rk_spill_find_secret(&a->s, x->obj, from, end - from, &held))
		return true;
	return rk_fail(a, RK_DIAG_SPILL_BROKEN,
		"the helper writes through r%u and could overwrite %s saved there", reg,
		rk_kind_name(a, &held));
}

/* Members are aligned: padding shares its 8-byte word with bytes that the program wrote. */
static bool is_padding(const struct rk_state *s, const struct rk_access *x, s64 at)
{
	s64 word = at & ~(s64)7;

	for (s64 i = 0; i < 8; i++)
		if (rk_stack_is_init(s, x->obj, word + i, 1))
			return true;
	return false;
}

/* The first byte of the access that makes it a mistake; its end: there is none. */
static s64 first_unwritten(struct rk_an *a, const struct rk_access *x)
{
	bool padding = a->hook && rk_hook_is_linux(a->hook->id);
	s64 at, end = x->hi + x->size;

	for (at = x->lo; at < end; at++) {
		if (rk_stack_is_init(&a->s, x->obj, at, 1))
			continue;
		if (!padding || !is_padding(&a->s, x, at))
			break;
		rk_facts_unwritten(a);
	}
	return at;
}

/*
 * At Linux's hooks a helper may read padding that was never written, zeros where the program is
 * compiled. More than that is a mistake there, too; at hooks of our own padding is one already.
 */
static bool check_written(struct rk_an *a, const struct rk_access *x, u32 reg)
{
	s64 bytes = x->hi - x->lo + x->size, at;

	if (rk_stack_is_init(&a->s, x->obj, x->lo, bytes))
		return true;
	at = first_unwritten(a, x);
	if (at == x->hi + x->size)
		return true;
	rk_fail(a, RK_DIAG_UNINIT_STACK,
		"the helper would read stack bytes that were never written: byte %" PRId64
		" of the %" PRId64 " at r%u",
		at - x->lo, bytes, reg);
	rk_because(a, a->pc, "initialise the whole variable, padding included: '= {}' or memset");
	rk_note_path(a);
	return false;
}

bool rk_check_stack_bytes(struct rk_an *a, const struct rk_access *x, u32 reg, bool addresses)
{
	s64 bytes = x->hi - x->lo + x->size;
	struct rk_reg held;

	if (!check_written(a, x, reg))
		return false;
	if (addresses || !rk_spill_find_secret(&a->s, x->obj, x->lo, bytes, &held))
		return true;
	if (rk_may_leak(a))
		return true;
	rk_fail(a, RK_DIAG_PTR_LEAK, "the helper would read %s from the stack at r%u",
		rk_kind_name(a, &held), reg);
	suggest_pointee(a, x);
	return false;
}
