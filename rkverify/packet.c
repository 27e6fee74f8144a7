// SPDX-License-Identifier: MIT
/*
 * Packets. A pointer into one is data + X + c: X is a number that its id names (0 where it has no
 * id), c a constant, kept in `ref`. Its `obj` says how much of the packet is proved to be there:
 * X + (obj - 1) bytes behind data lie before the packet's end, 0 for nothing known. All pointers
 * with the same id have the same X, so a comparison of one tells about all. `v` is X + c as for
 * other pointers. RK_BEYOND: X + c lies behind the end. The same holds for metadata, which lies
 * before the packet: its end is data.
 *
 * X + c is kept as a number that does not wrap: a move that could leave [-FAR, FAR] gives a new X.
 */
#include <inttypes.h>
#include <string.h>
#include "packet.h"
#include "call.h"

enum { FAR = 1 << 29, LARGEST = 0xffff /* offset whose comparison tells something, as Linux */ };

enum { S = 1, X = 2, T = 4, C = 8 };
enum { MOVES = 1, TAKES = 2, ALONE = 4 };

static u8 class_of(const struct rk_an *a)
{
	switch (a->hook ? a->hook->id : RK_HOOK_NONE) {
	case RK_HOOK_SOCKET: return S;
	case RK_HOOK_XDP: return X;
	case RK_HOOK_TC: return T;
	case RK_HOOK_CGROUP_SKB: return C;
	default: return 0;
	}
}

static const struct packet_helper {
	u16 id;
	u8 hooks, effects;
} helpers[] = {
#define PACKET_HELPER(id, hooks, effects) {id, hooks, effects},
#include "rk/packet.def"
};

static const struct packet_helper *helper_of(u32 id)
{
	for (u32 i = 0; i < RK_ARRAY_SIZE(helpers); i++)
		if (helpers[i].id == id)
			return &helpers[i];
	return NULL;
}

bool rk_packet_has_helper(const struct rk_an *a, u32 id)
{
	const struct packet_helper *h = helper_of(id);

	if (!class_of(a))
		return !h || !(h->effects & ALONE);
	return id >= RK_KFUNCS || (h && h->hooks & class_of(a));
}

/* ---- moves ---- */

static bool near(const struct rk_val *v)
{
	return v->smin >= -FAR && v->smax <= FAR;
}

static s64 constant_of(const struct rk_reg *r)
{
	return (s32)r->ref;
}

void rk_packet_move(struct rk_an *a, struct rk_reg *to, const struct rk_reg *from,
	const struct rk_val *by, bool back)
{
	s64 c = constant_of(from), d = by->smin;
	bool beyond = from->flags & RK_BEYOND;

	to->flags &= (u8)~RK_BEYOND;
	if (by->umin == by->umax && near(by) && near(&from->v) && near(&to->v)) {
		c += back ? -d : d;
		if (c >= -FAR && c <= FAR) {
			to->ref = (u32)c;
			if (beyond && c >= constant_of(from))
				to->flags |= RK_BEYOND;
			return;
		}
	}
	to->id = a->next_id++;
	to->ref = to->obj = 0;
}

/* ---- comparisons ---- */

static bool is_end(const struct rk_reg *end, const struct rk_reg *p)
{
	if (p->kind == RK_T_PACKET)
		return end->kind == RK_T_PACKET_END;
	return p->kind == RK_T_PACKET_META && end->kind == RK_T_PACKET && !end->id && !end->ref;
}

bool rk_packet_comparable(const struct rk_reg *x, const struct rk_reg *y)
{
	return is_end(x, y) || is_end(y, x);
}

static u8 mirrored(u8 op)
{
	switch (op) {
	case RK_COND_JGT: return RK_COND_JLT;
	case RK_COND_JGE: return RK_COND_JLE;
	case RK_COND_JLT: return RK_COND_JGT;
	case RK_COND_JLE: return RK_COND_JGE;
	default: return op;
	}
}

static u8 opposite(u8 op)
{
	switch (op) {
	case RK_COND_JGT: return RK_COND_JLE;
	case RK_COND_JGE: return RK_COND_JLT;
	case RK_COND_JLT: return RK_COND_JGE;
	case RK_COND_JLE: return RK_COND_JGT;
	default: return RK_COND_JNE;
	}
}

/* X + bytes lie before the end: true of every pointer with this X. */
static void learn(struct rk_state *s, const struct rk_reg *p, s64 bytes)
{
	struct rk_packed *l;

	for (u32 i = 0; (l = rk_state_place(s, i)); i++)
		if (l->kind == p->kind && l->id == p->id && (s64)l->obj < bytes + 1)
			l->obj = (u32)(bytes + 1);
}

/* X + c lies behind the end, as does what lies behind that. */
static void learn_beyond(struct rk_state *s, const struct rk_reg *p)
{
	struct rk_packed *l;

	for (u32 i = 0; (l = rk_state_place(s, i)); i++)
		if (l->kind == p->kind && l->id == p->id && (s32)l->ref >= constant_of(p))
			l->flags |= RK_BEYOND;
}

/*
 * Where p is in [0, LARGEST] from data its address does not wrap, so that addresses compare as
 * X + c and the packet's length do.
 */
bool rk_packet_assume(struct rk_state *s, u8 op, const struct rk_reg *x, const struct rk_reg *y,
	bool taken, bool ask)
{
	const struct rk_reg *p = is_end(y, x) ? x : y;
	s64 c = constant_of(p), bytes;

	if (p == y)
		op = mirrored(op);
	if (!taken)
		op = opposite(op);
	if (p->v.smin < 0 || p->v.smax > LARGEST)
		return true;
	switch (op) {
	case RK_COND_JLE: bytes = c; break;
	case RK_COND_JLT: bytes = c + 1; break;
	case RK_COND_JGT:
		if (!ask)
			learn_beyond(s, p);
		return !p->obj || c > (s64)p->obj - 1;
	case RK_COND_JGE: return !p->obj || c >= (s64)p->obj - 1;
	default: return true;
	}
	if (!ask && bytes >= 0)
		learn(s, p, bytes);
	return !(p->flags & RK_BEYOND);
}

/* ---- accesses ---- */

static bool beyond(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off,
	const struct rk_access *x, enum rk_use use)
{
	bool meta = base->kind == RK_T_PACKET_META, arg = use == RK_ARG_READ || use == RK_ARG_WRITE;
	bool write = use == RK_WRITE || use == RK_ARG_WRITE;
	const char *end = meta ? "data" : "data_end";
	s64 known = base->obj ? (s64)base->obj - 1 - constant_of(base) : 0;

	rk_fail(a,
		arg     ? RK_DIAG_ARG_SIZE
		: write ? RK_DIAG_OOB_WRITE
			: RK_DIAG_OOB_READ,
		"%s of %" PRId64 " bytes at offset %" PRId64 " from r%u, %s, may pass %s",
		write ? "write" : "read", x->size, off, reg, rk_kind_name(a, base), end);
	if (x->lo < 0 || !near(&base->v))
		rk_because(a, a->pc, "its offset from the start is in [%" PRId64 ", %" PRId64 "]",
			x->lo, x->hi);
	else
		rk_because(a, a->pc,
			"%" PRId64 " bytes from there are proved to be before %s: compare r%u + "
			"%" PRId64 " with it first",
			known > 0 ? known : 0, end, reg, off + x->size);
	rk_note_path(a);
	return false;
}

/* Sound: X + c + off + size <= X + (obj - 1), and no part of it lies before the start. */
bool rk_check_packet(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off,
	struct rk_access *x, enum rk_use use)
{
	const struct packet_helper *h = helper_of(a->p->insns[a->pc].ref);
	bool write = use == RK_WRITE || use == RK_ARG_WRITE;

	x->region = RK_REGION_RECORD;
	x->obj = 0;
	if (use == RK_ATOMIC_RMW)
		return rk_fail(a, RK_DIAG_READ_ONLY, "atomic operation on the packet in r%u", reg);
	if (write && class_of(a) != X && class_of(a) != T)
		return rk_fail(a, RK_DIAG_READ_ONLY,
			"write through r%u, %s that '%s' programs may only read", reg,
			rk_kind_name(a, base), a->hook->name);
	if ((use == RK_ARG_READ || use == RK_ARG_WRITE) && !(h && h->effects & TAKES))
		return rk_bad_arg(a, reg, "memory that is not a packet's");
	if (x->lo >= 0 && near(&base->v) && base->obj &&
		constant_of(base) + off + x->size <= (s64)base->obj - 1)
		return true;
	return beyond(a, base, reg, off, x, use);
}

/* ---- the packet moves ---- */

bool rk_packet_moves(const struct rk_an *a, u32 id)
{
	const struct packet_helper *h = class_of(a) ? helper_of(id) : NULL;

	return h && h->effects & MOVES;
}

/*
 * Helpers that write to a packet first make it writable, which may free the memory that it was in,
 * and then read what they were given: so that is no part of the packet.
 */
bool rk_check_stays(struct rk_an *a, const struct rk_call *c, u32 reg)
{
	const struct rk_reg r = rk_reg_get(&a->s, reg);
	bool writes = c->packet && rk_writes_dynptr(c->row->id) && class_of(a) != X;

	return r.kind != RK_T_LENT || !(r.obj & RK_LENT_PACKET) ||
	       !(writes || rk_packet_moves(a, c->row->id)) ||
	       rk_bad_arg(a, reg, "memory that is not of the packet it may move");
}

/* ---- the context ---- */

enum width { WORD, CELLS, W1 = 0x11, W4 = 0x14, W8 = 0x18 };
enum what { NUMBER, DATA, DATA_END, DATA_META, SOCK };

static const struct field {
	const char *name;
	u16 offset, bytes;
	u8 width, readers, writers, what;
} fields[] = {
#define SKB(name) "__sk_buff." #name
#define XDP(name) "xdp_md." #name
#define PACKET_FIELD(context, name, offset, bytes, width, readers, writers, what)                  \
	{context(name), offset, bytes, width, readers, writers, what},
#include "rk/packet.def"
#undef SKB
#undef XDP
};

static const struct field *field_at(const struct rk_an *a, s64 off, s64 size)
{
	for (u32 i = 0; i < RK_ARRAY_SIZE(fields); i++)
		if (fields[i].readers & class_of(a) && off >= fields[i].offset &&
			off + size <= fields[i].offset + fields[i].bytes)
			return &fields[i];
	return NULL;
}

/* Linux's limit: only what a device map calls knows where the packet goes. */
static bool has_field(const struct rk_an *a, const struct field *f)
{
	const char *s = a->p->hook.section;

	s += *s == '?';
	return strcmp(f->name, "xdp_md.egress_ifindex") || !strncmp(s, "xdp/devmap", 10) ||
	       !strncmp(s, "xdp.frags/devmap", 16);
}

static bool fits(const struct field *f, s64 size, bool write)
{
	switch (f->width) {
	case WORD: return write ? size == 4 : size <= 4;
	case CELLS: return true;
	default: return size == (f->width & 0xf);
	}
}

bool rk_check_packet_ctx(struct rk_an *a, const struct rk_access *x, enum rk_use use)
{
	const struct field *f = NULL;
	bool write = use == RK_WRITE;

	if (use != RK_READ && use != RK_WRITE)
		return rk_fail(a, use == RK_ARG_READ ? RK_DIAG_ARG_TYPE : RK_DIAG_READ_ONLY,
			"the context of a packet is no memory: its fields are read one by one");
	if (x->lo == x->hi && x->lo >= 0 && x->lo < 256 && x->lo % x->size == 0)
		f = field_at(a, x->lo, x->size);
	if (!f || !fits(f, x->size, write) || !has_field(a, f))
		return rk_fail(a, RK_DIAG_CTX_FIELD,
			"access of %" PRId64 " bytes at offset %" PRId64
			" fits no field that '%s' programs may %s",
			x->size, x->lo, a->hook->name, write ? "write" : "read");
	if (write && !(f->writers & class_of(a)))
		return rk_fail(a, RK_DIAG_READ_ONLY,
			"write to field '%s', which '%s' programs may only read", f->name,
			a->hook->name);
	if (a->p->insns[a->pc].flags & RK_INSN_SIGNED && f->what != NUMBER)
		return rk_fail(
			a, RK_DIAG_CTX_FIELD, "'%s' is an address, and has no sign", f->name);
	return true;
}

struct rk_reg rk_packet_ctx_load(struct rk_an *a, s64 off, u8 size, bool sign)
{
	const struct field *f = field_at(a, off, size);
	struct rk_reg r;

	a->packets |= f && f->what != NUMBER;
	switch (f ? f->what : NUMBER) {
	case DATA: return rk_reg_ptr(RK_T_PACKET, 0, 0, a->pc);
	case DATA_END: return rk_reg_ptr(RK_T_PACKET_END, 0, 0, a->pc);
	case DATA_META: return rk_reg_ptr(RK_T_PACKET_META, 0, 0, a->pc);
	case SOCK:
		r = rk_reg_ptr(RK_T_SOCK, RK_SOCK_COMMON, 0, a->pc);
		r.flags = RK_NULLABLE;
		r.id = a->next_id++;
		return r;
	default: return rk_reg_scalar(rk_val_bytes(size, sign), a->pc);
	}
}

/* ---- loads by offset ---- */

/* Where it leaves a subprogram, that returns 0: a number, which its type must say. */
static bool returns_number(const struct rk_an *a)
{
	const struct rk_btf *b = &a->p->obj->btf;
	u32 id = a->p->funcs[a->s.frame[a->s.depth].func].btf_func;
	u8 kind;

	if (!a->s.depth || !id)
		return true;
	id = rk_btf_type(b, id).size_or_type;
	kind = rk_btf_type(b, rk_btf_skip(b, rk_btf_type(b, id).size_or_type)).kind;
	return kind == RK_BTF_INT || kind == RK_BTF_ENUM || kind == RK_BTF_ENUM64;
}

/* Linux's rules: the context in r6, and nothing held, because the load may end the function. */
bool rk_check_packet_load(struct rk_an *a, const struct rk_insn *in)
{
	const struct rk_reg context = rk_reg_get(&a->s, 6);
	u32 hooks = class_of(a);

	if (hooks != S && hooks != T)
		return rk_fail(a, RK_DIAG_CONTEXT,
			"socket filters and traffic classifiers alone may load packets by offset");
	if (!rk_check_readable(a, 6))
		return false;
	if (context.kind != RK_T_CTX || context.v.umax)
		return rk_fail(a, RK_DIAG_ARG_TYPE,
			"r6 is %s; a load of the packet takes the context there, unchanged",
			rk_kind_name(a, &context));
	if (in->flags & RK_INSN_SRC_REG && !rk_check_readable(a, in->src))
		return false;
	if (in->flags & RK_INSN_SRC_REG && a->s.r[in->src].kind != RK_T_SCALAR)
		return rk_fail(
			a, RK_DIAG_PTR_LEAK, "r%u, an offset in the packet, is no number", in->src);
	if (!returns_number(a))
		return rk_fail(a, RK_DIAG_RETURN_VALUE,
			"a load of the packet may end this function, which returns no number");
	if (!a->s.n_held)
		return true;
	rk_fail(a, RK_DIAG_LEAK_REF,
		"a load of the packet ends the program where the bytes are not there, and "
		"something is held");
	rk_because(a, a->s.held[a->s.n_held - 1].insn, "it began here; end it before");
	rk_note_path(a);
	return false;
}

/* Where the bytes are not there, the function returns 0. */
void rk_packet_loaded(struct rk_an *a, const struct rk_insn *in, bool there)
{
	struct rk_reg r =
		rk_reg_scalar(there ? rk_val_bytes(in->size, false) : rk_val_const(0), a->pc);

	rk_regs_clear(&a->s, 1, 5);
	rk_reg_put(&a->s, 0, &r);
	if (there)
		rk_facts_result(a, &r);
}

/* ---- the end ---- */

/* Linux's limits of what a program returns, where they differ from the hook's row. */
void rk_packet_returns(const struct rk_an *a, s64 *min, s64 *max)
{
	const char *s = a->p->hook.section;
	bool egress = strstr(s, "/egress") != NULL;

	if (class_of(a) != C)
		return;
	*min = 0;
	*max = egress ? 3 : 1;
}
