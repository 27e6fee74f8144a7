/* SPDX-License-Identifier: MIT */
/* All bytes to a descriptor, where write() may take fewer. */
#ifndef RK_WRITE_H
#define RK_WRITE_H

#include <errno.h>
#include <unistd.h>

#include "rk/types.h"

/* False and errno: part of them may be written. */
static inline bool rk_write_all(int fd, const void *bytes, size_t n)
{
	const u8 *p = bytes;

	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

#endif
