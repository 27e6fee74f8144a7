/* SPDX-License-Identifier: MIT */
/* Ring buffers that are read: mapped from the module, drained into event frames. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "agent.h"

enum {
	BUSY = 1u << 31,
	DISCARDED = 1u << 30,
	RECORD_HEAD = 8,
	TURN = 256, /* records of one stream before another one, or a request, has its turn */
};

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

void rk_stream_close(struct rk_agent *a, struct rk_stream *s)
{
	if (s->fd < 0)
		return;
	if (s->consumer)
		munmap((void *)s->consumer, page_size());
	if (s->producer)
		munmap((void *)s->producer, page_size() + s->size);
	close(s->fd);
	*s = (struct rk_stream){.fd = -1};
}

void rk_stream_forget(struct rk_agent *a, u32 id)
{
	for (int i = 0; i < RK_AGENT_STREAMS; i++)
		if (a->stream[i].fd >= 0 && a->stream[i].id == id)
			rk_stream_close(a, &a->stream[i]);
}

struct rk_stream *rk_stream_find(struct rk_agent *a, u32 tag)
{
	for (int i = 0; i < RK_AGENT_STREAMS; i++)
		if (a->stream[i].fd >= 0 && a->stream[i].tag == tag)
			return &a->stream[i];
	return NULL;
}

static void *map(int fd, size_t size, int protection, size_t offset)
{
	void *p = mmap(NULL, size, protection, MAP_SHARED, fd, (off_t)offset);

	return p == MAP_FAILED ? NULL : p;
}

int rk_stream_open(struct rk_agent *a, u32 tag, u32 id, u32 index)
{
	struct rk_uapi_ring ring = {.id = id, .index = index};
	struct rk_uapi_map m = {.id = id, .index = index};
	struct rk_stream *s = a->stream;
	int saved;

	while (s < a->stream + RK_AGENT_STREAMS && s->fd >= 0)
		s++;
	if (s == a->stream + RK_AGENT_STREAMS)
		return RK_EFULL;
	if (a->ask(a, RK_IOC_MAP_INFO, &m) || a->ask(a, RK_IOC_RING, &ring))
		return RK_EIO;
	*s = (struct rk_stream){.fd = ring.fd, .id = id, .tag = tag, .size = m.max_entries};
	s->consumer = map(ring.fd, page_size(), PROT_READ | PROT_WRITE, 0);
	s->producer = map(ring.fd, page_size() + s->size, PROT_READ, page_size());
	if (s->consumer && s->producer) {
		s->data = (const u8 *)s->producer + page_size();
		return RK_OK;
	}
	saved = errno;
	rk_stream_close(a, s);
	errno = saved;
	return RK_EIO;
}

static bool emit_record(struct rk_agent *a, u32 tag, const u8 *bytes, u32 total)
{
	struct rk_chunk c = {.total = total};
	u32 most = sizeof(a->data) - sizeof(c);

	do {
		u32 n = total - c.offset < most ? total - c.offset : most;
		struct rk_frame f = {RK_FRAME_EVENT, tag, n + (u32)sizeof(c), a->data};

		memcpy(a->data, &c, sizeof(c));
		memcpy(a->data + sizeof(c), bytes + c.offset, n);
		if (!a->emit(a, &f))
			return false;
		c.offset += n;
	} while (c.offset < total);
	return true;
}

/* Records that are ready, TURN at most. Space is given back record by record, so that a slow peer
 * costs the programs as little room as can be. */
static bool drain(struct rk_agent *a, struct rk_stream *s)
{
	u64 at = *s->consumer, end = __atomic_load_n(s->producer, __ATOMIC_ACQUIRE);

	for (int n = 0; n < TURN && at < end; n++) {
		const u8 *record = s->data + (at & (s->size - 1));
		u32 head = __atomic_load_n((const u32 *)record, __ATOMIC_ACQUIRE);
		u32 len = head & ~(BUSY | DISCARDED);

		if (head & BUSY)
			break;
		if (len > s->size - RECORD_HEAD - (at & (s->size - 1)))
			return false;
		if (!(head & DISCARDED) && !emit_record(a, s->tag, record + RECORD_HEAD, len))
			return false;
		at += (len + RECORD_HEAD + 7ull) & ~7ull;
		__atomic_store_n(s->consumer, at, __ATOMIC_SEQ_CST);
	}
	return true;
}

int rk_stream_wait(struct rk_agent *a, int fd, int timeout_ms)
{
	struct pollfd p[RK_AGENT_STREAMS + 1] = {{.fd = fd, .events = POLLIN}};
	int came = 0;

	for (int i = 0; i < RK_AGENT_STREAMS; i++)
		p[i + 1] = (struct pollfd){.fd = a->stream[i].fd, .events = POLLIN};
	if (poll(p, RK_AGENT_STREAMS + 1, timeout_ms) <= 0)
		return 0;
	for (int i = 0; i < RK_AGENT_STREAMS; i++) {
		if (!p[i + 1].revents)
			continue;
		came |= RK_WAIT_EVENTS;
		if (!drain(a, &a->stream[i]))
			return -1;
	}
	return p[0].revents ? came | RK_WAIT_INPUT : came;
}
