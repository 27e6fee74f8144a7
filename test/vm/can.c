/* SPDX-License-Identifier: MIT */
/*
 * rkcan: CAN frames from user space, and what user space sees of the bus, for the tests.
 *
 *   rkcan send IF COUNT ID LENGTH   data: the number of the frame, then zeros; > 8 bytes: CAN FD
 *   rkcan cost IF COUNT             sends COUNT frames and prints ns for one, in tenths
 *   rkcan dump IF COUNT             prints COUNT frames: id length data; gives up after 10 s
 */
#include <linux/can.h>
#include <linux/can/raw.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int fail(const char *what)
{
	perror(what);
	return 1;
}

static int open_bus(const char *name)
{
	struct sockaddr_can at = {.can_family = AF_CAN, .can_ifindex = (int)if_nametoindex(name)};
	int on = 1, fd = socket(PF_CAN, SOCK_RAW, CAN_RAW);

	if (fd >= 0 && at.can_ifindex &&
		!setsockopt(fd, SOL_CAN_RAW, CAN_RAW_FD_FRAMES, &on, sizeof(on)) &&
		!bind(fd, (struct sockaddr *)&at, sizeof(at)))
		return fd;
	exit(fail(name));
}

static int send_frames(int bus, unsigned long count, unsigned long id, unsigned long length)
{
	size_t size = length > CAN_MAX_DLEN ? CANFD_MTU : CAN_MTU;

	for (unsigned int i = 0; i < count; i++) {
		struct canfd_frame frame = {.can_id = (canid_t)id, .len = (__u8)length};

		memcpy(frame.data, &i, sizeof(i));
		if (write(bus, &frame, size) != (ssize_t)size)
			return fail("send");
	}
	return 0;
}

static unsigned long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ULL + (unsigned long long)t.tv_nsec;
}

static int cost(int bus, unsigned long count)
{
	unsigned long long start = now();

	if (send_frames(bus, count, 0x123, 8))
		return 1;
	printf("%llu\n", (now() - start) * 10 / count);
	return 0;
}

static int dump_frames(int bus, unsigned long count)
{
	struct pollfd p = {.fd = bus, .events = POLLIN};
	struct canfd_frame frame;

	while (count--) {
		if (poll(&p, 1, 10000) != 1 || read(bus, &frame, sizeof(frame)) < (ssize_t)CAN_MTU)
			return fail("dump");
		printf("%x %u ", frame.can_id, frame.len);
		for (unsigned int i = 0; i < frame.len; i++)
			printf("%02x", frame.data[i]);
		putchar('\n');
		fflush(stdout);
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 6 && !strcmp(argv[1], "send"))
		return send_frames(open_bus(argv[2]), strtoul(argv[3], NULL, 0),
			strtoul(argv[4], NULL, 0), strtoul(argv[5], NULL, 0));
	if (argc == 4 && !strcmp(argv[1], "cost"))
		return cost(open_bus(argv[2]), strtoul(argv[3], NULL, 0));
	if (argc == 4 && !strcmp(argv[1], "dump"))
		return dump_frames(open_bus(argv[2]), strtoul(argv[3], NULL, 0));
	fputs("rkcan send IF COUNT ID LENGTH | cost IF COUNT | dump IF COUNT\n", stderr);
	return 2;
}
