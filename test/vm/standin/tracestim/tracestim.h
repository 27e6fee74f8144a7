/* SPDX-License-Identifier: MIT */
/* An event of a module, with a text at the end of its record. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM tracestim

#if !defined(TRACESTIM_H) || defined(TRACE_HEADER_MULTI_READ)
#define TRACESTIM_H

#include <linux/tracepoint.h>

/* clang-format off */
TRACE_EVENT(tracestim_event,
	TP_PROTO(u64 sequence, int value, const char *text),
	TP_ARGS(sequence, value, text),
	TP_STRUCT__entry(
		__field(u64, sequence)
		__field(int, value)
		__string(text, text)),
	TP_fast_assign(
		__entry->sequence = sequence;
		__entry->value = value;
		ASSIGN_TEXT(text);),
	TP_printk("%llu %d %s", __entry->sequence, __entry->value, __get_str(text)));
/* clang-format on */

#endif

#undef TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_PATH .
#define TRACE_INCLUDE_FILE tracestim
#include <trace/define_trace.h>
