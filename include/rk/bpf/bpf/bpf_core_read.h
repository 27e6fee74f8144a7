/* SPDX-License-Identifier: MIT */
/*
 * CO-RE: field offsets, sizes and existence come from the target kernel's BTF, which rkcc reads on
 * the workstation (--target-btf). Code that uses this is bound to that kernel.
 */
#ifndef RK_BPF_CORE_READ_H
#define RK_BPF_CORE_READ_H

#include <bpf/bpf_helpers.h>

/* Second arguments of __builtin_preserve_*_info, as Clang numbers them. */
enum bpf_field_info_kind {
	BPF_FIELD_BYTE_OFFSET = 0,
	BPF_FIELD_BYTE_SIZE = 1,
	BPF_FIELD_EXISTS = 2,
	BPF_FIELD_SIGNED = 3,
	BPF_FIELD_LSHIFT_U64 = 4,
	BPF_FIELD_RSHIFT_U64 = 5,
};
enum bpf_type_id_kind { BPF_TYPE_ID_LOCAL = 0, BPF_TYPE_ID_TARGET = 1 };
enum bpf_type_info_kind { BPF_TYPE_EXISTS = 0, BPF_TYPE_SIZE = 1, BPF_TYPE_MATCHES = 2 };
enum bpf_enum_value_kind { BPF_ENUMVAL_EXISTS = 0, BPF_ENUMVAL_VALUE = 1 };

/* The field is named either by an access (p->f) or by a type and a name. */
#define rk_field1(access) access
#define rk_field2(type, name) ((typeof(type) *)0)->name
#define rk_field(...) rk_apply(rk_field, rk_count(__VA_ARGS__))(__VA_ARGS__)

#define bpf_core_field_exists(field...)                                                            \
	__builtin_preserve_field_info(rk_field(field), BPF_FIELD_EXISTS)
#define bpf_core_field_size(field...)                                                              \
	__builtin_preserve_field_info(rk_field(field), BPF_FIELD_BYTE_SIZE)
#define bpf_core_field_offset(field...)                                                            \
	__builtin_preserve_field_info(rk_field(field), BPF_FIELD_BYTE_OFFSET)
#define bpf_core_type_exists(type) __builtin_preserve_type_info(*(typeof(type) *)0, BPF_TYPE_EXISTS)
#define bpf_core_type_matches(type)                                                                \
	__builtin_preserve_type_info(*(typeof(type) *)0, BPF_TYPE_MATCHES)
#define bpf_core_type_size(type) __builtin_preserve_type_info(*(typeof(type) *)0, BPF_TYPE_SIZE)
#define bpf_core_type_id_kernel(type) __builtin_btf_type_id(*(typeof(type) *)0, BPF_TYPE_ID_TARGET)
#define bpf_core_type_id_local(type) __builtin_btf_type_id(*(typeof(type) *)0, BPF_TYPE_ID_LOCAL)
#define bpf_core_enum_value_exists(type, name)                                                     \
	__builtin_preserve_enum_value(*(typeof(type) *)name, BPF_ENUMVAL_EXISTS)
#define bpf_core_enum_value(type, name)                                                            \
	__builtin_preserve_enum_value(*(typeof(type) *)name, BPF_ENUMVAL_VALUE)

/* Copy one field; a failed read gives zeros. */
#define bpf_core_read(dst, size, src)                                                              \
	bpf_probe_read_kernel(dst, size, (const void *)__builtin_preserve_access_index(src))
#define bpf_core_read_user(dst, size, src)                                                         \
	bpf_probe_read_user(dst, size, (const void *)__builtin_preserve_access_index(src))
#define bpf_core_read_str(dst, size, src)                                                          \
	bpf_probe_read_kernel_str(dst, size, (const void *)__builtin_preserve_access_index(src))
#define bpf_core_read_user_str(dst, size, src)                                                     \
	bpf_probe_read_user_str(dst, size, (const void *)__builtin_preserve_access_index(src))
#define bpf_core_cast(ptr, type) ((typeof(type) *)(ptr))

/* rk_path(s, a, b, c) is s->a->b->c, for its type only. */
#define rk_path1(s, a) s->a
#define rk_path2(s, a, b) s->a->b
#define rk_path3(s, a, b, c) s->a->b->c
#define rk_path4(s, a, b, c, d) s->a->b->c->d
#define rk_path5(s, a, b, c, d, e) s->a->b->c->d->e
#define rk_path6(s, a, b, c, d, e, f) s->a->b->c->d->e->f
#define rk_path7(s, a, b, c, d, e, f, g) s->a->b->c->d->e->f->g
#define rk_path8(s, a, b, c, d, e, f, g, h) s->a->b->c->d->e->f->g->h
#define rk_path9(s, a, b, c, d, e, f, g, h, i) s->a->b->c->d->e->f->g->h->i
#define rk_path(s, ...) rk_apply(rk_path, rk_count(__VA_ARGS__))(s, __VA_ARGS__)

/*
 * rk_walk<n>: follow n - 1 pointers with rd, then give the address of the last field to `last`.
 * Each level holds its pointer in a variable of its own name, which the next level starts from.
 */
#define rk_walk1(rd, last, d, n, s, a) last(d, n, &(s)->a)
#define rk_hop(p, rd, s, a)                                                                        \
	typeof((s)->a) p;                                                                          \
	rd((void *)&p, sizeof(p), &(s)->a)
#define rk_walk2(rd, last, d, n, s, a, x...)                                                       \
	({                                                                                         \
		rk_hop(rk_p2, rd, s, a);                                                           \
		rk_walk1(rd, last, d, n, rk_p2, x);                                                \
	})
#define rk_walk3(rd, last, d, n, s, a, x...)                                                       \
	({                                                                                         \
		rk_hop(rk_p3, rd, s, a);                                                           \
		rk_walk2(rd, last, d, n, rk_p3, x);                                                \
	})
#define rk_walk4(rd, last, d, n, s, a, x...)                                                       \
	({                                                                                         \
		rk_hop(rk_p4, rd, s, a);                                                           \
		rk_walk3(rd, last, d, n, rk_p4, x);                                                \
	})
#define rk_walk5(rd, last, d, n, s, a, x...)                                                       \
	({                                                                                         \
		rk_hop(rk_p5, rd, s, a);                                                           \
		rk_walk4(rd, last, d, n, rk_p5, x);                                                \
	})
#define rk_walk6(rd, last, d, n, s, a, x...)                                                       \
	({                                                                                         \
		rk_hop(rk_p6, rd, s, a);                                                           \
		rk_walk5(rd, last, d, n, rk_p6, x);                                                \
	})
#define rk_walk7(rd, last, d, n, s, a, x...)                                                       \
	({                                                                                         \
		rk_hop(rk_p7, rd, s, a);                                                           \
		rk_walk6(rd, last, d, n, rk_p7, x);                                                \
	})
#define rk_walk8(rd, last, d, n, s, a, x...)                                                       \
	({                                                                                         \
		rk_hop(rk_p8, rd, s, a);                                                           \
		rk_walk7(rd, last, d, n, rk_p8, x);                                                \
	})
#define rk_walk9(rd, last, d, n, s, a, x...)                                                       \
	({                                                                                         \
		rk_hop(rk_p9, rd, s, a);                                                           \
		rk_walk8(rd, last, d, n, rk_p9, x);                                                \
	})
#define rk_walk(rd, last, d, n, s, path...)                                                        \
	rk_apply(rk_walk, rk_count(path))(rd, last, d, n, s, path)
#define rk_value(rd, s, path...)                                                                   \
	({                                                                                         \
		typeof(rk_path(s, path)) rk_v;                                                     \
		rk_walk(rd, rd, (void *)&rk_v, sizeof(rk_v), s, path);                             \
		rk_v;                                                                              \
	})

/* BPF_CORE_READ(task, mm, exe_file, f_inode, i_ino) */
#define BPF_CORE_READ(s, path...) rk_value(bpf_core_read, s, path)
#define BPF_CORE_READ_USER(s, path...) rk_value(bpf_core_read_user, s, path)
#define BPF_CORE_READ_INTO(dst, s, path...)                                                        \
	rk_walk(bpf_core_read, bpf_core_read, dst, sizeof(*(dst)), s, path)
#define BPF_CORE_READ_USER_INTO(dst, s, path...)                                                   \
	rk_walk(bpf_core_read_user, bpf_core_read_user, dst, sizeof(*(dst)), s, path)
#define BPF_CORE_READ_STR_INTO(dst, s, path...)                                                    \
	rk_walk(bpf_core_read, bpf_core_read_str, dst, sizeof(*(dst)), s, path)
#define BPF_CORE_READ_USER_STR_INTO(dst, s, path...)                                               \
	rk_walk(bpf_core_read_user, bpf_core_read_user_str, dst, sizeof(*(dst)), s, path)

/* The same with the offsets of the headers compiled against, not the target's. */
#define BPF_PROBE_READ(s, path...) rk_value(bpf_probe_read_kernel, s, path)
#define BPF_PROBE_READ_USER(s, path...) rk_value(bpf_probe_read_user, s, path)
#define BPF_PROBE_READ_INTO(dst, s, path...)                                                       \
	rk_walk(bpf_probe_read_kernel, bpf_probe_read_kernel, dst, sizeof(*(dst)), s, path)
#define BPF_PROBE_READ_STR_INTO(dst, s, path...)                                                   \
	rk_walk(bpf_probe_read_kernel, bpf_probe_read_kernel_str, dst, sizeof(*(dst)), s, path)

#define rk_bits(s, field, kind) __builtin_preserve_field_info((s)->field, BPF_FIELD_##kind)
#define BPF_CORE_READ_BITFIELD_PROBED(s, field)                                                    \
	({                                                                                         \
		unsigned long long rk_v = 0;                                                       \
		bpf_probe_read_kernel(&rk_v, rk_bits(s, field, BYTE_SIZE),                         \
			(const char *)(s) + rk_bits(s, field, BYTE_OFFSET));                       \
		rk_v <<= rk_bits(s, field, LSHIFT_U64);                                            \
		rk_bits(s, field, SIGNED) ? (long long)rk_v >> rk_bits(s, field, RSHIFT_U64)       \
					  : rk_v >> rk_bits(s, field, RSHIFT_U64);                 \
	})

#endif
