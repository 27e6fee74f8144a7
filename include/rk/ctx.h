/* SPDX-License-Identifier: MIT */
/*
 * Context structs: what a program at each hook receives. Plain C, no includes: BPF programs see
 * this file through <rk/rk.bpf.h>, the host and the module through <rk/hook.h>. Times are
 * CLOCK_MONOTONIC nanoseconds. Every byte is a field or explicit padding, and the runtime zeroes
 * the padding.
 */
#ifndef RK_CTX_H
#define RK_CTX_H

/* One sample of one channel of an IIO device. */
struct iio_event {
	unsigned long long timestamp;
	long long value;         /* raw reading, sign-extended */
	long long scale;         /* nano-units per raw step; 0 where the driver has none */
	unsigned long long rate; /* samples per second times 1000; 0 where unknown */
	unsigned int device;     /* N of iio:deviceN */
	unsigned int channel;    /* scan index */
};

/* One edge on a GPIO line. */
struct gpio_event {
	unsigned long long timestamp;
	unsigned long long sequence; /* edges of this line since attach */
	unsigned int chip;
	unsigned int line;
	unsigned int edge;  /* enum gpio_edge */
	unsigned int value; /* level after the edge: 0 or 1 */
};

enum gpio_edge { GPIO_EDGE_RISING = 1, GPIO_EDGE_FALLING = 2 };

/* The state a driver was told to apply to a PWM channel. */
struct pwm_state {
	unsigned long long timestamp;
	unsigned long long period;     /* ns */
	unsigned long long duty_cycle; /* ns, at most period */
	unsigned int polarity;         /* 0 normal, 1 inversed */
	unsigned int enabled;          /* 0 or 1 */
	unsigned int chip;
	unsigned int channel;
};

/* One received CAN or CAN FD frame. */
struct can_event {
	unsigned long long timestamp;
	unsigned int id;        /* with CAN_EFF/RTR/ERR flag bits, as in Linux */
	unsigned int interface; /* ifindex */
	unsigned int flags;     /* CAN FD flags */
	unsigned int len;       /* bytes of data: 0..64 */
	unsigned char data[64];
};

/* One expiry of a periodic timer. */
struct timer_event {
	unsigned long long scheduled;
	unsigned long long actual; /* when the handler was entered */
	unsigned long long period;
	unsigned long long sequence; /* expiries since attach */
	unsigned long long missed;   /* periods skipped since the last expiry */
};

/* Entry (ret is 0) or exit (args are those of entry where known, else 0) of a system call. */
struct syscall_event {
	unsigned long long timestamp;
	long long nr;
	long long ret;
	unsigned long long args[6];
	unsigned int pid;
	unsigned int tgid;
};

/* Bits of bpf_motor_emergency_stop(mask): outputs in the order the administrator configured. */
#define MOTOR_ALL 0xffffffffu
#define MOTOR(n) (1u << (n))

#endif
