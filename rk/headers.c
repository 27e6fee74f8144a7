/* SPDX-License-Identifier: MIT */
#include "headers.h"

#include <string.h>

enum { NO_HEADERS = 3, OTHER_KERNEL, NO_MAKE, NO_PAHOLE, MOST_PATH = 4096 };

/* What programs of this project look into; a kernel without one of them has fewer types. */
static const char wanted[] =
	"linux/sched.h linux/sched/signal.h linux/sched/task.h linux/cred.h linux/nsproxy.h "
	"linux/pid_namespace.h linux/fs.h linux/fdtable.h linux/dcache.h linux/mount.h "
	"linux/blkdev.h linux/blk-mq.h linux/bio.h linux/mm.h linux/slab.h linux/cgroup.h "
	"linux/interrupt.h linux/irq.h linux/irqdesc.h linux/hrtimer.h linux/timer.h "
	"linux/workqueue.h linux/device.h linux/platform_device.h linux/perf_event.h "
	"linux/trace_events.h linux/ptrace.h linux/i2c.h linux/spi/spi.h linux/gpio/driver.h "
	"linux/gpio/consumer.h linux/pwm.h linux/iio/iio.h linux/iio/buffer_impl.h "
	"linux/iio/trigger.h linux/can/skb.h linux/can/dev.h linux/netdevice.h linux/skbuff.h "
	"linux/tcp.h linux/udp.h net/sock.h net/inet_sock.h net/tcp.h linux/input.h linux/usb.h "
	"linux/regulator/consumer.h linux/thermal.h linux/cpufreq.h";

static const char script[] =
	"set -e; t=$(mktemp -d); trap 'rm -rf \"$t\"' EXIT; umask 077\n"
	"u=$dir/include/generated/utsrelease.h; [ -e \"$u\" ] || exit 3\n"
	"grep -qF \"\\\"$release\\\"\" \"$u\" || exit 4\n"
	"echo 'obj-m := types.o' >$t/Makefile\n"
	"for h in $wanted; do printf '#if __has_include(<%s>)\\n#include <%s>\\n#endif\\n' $h $h\n"
	"done >$t/types.c\n"
	"make -s -C \"$dir\" M=$t ARCH=$arch CROSS_COMPILE=$machine-linux-gnu- \\\n"
	"  KCFLAGS='-g -fno-eliminate-unused-debug-types' types.o >&2 || exit 5\n"
	"pahole -J --btf_encode_detached=$t/btf $t/types.o >&2 || exit 6\n"
	"cat $t/btf\n";

static int failed(struct rk_arena *a, const struct rk_target *t, const char *folder, int status,
	const char **why)
{
	switch (status) {
	case NO_HEADERS:
		*why = rk_format(a, "%s: no folder that modules are built with", folder);
		return RK_ENOENT;
	case OTHER_KERNEL:
		*why = rk_format(a, "%s: headers of another kernel than '%s'", folder, t->release);
		return RK_EINPUT;
	case NO_MAKE:
		*why = rk_format(a,
			"%s: the headers do not compile; 'make' and %s-linux-gnu-gcc "
			"are needed",
			folder, t->machine);
		return RK_EIO;
	case NO_PAHOLE:
		*why = "no BTF was made: 'pahole' (package dwarves) is needed";
		return RK_EIO;
	default: *why = rk_format(a, "%s: sh ended with %d", folder, status); return RK_EIO;
	}
}

int rk_headers_types(struct rk_shell *s, struct rk_arena *a, const struct rk_target *t,
	const char *folder, const char **why)
{
	const char *text;
	int status;

	*why = "a folder with a quote or a line's end in its name cannot be used";
	if (strpbrk(folder, "'\n") || strpbrk(t->release, "'\n\"") || strlen(folder) > MOST_PATH)
		return RK_EINPUT;
	text = rk_format(a, "dir='%s' release='%s' machine=%s arch=%s wanted='%s'\n%s", folder,
		t->release, t->machine, t->arch == RK_ARCH_AARCH64 ? "arm64" : "x86_64", wanted,
		script);
	status = rk_shell_run(s, a, NULL, text, strlen(text));
	return status ? failed(a, t, folder, status, why) : RK_OK;
}
