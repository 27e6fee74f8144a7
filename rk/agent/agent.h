/* SPDX-License-Identifier: MIT */
/*
 * The robot's half: requests of proto.def answered from /dev/rkbpf. Requests may come from a
 * hostile peer; the module checks again whatever it is handed. One thread. Answers and events go to
 * `emit` while a call runs; their bytes are gone when it returns.
 */
#ifndef RK_AGENT_H
#define RK_AGENT_H

#include "frame.h"

enum { RK_AGENT_STREAMS = 16 };

struct rk_stream { /* one ring buffer that is read */
	int fd;    /* -1: free */
	u32 id, tag, size;
	volatile u64 *consumer;
	const volatile u64 *producer;
	const u8 *data;
};

struct rk_pending { /* a trial that is not committed yet */
	u32 id;     /* 0: none */
	u32 old;    /* what it replaced, 0: nothing */
	u32 out;    /* what lost the spare slot to that, 0: nothing */
	u64 begin_ns, deadline_ns;
	struct rk_uapi_stats before;
};

struct rk_agent {
	/* The module's answer to a request: 0, or -1 and errno. A test may put its own here. */
	int (*ask)(struct rk_agent *a, unsigned long request, void *arg);
	/* A frame for the peer; false where the peer is gone. */
	bool (*emit)(struct rk_agent *a, const struct rk_frame *f);
	int device; /* -1: not open yet; it is opened by the first request that needs it */
	bool greeted;
	const char *store; /* folder of what is kept, see store.h */
	u8 *image;         /* of image_size bytes, image_have of them here */
	u32 image_size, image_have;
	bool module_fits; /* its interface is this agent's */
	bool loaded;      /* the module has the image: it is kept for PERSIST */
	struct rk_pending trial;
	u64 watched;          /* serve.c: the deadline after which writes are interrupted */
	char verdict[RK_WHY]; /* why the last trial was taken back without being asked */
	u32 loose;            /* loaded for a trial that has not begun, 0: none */
	struct rk_stream stream[RK_AGENT_STREAMS];
	_Alignas(8) struct rk_reply reply; /* and data behind it: one body */
	u8 data[RK_FRAME_MAX - sizeof(struct rk_reply)];
};
RK_STATIC_ASSERT(offsetof(struct rk_agent, data) ==
			 offsetof(struct rk_agent, reply) + sizeof(struct rk_reply),
	"a reply is sent as one piece");

void rk_agent_init(struct rk_agent *a);
void rk_agent_fini(struct rk_agent *a);
void rk_agent_drop_image(struct rk_agent *a);
/* Answers one request with exactly one reply. False where the peer is gone. */
bool rk_agent_handle(struct rk_agent *a, const struct rk_frame *f);

enum rk_wait { RK_WAIT_EVENTS = 1, RK_WAIT_INPUT = 2 };

/* stream.c: RK_OK or a negative enum rk_err; errno says more. */
int rk_stream_open(struct rk_agent *a, u32 tag, u32 id, u32 index);
/* The ring buffers of one program are read no more. */
void rk_stream_forget(struct rk_agent *a, u32 id);
void rk_stream_close(struct rk_agent *a, struct rk_stream *s);
struct rk_stream *rk_stream_find(struct rk_agent *a, u32 tag);
/* Waits up to timeout_ms for records, or for input on fd where it is not -1, and emits what came.
 * Bits of enum rk_wait; 0: nothing came; -1: the peer is gone. */
int rk_stream_wait(struct rk_agent *a, int fd, int timeout_ms);

/* trial.c: `id` (0: none) was loaded for a trial. One that was loaded before it and has not begun
 * is unloaded: a connection leaves no program behind that nobody put to work. */
void rk_trial_expect(struct rk_agent *a, u32 id);
/* Takes a trial back that nobody committed, if there is one, and unloads what was loaded
 * for one. */
void rk_trial_end(struct rk_agent *a);
/* Milliseconds until the trial is to be looked at again, -1 without one; ends it where its time is
 * over or its program is no longer at the hook. */
int rk_trial_left(struct rk_agent *a);

/* serve.c: requests from stdin, answers to stdout, until either ends; then rk_agent_fini(). An exit
 * code. */
int rk_agent_serve(struct rk_agent *a);

#endif
