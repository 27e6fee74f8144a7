/* SPDX-License-Identifier: MIT */
/* Reads from addresses nobody vouches for. A destination is always written whole. */
#include "helper.h"
#include "probe.h"

static u64 probe(u64 dst, u64 size, u64 src, bool user)
{
	if (rk_plat_probe_read(rk_ptr(dst), rk_ptr(src), size, user))
		return 0;
	__builtin_memset(rk_ptr(dst), 0, size);
	return rk_fail(RK_L_EFAULT);
}

enum {
	CHUNK = 256
}; /* a divisor of every page size: a read never crosses into a page it need not */

static u64 terminator(const u8 *p, u64 n)
{
	u64 i = 0;

	while (i < n && p[i])
		i++;
	return i;
}

/* Length with the NUL. A string longer than the room is cut and still ends with a NUL, as Linux. */
static u64 probe_str(u64 dst, u64 size, u64 src, bool user)
{
	u8 *d = rk_ptr(dst);
	u64 got = 0;

	while (got < size) {
		u64 n = CHUNK - (src + got) % CHUNK, end;

		n = n < size - got ? n : size - got;
		if (!rk_plat_probe_read(d + got, rk_ptr(src + got), n, user)) {
			__builtin_memset(d, 0, size);
			return rk_fail(RK_L_EFAULT);
		}
		end = terminator(d + got, n);
		got += end;
		if (end < n) {
			__builtin_memset(d + got, 0, size - got);
			return got + 1;
		}
	}
	if (size)
		d[size - 1] = 0;
	return size;
}

RK_HELPER(probe_read)
{
	return probe(a1, a2, a3, false);
}

RK_HELPER(probe_read_kernel)
{
	return probe(a1, a2, a3, false);
}

RK_HELPER(probe_read_user)
{
	return probe(a1, a2, a3, true);
}

RK_HELPER(probe_read_str)
{
	return probe_str(a1, a2, a3, false);
}

RK_HELPER(probe_read_kernel_str)
{
	return probe_str(a1, a2, a3, false);
}

RK_HELPER(probe_read_user_str)
{
	return probe_str(a1, a2, a3, true);
}

u64 rk_probe_ld1(u64 address)
{
	u8 v;

	return rk_plat_probe_read(&v, rk_ptr(address), sizeof(v), false) ? v : 0;
}

u64 rk_probe_ld2(u64 address)
{
	u16 v;

	return rk_plat_probe_read(&v, rk_ptr(address), sizeof(v), false) ? v : 0;
}

u64 rk_probe_ld4(u64 address)
{
	u32 v;

	return rk_plat_probe_read(&v, rk_ptr(address), sizeof(v), false) ? v : 0;
}

u64 rk_probe_ld8(u64 address)
{
	u64 v;

	return rk_plat_probe_read(&v, rk_ptr(address), sizeof(v), false) ? v : 0;
}
