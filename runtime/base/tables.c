/* SPDX-License-Identifier: MIT */
/*
 * The .def tables as constant data, and look-ups in them; helpers are in tables_helper.c. Nothing
 * here may fail but by finding no row; a row given twice does not compile (duplicate case).
 */
#include "rk/tables.h"

#define ROW_RUN true
#define ROW_VERIFY false

/* ---- map types ---- */
#define LOOKUP RK_MAPF_LOOKUP
#define PERCPU RK_MAPF_PERCPU
#define INLINE RK_MAPF_INLINE
#define INNER RK_MAPF_INNER
#define DEVICE RK_MAPF_DEVICE
#define PROFILE_BOTH false
#define PROFILE_CLOUD true
static const struct rk_map_row maps[] = {
#define MAP_TYPE(name, id, run, key, value, flags, profile, version, doc)                          \
	{id, ROW_##run, PROFILE_##profile, RK_KEY_##key, RK_KEY_##value, flags,                    \
		version RK_DOC(, #name, doc)},
#include "rk/map.def"
#undef MAP_TYPE
};
#undef LOOKUP
#undef PERCPU
#undef INLINE
#undef INNER
#undef DEVICE

const struct rk_map_row *rk_map_row(u32 type)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(maps); i++)
		if (maps[i].type == type)
			return &maps[i];
	return NULL;
}

const struct rk_map_row *rk_map_row_at(size_t index)
{
	return index < RK_ARRAY_SIZE(maps) ? &maps[index] : NULL;
}

/* ---- contexts: one array per struct, filtered from the rows of hook.def ---- */
#ifndef RK_NO_DOCS
#define ACCESS_READ 0
#define ACCESS_WRITE 1
#define ELEM(ctx, field)                                                                           \
	_Generic(&((struct ctx *)0)->field,                                                        \
		unsigned long long(*)[6]: 8,                                                       \
		unsigned char(*)[64]: 1,                                                           \
		default: sizeof(((struct ctx *)0)->field))
#define FIELD(ctx, field, access)                                                                  \
	{#field, offsetof(struct ctx, field), sizeof(((struct ctx *)0)->field), ELEM(ctx, field),  \
		ACCESS_##access},
#define SKIP(ctx, field, access)

#define OF_iio_event SKIP
#define OF_gpio_event SKIP
#define OF_pwm_state SKIP
#define OF_can_event SKIP
#define OF_timer_event SKIP
#define OF_syscall_event SKIP

#undef OF_iio_event
#define OF_iio_event FIELD
static const struct rk_ctx_field iio_event_fields[] = {
#define CTX_FIELD(ctx, field, access) OF_##ctx(ctx, field, access)
#include "rk/hook.def"
};
#undef OF_iio_event
#define OF_iio_event SKIP

#undef OF_gpio_event
#define OF_gpio_event FIELD
static const struct rk_ctx_field gpio_event_fields[] = {
#define CTX_FIELD(ctx, field, access) OF_##ctx(ctx, field, access)
#include "rk/hook.def"
};
#undef OF_gpio_event
#define OF_gpio_event SKIP

#undef OF_pwm_state
#define OF_pwm_state FIELD
static const struct rk_ctx_field pwm_state_fields[] = {
#define CTX_FIELD(ctx, field, access) OF_##ctx(ctx, field, access)
#include "rk/hook.def"
};
#undef OF_pwm_state
#define OF_pwm_state SKIP

#undef OF_can_event
#define OF_can_event FIELD
static const struct rk_ctx_field can_event_fields[] = {
#define CTX_FIELD(ctx, field, access) OF_##ctx(ctx, field, access)
#include "rk/hook.def"
};
#undef OF_can_event
#define OF_can_event SKIP

#undef OF_timer_event
#define OF_timer_event FIELD
static const struct rk_ctx_field timer_event_fields[] = {
#define CTX_FIELD(ctx, field, access) OF_##ctx(ctx, field, access)
#include "rk/hook.def"
};
#undef OF_timer_event
#define OF_timer_event SKIP

#undef OF_syscall_event
#define OF_syscall_event FIELD
static const struct rk_ctx_field syscall_event_fields[] = {
#define CTX_FIELD(ctx, field, access) OF_##ctx(ctx, field, access)
#include "rk/hook.def"
};
#endif

/* ---- hooks ---- */
#define ATOMIC RK_HOOK_ATOMIC
#define HARDIRQ RK_HOOK_HARDIRQ
#define STRUCT(ctx)                                                                                \
	RK_CTX_STRUCT, sizeof(struct ctx) RK_DOC(, #ctx, ctx##_fields, RK_ARRAY_SIZE(ctx##_fields))
#define CTX_iio_event STRUCT(iio_event)
#define CTX_gpio_event STRUCT(gpio_event)
#define CTX_pwm_state STRUCT(pwm_state)
#define CTX_can_event STRUCT(can_event)
#define CTX_timer_event STRUCT(timer_event)
#define CTX_syscall_event STRUCT(syscall_event)
/* The sizes that Linux lets a program read. struct pt_regs is the smaller, x86-64's. */
#define CTX_PT_REGS RK_CTX_PT_REGS, 168 RK_DOC(, "pt_regs", NULL, 0)
#define CTX_RAW_ARGS RK_CTX_RAW_ARGS, 96 RK_DOC(, "raw_args", NULL, 0)
#define CTX_BTF_ARGS RK_CTX_BTF_ARGS, 0 RK_DOC(, "btf_args", NULL, 0)
#define CTX_RECORD RK_CTX_TRACE_RECORD, 8192 RK_DOC(, "trace_record", NULL, 0)
#define CTX_OPAQUE RK_CTX_OPAQUE, 256 RK_DOC(, "opaque", NULL, 0)
#define CTX___sk_buff RK_CTX_PACKET, 192 RK_DOC(, "__sk_buff", NULL, 0)
#define CTX_xdp_md RK_CTX_PACKET, 24 RK_DOC(, "xdp_md", NULL, 0)
static const struct rk_hook_row hooks[] = {
#define HOOK(name, id, prefix, run, ctx, rmin, rmax, traits, budget, doc)                          \
	{prefix, id, ROW_##run, rmin, rmax, traits, budget, CTX_##ctx RK_DOC(, #name, doc)},
#include "rk/hook.def"
};

const struct rk_hook_row *rk_hook_row(u8 id)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(hooks); i++)
		if (hooks[i].id == id)
			return &hooks[i];
	return NULL;
}

const struct rk_hook_row *rk_hook_row_at(size_t index)
{
	return index < RK_ARRAY_SIZE(hooks) ? &hooks[index] : NULL;
}

/* ---- errors ---- */
static const struct error_row {
	s16 value, errnum;
	const char *text;
	RK_DOC(const char *name;)
} errors[] = {
#define ERROR(name, value, errnum, text) {value, errnum, text RK_DOC(, #name)},
#include "rk/error.def"
#undef ERROR
};

static const struct error_row *error_row(int err)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(errors); i++)
		if (errors[i].value == -err)
			return &errors[i];
	return NULL;
}

const char *rk_strerror(int err)
{
	const struct error_row *row = error_row(err);

	if (err == RK_OK)
		return "no error";
	return row ? row->text : "unknown error";
}

#ifndef RK_NO_DOCS
const char *rk_errname(int err)
{
	const struct error_row *row = error_row(err);

	if (err == RK_OK)
		return "OK";
	return row ? row->name : "EUNKNOWN";
}
#endif

int rk_errno(int err)
{
	const struct error_row *row = error_row(err);

	if (err == RK_OK)
		return 0;
	return row ? row->errnum : 22;
}
