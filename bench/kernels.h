/* SPDX-License-Identifier: MIT */
/*
 * Compute kernels of robot programs over 1 KiB of state: one source for the native compiler and for
 * BPF. Every one is a function of the state alone and leaves its result in it, so that both sides
 * can be compared to the last byte. Signed division is avoided: BPF v3 has none.
 */
#ifndef KERNELS_H
#define KERNELS_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed int s32;
typedef signed long long s64;

union mem {
	u8 b[1024];
	u16 h[512];
	u32 w[256];
	s32 i[256];
	u64 d[128];
	s64 l[128];
};

#define KERNEL_FN(name) static inline u64 k_##name(union mem *m)

KERNEL_FN(empty)
{
	(void)m;
	return 0;
}

/* 48 samples at 0, 16 taps at 64, 32 results at 128. */
KERNEL_FN(fir)
{
	s64 last = 0;

	for (u32 n = 0; n < 32; n++) {
		s64 sum = 0;

		for (u32 k = 0; k < 16; k++)
			sum += (s64)m->i[n + k] * m->i[64 + k];
		last = sum >> 15;
		m->i[128 + n] = (s32)last;
	}
	return (u64)last;
}

KERNEL_FN(average)
{
	u32 sum = 0;

	for (u32 n = 0; n < 64; n++) {
		sum += m->h[n];
		if (n >= 16)
			sum -= m->h[n - 16];
		m->h[256 + n] = (u16)(sum >> 4);
	}
	return sum;
}

/* angle = 0.98 * (angle + rate * dt) + 0.02 * measured, in 1/65536. */
KERNEL_FN(imu)
{
	s64 angle = m->l[127];

	for (u32 n = 0; n < 32; n++) {
		s64 rate = m->i[2 * n] >> 8, measured = m->i[2 * n + 1] >> 4;

		angle += rate * 655 >> 16;
		angle = (angle * 64225 + measured * 1311) >> 16;
		m->i[128 + n] = (s32)angle;
	}
	m->l[127] = angle;
	return (u64)angle;
}

static inline s64 clamp(s64 v, s64 low, s64 high)
{
	return v < low ? low : v > high ? high : v;
}

/* Per axis: setpoint, measured, integral, previous error, output. */
KERNEL_FN(pid)
{
	u64 mix = 0;

	for (u32 n = 0; n < 4; n++) {
		s64 *a = &m->l[n * 8];
		s64 error = (a[0] >> 40) - (a[1] >> 40),
		    integral = clamp(a[2] + error, -1000000, 1000000);
		s64 out = 1200 * error + 35 * integral + 800 * (error - a[3]);

		a[2] = integral;
		a[3] = error;
		a[4] = clamp(out >> 10, -32768, 32767);
		mix ^= (u64)a[4];
	}
	return mix;
}

KERNEL_FN(quaternion)
{
	for (u32 n = 0; n < 4; n++) {
		const s32 *p = &m->i[n * 8], *q = p + 4;
		s32 *r = &m->i[128 + n * 4];
		s64 a = p[0] >> 16, b = p[1] >> 16, c = p[2] >> 16, d = p[3] >> 16;
		s64 e = q[0] >> 16, f = q[1] >> 16, g = q[2] >> 16, h = q[3] >> 16;

		r[0] = (s32)((a * e - b * f - c * g - d * h) >> 14);
		r[1] = (s32)((a * f + b * e + c * h - d * g) >> 14);
		r[2] = (s32)((a * g - b * h + c * e + d * f) >> 14);
		r[3] = (s32)((a * h + b * g - c * f + d * e) >> 14);
	}
	return m->w[131] ^ m->w[143];
}

KERNEL_FN(calibrate)
{
	u64 sum = 0;

	for (u32 n = 0; n < 16; n++) {
		u32 raw = m->w[n] & 0xffff, gain = m->w[16 + n] & 0xfff;
		u32 scaled = gain ? (raw * 3300u) / gain : 0;

		m->w[64 + n] = scaled;
		m->w[96 + n] = gain ? raw % gain : raw;
		sum += scaled;
	}
	return sum;
}

KERNEL_FN(crc32)
{
	u32 crc = ~0u;

	for (u32 n = 0; n < 64; n++) {
		crc ^= m->b[n];
		for (u32 k = 0; k < 8; k++)
			crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
	}
	return m->w[255] = ~crc;
}

KERNEL_FN(crc16)
{
	u32 crc = 0xffff;

	for (u32 n = 0; n < 64; n++) {
		crc ^= (u32)m->b[n] << 8;
		for (u32 k = 0; k < 8; k++)
			crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
	}
	return m->w[254] = crc;
}

KERNEL_FN(sieve)
{
	u8 composite[256];
	u32 count = 0;

	for (u32 n = 0; n < 256; n++)
		composite[n] = 0;
	for (u32 n = 2; n < 256; n++) {
		if (composite[n])
			continue;
		count++;
		for (u32 k = n * n; k < 256; k += n)
			composite[k] = 1;
	}
	return m->w[253] = count;
}

/* 128 words at 0, keys at 192; masked, so that any order of the words is in bounds. */
KERNEL_FN(search)
{
	u32 found = 0;

	for (u32 n = 0; n < 8; n++) {
		u32 key = m->w[192 + n], at = 0;

		for (u32 step = 64; step; step >>= 1)
			if (m->w[(at + step) & 127] <= key)
				at += step;
		found += at;
		m->w[200 + n] = at;
	}
	return found;
}

enum { IDLE, ARMED, RUNNING, STOPPED };

KERNEL_FN(interlock)
{
	u32 state = m->b[1023] & 3, trips = 0;

	for (u32 n = 0; n < 64; n++) {
		u8 e = m->b[n];

		switch (state) {
		case IDLE: state = e & 1 ? ARMED : IDLE; break;
		case ARMED: state = e & 2 ? RUNNING : e & 4 ? IDLE : ARMED; break;
		case RUNNING:
			if (e > 200) {
				state = STOPPED;
				trips++;
			} else if (e & 8) {
				state = ARMED;
			}
			break;
		default: state = (e & 0x30) == 0x30 ? IDLE : STOPPED; break;
		}
		m->b[512 + n] = (u8)state;
	}
	m->b[1023] = (u8)state;
	return trips;
}

KERNEL_FN(histogram)
{
	for (u32 n = 0; n < 64; n++)
		m->w[128 + (m->b[n] >> 3)]++;
	return m->w[128];
}

KERNEL_FN(ilog2)
{
	u32 sum = 0;

	for (u32 n = 0; n < 32; n++) {
		u32 v = m->w[n] | 1, r = 0;

		r |= (u32)(v > 0xffff) << 4;
		v >>= r;
		if (v > 0xff) {
			v >>= 8;
			r |= 8;
		}
		if (v > 0xf) {
			v >>= 4;
			r |= 4;
		}
		if (v > 3) {
			v >>= 2;
			r |= 2;
		}
		r |= v >> 1;
		m->b[512 + n] = (u8)r;
		sum += r;
	}
	return sum;
}

KERNEL_FN(compare)
{
	for (u32 n = 0; n < 128; n++)
		if (m->b[n] != m->b[128 + n])
			return n;
	return 128;
}

KERNEL_FN(xorshift)
{
	u64 v = m->d[0] | 1;

	for (u32 n = 0; n < 64; n++) {
		v ^= v << 13;
		v ^= v >> 7;
		v ^= v << 17;
	}
	return m->d[0] = v;
}

#endif
