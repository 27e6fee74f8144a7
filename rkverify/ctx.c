// SPDX-License-Identifier: MIT
/*
 * The context: which of its bytes an access may touch, by the field table of the hook's row or by
 * the kind of context. Scalars are read whole, as an aligned part, or several at once as Clang
 * copies structs; arrays at proved indices.
 */
#include <inttypes.h>
#include "call.h"
#include "packet.h"

static bool no_field(struct rk_an *a, const struct rk_access *x)
{
	const struct rk_hook_row *h = a->hook;

	if (x->lo == x->hi)
		rk_fail(a, RK_DIAG_CTX_FIELD,
			"access of %" PRId64 " bytes at offset %" PRId64 " fits no field of '%s'",
			x->size, x->lo, h->ctx_name);
	else
		rk_fail(a, RK_DIAG_CTX_FIELD,
			"access of %" PRId64 " bytes at offset [%" PRId64 ", %" PRId64
			"] fits no field of '%s'",
			x->size, x->lo, x->hi, h->ctx_name);
	for (u32 i = 0; i < h->n_fields && x->lo == x->hi; i++) {
		const struct rk_ctx_field *f = &h->fields[i];

		if (x->lo < f->offset + f->size && x->lo + x->size > f->offset)
			rk_because(a, a->pc, "field '%s' has %u bytes at offset %u", f->name,
				f->size, f->offset);
	}
	rk_note_path(a);
	return false;
}

/* Not within [0, bytes)? Without sums: lo and hi may be any 64-bit number. */
static bool outside(const struct rk_access *x, s64 bytes)
{
	return x->lo < 0 || x->hi > bytes || x->size > bytes - x->hi;
}

static const struct rk_ctx_field *field_of(const struct rk_an *a, const struct rk_access *x)
{
	for (u32 i = 0; i < a->hook->n_fields; i++) {
		const struct rk_ctx_field *f = &a->hook->fields[i];

		if (x->lo >= f->offset && x->hi + x->size <= f->offset + f->size)
			return f;
	}
	return NULL;
}

/* The first byte of [at, end) that belongs to no field, or end. */
static s64 first_gap(const struct rk_an *a, s64 at, s64 end)
{
	while (at < end) {
		const struct rk_ctx_field *in = NULL;

		for (u32 i = 0; i < a->hook->n_fields && !in; i++)
			if (at >= a->hook->fields[i].offset &&
				at < a->hook->fields[i].offset + a->hook->fields[i].size)
				in = &a->hook->fields[i];
		if (!in)
			return at;
		at = in->offset + in->size;
	}
	return end;
}

static bool check_struct(struct rk_an *a, const struct rk_access *x, bool write)
{
	const struct rk_ctx_field *f;

	if (x->align < x->size || outside(x, a->hook->ctx_size))
		return no_field(a, x);
	f = field_of(a, x);
	if (!f && !write && x->lo == x->hi &&
		first_gap(a, x->lo, x->lo + x->size) == x->lo + x->size)
		return true;
	if (!f)
		return no_field(a, x);
	if (write && !f->writable)
		return rk_fail(a, RK_DIAG_READ_ONLY,
			"write to field '%s' of '%s', which is read-only", f->name,
			a->hook->ctx_name);
	return true;
}

/* A helper reads a whole range: every byte must belong to some field. */
static bool check_struct_range(struct rk_an *a, const struct rk_access *x)
{
	if (!outside(x, a->hook->ctx_size) &&
		first_gap(a, x->lo, x->hi + x->size) == x->hi + x->size)
		return true;
	if (x->lo == x->hi)
		rk_fail(a, RK_DIAG_ARG_SIZE,
			"the helper may read %" PRId64 " bytes at offset %" PRId64
			" of the context '%s', which has %u",
			x->size, x->lo, a->hook->ctx_name, a->hook->ctx_size);
	else
		rk_fail(a, RK_DIAG_ARG_SIZE,
			"the helper may read %" PRId64 " bytes at offset [%" PRId64 ", %" PRId64
			"] of the context '%s', which has %u",
			x->size, x->lo, x->hi, a->hook->ctx_name, a->hook->ctx_size);
	rk_note_path(a);
	return false;
}

static u32 readable_bytes(const struct rk_an *a)
{
	switch (a->hook->ctx_kind) {
	case RK_CTX_BTF_ARGS: return rk_ctx_args_bytes(a);
	case RK_CTX_RAW_ARGS: return a->p->n_raw_args ? a->p->n_raw_args * 8u : 12 * 8;
	default: return a->hook->ctx_size;
	}
}

/* An argument's low bytes or another aligned part: not of an address. */
static bool part_of_number(struct rk_an *a, const struct rk_access *x)
{
	return a->hook->ctx_kind == RK_CTX_RAW_ARGS || rk_ctx_arg(a, x->lo).kind == RK_T_SCALAR;
}

/* Linux reads its own contexts in whole words, at constant offsets. */
static bool check_flat(struct rk_an *a, const struct rk_access *x, enum rk_use use)
{
	u8 kind = a->hook->ctx_kind;
	bool args = kind == RK_CTX_RAW_ARGS || kind == RK_CTX_BTF_ARGS;

	if (outside(x, readable_bytes(a)))
		return no_field(a, x);
	if (use == RK_ARG_READ)
		return args ? rk_fail(a, RK_DIAG_ARG_TYPE,
				      "the arguments in the context cannot be passed as memory")
			    : true;
	if (args && (x->lo != x->hi || (x->size != 8 && !part_of_number(a, x))))
		return no_field(a, x);
	return x->align >= x->size || kind == RK_CTX_TRACE_RECORD || no_field(a, x);
}

/*
 * What a sample's context says is gathered from elsewhere, each read by code of its own: registers
 * are read whole, the two numbers behind them in parts too. There is no such memory.
 */
static bool check_sample(struct rk_an *a, const struct rk_access *x, enum rk_use use)
{
	s64 bytes;

	if (use == RK_ARG_READ)
		return rk_fail(
			a, RK_DIAG_ARG_TYPE, "the context of a sample cannot be passed as memory");
	if (x->size == 8 && x->lo == x->hi && x->align >= 8 && !outside(x, RK_SAMPLE_LEAST))
		return true;
	bytes = rk_kernel_sample_bytes(a->p->obj->target);
	if (outside(x, bytes) || x->lo != x->hi || x->align < x->size)
		return no_field(a, x);
	return x->size == 8 || x->lo >= bytes - RK_SAMPLE_NUMBERS || no_field(a, x);
}

static bool check_ctx(struct rk_an *a, struct rk_access *x, u32 reg, enum rk_use use)
{
	bool write = use == RK_WRITE || use == RK_ARG_WRITE || use == RK_ATOMIC_RMW;

	x->region = RK_REGION_CTX;
	if (!a->hook)
		return rk_fail(a, RK_DIAG_CTX_FIELD, "r%u: this program has no context", reg);
	if (a->hook->ctx_kind == RK_CTX_BTF_ARGS || a->hook->ctx_kind == RK_CTX_RAW_ARGS)
		x->region = RK_REGION_ARGS;
	if (a->hook->ctx_kind == RK_CTX_PACKET)
		return rk_check_packet_ctx(a, x, use);
	if (use == RK_ATOMIC_RMW || use == RK_ARG_WRITE || (write && !a->hook->fields))
		return rk_fail(a, RK_DIAG_READ_ONLY, "write to the context, which is read-only");
	if (a->hook->ctx_kind == RK_CTX_OPAQUE)
		return check_sample(a, x, use);
	if (a->hook->ctx_kind != RK_CTX_STRUCT)
		return check_flat(a, x, use);
	return use == RK_ARG_READ ? check_struct_range(a, x) : check_struct(a, x, write);
}

/* No context is larger than 64 KiB: a sum that was accepted does not wrap. */
bool rk_check_ctx(struct rk_an *a, struct rk_access *x, u32 reg, enum rk_use use)
{
	if (!check_ctx(a, x, reg, use))
		return false;
	if (x->hi + x->size > a->ctx_bytes)
		a->ctx_bytes = (u32)(x->hi + x->size);
	return true;
}
