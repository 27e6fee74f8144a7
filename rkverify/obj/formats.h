/* SPDX-License-Identifier: MIT */
/*
 * Trace records of a kernel without BTF: the text of its events' format files (tracefs), made into
 * BTF. Each event NAME becomes struct trace_event_raw_NAME, as in a kernel's BTF, with the fields'
 * names, offsets and sizes; the common ones are struct trace_entry, member `ent`. The text is
 * foreign: each line is checked, and one that is none is an error with its number.
 */
#ifndef RK_OBJ_FORMATS_H
#define RK_OBJ_FORMATS_H

#include "btf.h"

/* A blob for rk_btf_read(), in the arena; NULL and *why. Two events of one name are both there. */
u8 *rk_formats_btf(
	struct rk_arena *a, const char *text, size_t text_size, size_t *size, const char **why);

#endif
