// SPDX-License-Identifier: MIT
/*
 * Sockets, as programs that see packets have them: pointers to struct bpf_sock or bpf_tcp_sock,
 * fields of which are read one by one, never moved and never written. What a lookup gives must be
 * given back, and what is made of it ends with it. Checks return false after reporting.
 */
#include <inttypes.h>
#include <string.h>
#include "call.h"
#include "packet.h"

enum width { WORD, W4 = 4, W8 = 8 };
enum { LISTENER = 98 /* get_listener_sock */ };

static const struct field {
	u8 kind;
	u16 offset, bytes;
	u8 width;
} fields[] = {
#define SOCKET_FIELD(kind, name, offset, bytes, width) {RK_SOCK_##kind, offset, bytes, width},
#include "rk/packet.def"
};

static bool has_field(u32 kind, s64 off, s64 size)
{
	for (u32 i = 0; i < RK_ARRAY_SIZE(fields); i++) {
		const struct field *f = &fields[i];
		bool has = f->kind == kind || (kind == RK_SOCK_FULL && f->kind == RK_SOCK_COMMON);

		if (has && off >= f->offset && off + size <= f->offset + f->bytes &&
			(f->width == WORD ? size <= 4 : size == f->width))
			return true;
	}
	return false;
}

bool rk_check_sock(
	struct rk_an *a, const struct rk_reg *base, u32 reg, struct rk_access *x, enum rk_use use)
{
	x->region = RK_REGION_KERNEL;
	x->obj = 0;
	if (use == RK_ARG_READ || use == RK_ARG_WRITE)
		return rk_bad_arg(a, reg, "memory");
	if (use != RK_READ)
		return rk_fail(a, RK_DIAG_READ_ONLY, "write through r%u, a socket", reg);
	if (x->lo == x->hi && x->lo >= 0 && x->lo < 256 && x->lo % x->size == 0 &&
		has_field(base->obj, x->lo, x->size))
		return true;
	return rk_fail(a, RK_DIAG_CTX_FIELD,
		"read of %" PRId64 " bytes at offset %" PRId64
		" fits no field of the socket in r%u",
		x->size, x->lo, reg);
}

/* Helpers that also take what is known to be a socket by its type in the kernel. */
static bool takes_typed(u32 helper)
{
	switch (helper) {
	case 86:               /* sk_release */
	case 100:              /* tcp_check_syncookie */
	case 110:              /* tcp_gen_syncookie */
	case 124: return true; /* sk_assign */
	default: return false;
	}
}

static bool is_sock(const struct rk_an *a, const struct rk_call *c, const struct rk_reg *r)
{
	if (r->kind == RK_T_KERNEL)
		return takes_typed(c->row->id) &&
		       rk_kernel_is(a, r, "sock_common", RK_TRUSTED | RK_RCU | RK_WALKED);
	return r->kind == RK_T_SOCK && !(r->flags & RK_NULLABLE) && r->obj != RK_SOCK_XDP;
}

bool rk_arg_sock(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_reg r = rk_reg_get(&a->s, reg);
	bool held = c->row->args[reg - 1] == RK_ARG_BPF_SOCK_HELD;

	if (held && r.kind == RK_T_BROKEN && r.flags & RK_GONE)
		return rk_fail(
			a, RK_DIAG_BAD_RELEASE, "the socket in r%u was released before", reg);
	if (!is_sock(a, c, &r))
		return rk_bad_arg(a, reg, "a socket");
	if (!held)
		return true;
	if (!r.ref)
		return rk_fail(a, RK_DIAG_BAD_RELEASE,
			"r%u is a socket that the program does not hold", reg);
	c->release = r.ref;
	return rk_check_release(a, r.ref);
}

/*
 * Maps of sockets, for programs that see packets: what is found in one is held, what is put in is a
 * socket; those of drivers are looked at only. Iterators put the socket in that they are at, which
 * its lock keeps, and take sockets out.
 */
bool rk_serves_sockets(const struct rk_hook_row *hook, u32 helper, u32 type)
{
	bool all = type == RK_MAP_SOCKMAP || type == RK_MAP_SOCKHASH;

	if (hook && hook->id == RK_HOOK_ITER)
		return all && (helper == 2 || helper == 3);
	if (!hook || hook->ctx_kind != RK_CTX_PACKET)
		return false;
	switch (helper) {
	case 1: return all || type == RK_MAP_XSKMAP;
	case 2:
	case 3: return all && hook->id != RK_HOOK_CGROUP_SKB;
	default: return false;
	}
}

bool rk_arg_put_socket(struct rk_an *a, u32 reg)
{
	const struct rk_reg r = rk_reg_get(&a->s, reg);

	return (r.kind == RK_T_SOCK && !(r.flags & RK_NULLABLE)) ||
	       rk_kernel_is(a, &r, "sock_common", RK_TRUSTED) || rk_bad_arg(a, reg, "a socket");
}

/* What a look-up found in such a map; a held one is still to be. */
struct rk_reg rk_sock_found(struct rk_an *a, u32 type)
{
	bool driver = type == RK_MAP_XSKMAP;
	struct rk_reg r = rk_reg_ptr(RK_T_SOCK, driver ? RK_SOCK_XDP : RK_SOCK_FULL, 0, a->pc);

	a->packets = true;
	if (!driver)
		return r;
	r.flags = RK_NULLABLE;
	r.id = a->next_id++;
	return r;
}

struct rk_reg rk_sock_result(struct rk_an *a, const struct rk_call *c)
{
	u32 kind = !strcmp(c->row->btf, "sock")       ? RK_SOCK_FULL
		   : !strcmp(c->row->btf, "tcp_sock") ? RK_SOCK_TCP
						      : RK_SOCK_COMMON;
	struct rk_reg r = rk_reg_ptr(RK_T_SOCK, kind, 0, a->pc), of;

	a->packets = true;
	if (c->row->ret != RK_RET_SOCK_CAST_OR_NULL)
		return r;
	of = rk_reg_get(&a->s, 1);
	/* Who listens is another socket, which is not held: it lasts as long as the run. */
	r.ref = c->row->id == LISTENER ? 0 : of.ref;
	r.flags = r.ref ? RK_NULLABLE | RK_BORROWED : RK_NULLABLE;
	r.id = a->next_id++;
	return r;
}
