/* SPDX-License-Identifier: MIT */
/*
 * The protocol between a workstation and rk-agent, over the agent's stdin and stdout.
 *
 * The agent begins with the 8 bytes RK_PROTO_MAGIC: whatever a login shell printed before them is
 * to be skipped. Then both sides send frames: a struct rk_frame_head and `size` bytes.
 * Little-endian. The workstation asks, HELLO first; each request (proto.def) gets exactly one reply
 * with its tag, in the order of the requests. A reply's body is a struct rk_reply and, where error
 * and sys are 0, the data that proto.def names. Between replies come frames of kind RK_FRAME_EVENT:
 * struct rk_chunk and bytes of one record; a record longer than a frame comes in several, in order.
 *
 * The agent ends at the end of its input, or when a frame is malformed (it says so on stderr and
 * exits 2): there is no way to find the next frame after a wrong one. The workstation must go on
 * reading while it sends: an agent that cannot write its reply does not read. Programs stay as they
 * are when the connection ends; subscriptions, a half-sent image and what was loaded
 * for a trial that has not begun are gone.
 */
#ifndef RK_PROTO_H
#define RK_PROTO_H

#include "rk/command.h"
#include "rk/uapi.h"

#define RK_PROTO_MAGIC "\002rkagent" /* a byte that no login banner has, and a name */
enum {
	RK_PROTO_VERSION = 3,
	RK_FRAME_MAX = 1 << 16, /* bytes of a body */
	RK_FRAME_REPLY = 0x8000,
	RK_FRAME_EVENT = 0x4000,
};

struct rk_frame_head {
	u32 size; /* of the body, at most RK_FRAME_MAX */
	u16 kind; /* enum rk_request, or it with RK_FRAME_REPLY, or RK_FRAME_EVENT */
	u16 zero;
	u32 tag; /* the workstation's own number of the request */
};
RK_STATIC_ASSERT(sizeof(struct rk_frame_head) == 12, "no padding");

struct rk_reply {
	s32 error; /* negative enum rk_err where one is known */
	u32 sys;   /* errno; 0: done */
	char why[RK_WHY];
};
RK_STATIC_ASSERT(sizeof(struct rk_reply) == 136, "no padding");

struct rk_hello {
	u32 version; /* RK_PROTO_VERSION; another one is refused */
	u32 zero;
};

struct rk_facts {
	u32 version, uapi; /* of the agent; uapi as the agent was built */
	u32 arch;          /* enum rk_arch */
	u32 page;          /* bytes */
	char agent[32];
	char machine[32], release[64], kernel[128], host[64]; /* as uname gives them */
};
RK_STATIC_ASSERT(sizeof(struct rk_facts) == 336, "no padding");

struct rk_chunk {
	u32 total;  /* bytes of the image or record */
	u32 offset; /* of these bytes in it */
};

enum rk_check {
	RK_CHECK_ROOM = 1,    /* for counters and history, where the robot keeps those */
	RK_CHECK_PERSIST = 2, /* and for the image itself */
};

struct rk_row {
	struct rk_uapi_prog prog;
	struct rk_uapi_stats stats;
	struct rk_uapi_state state;
};

struct rk_swap {
	u32 id, with; /* what runs, and what shall */
	u32 flags;    /* RK_REPLACE_RESET_MAPS */
};

/*
 * A loaded program takes the place of the attached one of the same name and section, or is attached
 * where there is none. Without COMMIT the robot itself goes back: at the end of window_ms, or of
 * the connection. Where the agent is killed in that time (SIGKILL) the new program stays.
 */
struct rk_trial {
	u32 id;
	u32 flags;     /* RK_REPLACE_RESET_MAPS */
	u32 window_ms; /* at most an hour */
	u32 zero;
};

struct rk_rules { /* of the time since TRIAL; the largest u64 as a maximum allows anything */
	u64 min_runs, max_overruns, max_skips, max_drops, max_missed;
	u64 min_rate, max_rate; /* runs per second */
	u64 max_ns;             /* the longest run */
	u64 max_worst; /* the longest run in percent of what the manifest gives as worst case */
};
RK_STATIC_ASSERT(sizeof(struct rk_rules) == 72, "no padding");

/* Sizes are those of the bytes that follow: key_size, then value_size. */
struct rk_element {
	u32 id, index;
	u32 key_size, value_size;
	u32 cpu; /* MAP_WRITE */
	u32 zero;
	u64 flags; /* MAP_WRITE: BPF_ANY, BPF_NOEXIST, BPF_EXIST */
};
RK_STATIC_ASSERT(sizeof(struct rk_element) == 32, "no padding");

/* What happened to a program, as the robot's history has it. */
enum rk_past_result {
#define PAST(name, value, text) RK_PAST_##name = value,
#include "past.def"
#undef PAST
};
enum { RK_PAST_VERSION = 1, RK_PAST_FROM = 48 };

struct rk_past {
	u32 version; /* RK_PAST_VERSION */
	u32 result;  /* enum rk_past_result */
	u64 date_ms; /* since 1970, by a clock that may be wrong */
	u64 up_ms;   /* since the boot, sleep included */
	u64 counter;
	u8 boot[16]; /* the kernel's id of that boot */
	u8 keynum[8];
	u8 sha3[32]; /* of the payload */
	char name[RK_MAX_NAME];
	char from[RK_PAST_FROM]; /* address of the workstation, or "local" */
	char why[RK_WHY];
};
RK_STATIC_ASSERT(sizeof(struct rk_past) == 296, "no padding");

enum rk_list_what {
	RK_LIST_FACTS = 1, /* lines "name value": rk/agent/facts.c has them */
	RK_LIST_HOOKS,   /* lines, sections that can be attached to; kernel functions by pattern */
	RK_LIST_BTF,     /* bytes of /sys/kernel/btf/vmlinux */
	RK_LIST_FORMATS, /* format files of tracing events that match the pattern */
};

/* Each frame is one record of its own: a struct rk_chunk, then whole lines or so many bytes. */
struct rk_list {
	u32 what; /* enum rk_list_what */
	u32 zero;
	char pattern[120]; /* a shell's, ended by zero; empty: all that need none */
};
RK_STATIC_ASSERT(sizeof(struct rk_list) == 128, "no padding");

enum rk_request {
#define REQUEST(name, verb, value, least, most, doc) RK_REQ_##name = value,
#include "proto.def"
#undef REQUEST
};

#endif
