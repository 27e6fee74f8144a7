/* SPDX-License-Identifier: MIT */
/* rk new: a program to start from. The templates are whole programs; @NAME@ is the only blank. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"
#include "rk/write.h"

#define HEAD(what)                                                                                 \
	"// SPDX-License-Identifier: MIT\n"                                                        \
	"// " what "\n"                                                                            \
	"//   rk build @NAME@.bpf.c\n"                                                             \
	"#include <rk/rk.bpf.h>\n\n"

#define EVENTS                                                                                     \
	"struct {\n"                                                                               \
	"\t__uint(type, BPF_MAP_TYPE_RINGBUF);\n"                                                  \
	"\t__uint(max_entries, 65536);\n"                                                          \
	"} events SEC(\".maps\");\n\n"

static const struct {
	const char *hook, *text;
} templates[] = {
	{"iio", HEAD("Drops samples outside the limits before anything else sees "
		     "them.") "const volatile long long limit = 20000; /* raw "
			      "units */\n\n"
			      "SEC(\"iio/device0/in_accel_x\")\n"
			      "int @NAME@(struct iio_event *evt)\n"
			      "{\n"
			      "\tif (evt->value > limit || evt->value < -limit)\n"
			      "\t\treturn 0; /* drop */\n"
			      "\treturn 1; /* forward */\n"
			      "}\n\n"
			      "RK_LICENSE(\"Dual MIT/GPL\");\n"},
	{"gpio", HEAD("Stops the motors when the limit switch closes, and tells "
		      "user space.") EVENTS "SEC(\"gpio/chip0/line17/rising\")\n"
					    "int @NAME@(struct gpio_event *evt)\n"
					    "{\n"
					    "\tbpf_motor_emergency_stop(MOTOR_ALL);\n"
					    "\tbpf_ringbuf_output(&events, evt, sizeof(*evt), 0);\n"
					    "\treturn 0;\n"
					    "}\n\n"
					    "RK_FAIL(stop); /* an interlock does not fail open */\n"
					    "RK_LICENSE(\"Dual MIT/GPL\");\n"},
	{"pwm", HEAD("Reports every motor command with its time.") EVENTS
		"struct command {\n"
		"\t__u64 timestamp;\n"
		"\t__u64 duty_cycle; /* ns */\n"
		"};\n\n"
		"SEC(\"pwm/chip0/channel0\")\n"
		"int @NAME@(struct pwm_state *state)\n"
		"{\n"
		"\tstruct command c = {\n"
		"\t\t.timestamp = state->timestamp,\n"
		"\t\t.duty_cycle = state->duty_cycle,\n"
		"\t};\n\n"
		"\tbpf_ringbuf_output(&events, &c, sizeof(c), 0);\n"
		"\treturn 0;\n"
		"}\n\n"
		"RK_LICENSE(\"Dual MIT/GPL\");\n"},
	{"timer", HEAD("Counts late wake-ups of a periodic timer, by power of two of "
		       "the microseconds.") "struct {\n"
					    "\t__uint(type, BPF_MAP_TYPE_ARRAY);\n"
					    "\t__uint(max_entries, 32);\n"
					    "\t__type(key, __u32);\n"
					    "\t__type(value, __u64);\n"
					    "} lateness_us_log2 SEC(\".maps\");\n\n"
					    "SEC(\"timer/1ms\")\n"
					    "int @NAME@(struct timer_event *evt)\n"
					    "{\n"
					    "\t__u64 late_us = (evt->actual - "
					    "evt->scheduled) / 1000;\n"
					    "\t__u32 bucket = 0;\n"
					    "\t__u64 *count;\n\n"
					    "\tfor (int i = 0; i < 31 && late_us; "
					    "i++) {\n"
					    "\t\tlate_us >>= 1;\n"
					    "\t\tbucket++;\n"
					    "\t}\n"
					    "\tcount = "
					    "bpf_map_lookup_elem(&lateness_us_log2, "
					    "&bucket);\n"
					    "\tif (count)\n"
					    "\t\t(*count)++;\n"
					    "\treturn 0;\n"
					    "}\n\n"
					    "RK_LICENSE(\"Dual MIT/GPL\");\n"},
};

static const char *template_of(const char *hook)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(templates); i++)
		if (!strcmp(templates[i].hook, hook))
			return templates[i].text;
	return NULL;
}

/* C identifiers that also fit a program's name in a blob. */
static bool is_identifier(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return n && !s[n] && n <= 31 && !(*s >= '0' && *s <= '9');
}

static char *fill(struct rk_arena *a, const char *text, const char *name)
{
	const char *at = strstr(text, "@NAME@");

	if (!at)
		return rk_strdup(a, text);
	return rk_format(
		a, "%.*s%s%s", (int)(at - text), text, name, fill(a, at + strlen("@NAME@"), name));
}

static int write_new(const char *path, const char *text)
{
	bool to_stdout = !strcmp(path, "-");
	int fd = to_stdout ? STDOUT_FILENO
			   : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	bool done;

	if (fd < 0 && errno == EEXIST)
		return rk_fail("new", RK_EEXIST, "%s exists already", path);
	if (fd < 0)
		return rk_fail("new", RK_EIO, "%s: %s", path, strerror(errno));
	done = rk_write_all(fd, text, strlen(text));
	if ((!to_stdout && close(fd)) || !done)
		return rk_fail("new", RK_EIO, "%s: %s", path, strerror(errno));
	if (!to_stdout)
		puts(path);
	return RK_EXIT_OK;
}

int rk_cmd_new(int argc, char **argv)
{
	const char *name = NULL, *hook = "iio", *out = NULL, *text;
	struct rk_arena a;
	int code;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--hook") && i + 1 < argc)
			hook = argv[++i];
		else if (!strcmp(argv[i], "-o") && i + 1 < argc)
			out = argv[++i];
		else if (argv[i][0] == '-' || name)
			return rk_usage("new", "unexpected '%s'", argv[i]);
		else
			name = argv[i];
	}
	if (!name)
		return rk_usage("new", "expected a name");
	if (!is_identifier(name))
		return rk_usage("new", "'%s' is no C name of at most 31 letters", name);
	text = template_of(hook);
	if (!text)
		return rk_usage("new", "no template for '%s': iio, gpio, pwm or timer", hook);
	rk_arena_init(&a);
	code = write_new(out ? out : rk_format(&a, "%s.bpf.c", name), fill(&a, text, name));
	rk_arena_fini(&a);
	return code;
}
