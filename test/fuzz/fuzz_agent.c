// SPDX-License-Identifier: MIT
/* The agent's stdin: any bytes, through the frame reader and the requests, to a module of our own.
 */
#include "../unit/agent_fake.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct rk_frames in;
	static struct rk_agent a;
	struct rk_frame f;
	size_t room;
	int err = RK_ETRUNC;

	memset(&in, 0, sizeof(in));
	fake_init(&a);
	a.greeted = size & 1;
	while (size && err == RK_ETRUNC) {
		u8 *to = rk_frame_room(&in, &room);
		size_t n = size < room ? size : room;

		memcpy(to, data, n);
		rk_frame_put(&in, n);
		data += n, size -= n;
		while (!(err = rk_frame_next(&in, &f)))
			rk_agent_handle(&a, &f);
	}
	return rk_agent_fini(&a), 0;
}
