/* SPDX-License-Identifier: MIT */
/* The rk command: one table of commands; help, suggestions and dispatch come from its rows. */
#include <stdio.h>
#include <string.h>
#include "cmd.h"

#define SIGNED                                                                                     \
	"  --key NAME     as a command signed with this key, which interlocks obey\n"              \
	"  -o FILE        keep that command in FILE, for 'rk command', instead of sending it\n"
#define HOST                                                                                       \
	"A PROG is an id or the name of a loaded program.\n\n"                                     \
	"  --host HOST    as ssh knows it; default: this machine. $RK_SSH may name another ssh\n"

/* In the order in which a user meets them. */
static const struct rk_cmd commands[] = {
	{"new", rk_cmd_new, "start a program from a template",
		"rk new NAME [--hook iio|gpio|pwm|timer] [-o FILE]",
		"Write NAME.bpf.c: a program that builds, verifies and runs as it is. An existing "
		"file is\n"
		"never overwritten.\n\n"
		"  --hook CLASS   iio (default), gpio, pwm or timer\n"
		"  -o FILE        write to FILE; - is standard output\n"},
	{"key", rk_cmd_key, "make, list, export and import signing keys",
		"rk key generate NAME [--comment TEXT]\n       rk key list [--json]\n"
		"       rk key export NAME [-o FILE]\n       rk key import FILE [NAME]",
		"Keys are Ed25519, in signify's file format: NAME.sec (mode 0600) and NAME.pub, in "
		"$RK_KEYS or\n"
		"~/.config/rkbpf/keys. Keys are never overwritten. export prints the public key, "
		"for robots and\n"
		"colleagues; import takes a public or a secret key file.\n\n"
		"  --comment TEXT  what the key is for: \"dev\", \"release\", \"safety\"\n"
		"  --json          one object per line: name, keynum, secret, comment\n"
		"  -o FILE         write to FILE\n"},
	{"build", rk_cmd_build, "compile, verify and sign a program (rkcc build)",
		"rk build SRC.bpf.c [ARGS...]",
		"Runs 'rkcc build' with the same arguments: see 'rkcc build --help'.\n"},
	{"sign", rk_cmd_sign, "add a signature to a blob", "rk sign FILE --key NAME [-o OUT]",
		"Signs every image of FILE, in place unless -o is given. A blob takes two "
		"signatures, of two\n"
		"keys, for robots whose policy asks for two.\n\n"
		"  -k, --key NAME  a key of the key folder, or the path of a .sec file\n"
		"  -o OUT          write to OUT; - is standard output\n"},
	{"verify", rk_cmd_verify, "check a blob's signatures and contents",
		"rk verify FILE... [--key NAME]... [--two] [--json]",
		"Every image must carry a signature of one of the keys, no wrong one, and contents "
		"that a robot\n"
		"would load. Exit code 4 where a signature or hash does not hold.\n\n"
		"  -k, --key NAME  trust this key (name or .pub file; may be repeated); default: "
		"every public\n"
		"                  key of the key folder\n"
		"  --two           ask for signatures of two of the keys\n"
		"  --json          one object per image\n"},
	{"inspect", rk_cmd_inspect, "show everything in a blob", "rk inspect FILE... [--json]",
		"Header, manifest, maps, imports and sizes of each image. Nothing is trusted and "
		"no key is\n"
		"needed: use 'rk verify' to know whether it may be believed.\n\n"
		"  --json          one object per image\n"},
	{"run", rk_cmd_run, "run a program on this machine, or for a while on a robot",
		"rk run FILE (--replay CSV | --live [--for TIME]) [OPTIONS]\n"
		"       rk run FILE --host HOST [--for TIME] [--program NAME] [--json] [-- RKCC "
		"ARGS...]",
		"FILE is a signed blob (.rkb), run as native code, or a BPF object (.bpf.o). "
		"Outputs are "
		"simulated.\n\n"
		"  --replay CSV      events: a header line names context fields, then one event "
		"per line\n"
		"  --live            a real periodic timer; ends with --for or Ctrl-C\n"
		"  --for TIME        how long, such as 5s or 250ms\n"
		"  --counterexample FILE  replay a run that rkverify found, up to its fault "
		"(--engine interp)\n"
		"  --target-btf FILE with it: as given to rkverify\n"
		"  --fifo N          run the timer under SCHED_FIFO with priority N, where "
		"permitted\n"
		"  --engine interp   interpret a BPF object, checking every access; faults are "
		"reported\n"
		"  --program NAME    which program of the file\n"
		"  --key NAME        trust this key (name or .pub file); default: the key folder\n"
		"  --out FILE        write the samples that an iio program forwards, as CSV\n"
		"  --as STRUCT       name the fields of ring-buffer records, such as iio_event\n"
		"  --map-dump        print every map, global variables too, instead of histograms\n"
		"  --json            one object per line\n"
		"  --host HOST       there instead: a source or object is built for that robot "
		"(what "
		"follows --\n"
		"                    goes to rkcc), put to work in the place of a running program "
		"of "
		"its name,\n"
		"                    its records are printed as they come; Ctrl-C ends it, and so "
		"does a lost\n"
		"                    connection: the robot then goes back by itself\n"},
	{"provision", rk_cmd_provision, "make a robot ready for deploys, or undo that",
		"rk provision HOST [--key NAME]... [--output SPEC]... [--module FILE]... [OPTIONS]",
		"Installs rk-agent, the kernel module, keys and outputs that hold after each boot, "
		"and loads the\n"
		"module. Each step is said before it is made; where one fails, those before it "
		"are taken back.\n"
		"What is there already is left alone: run it again to add a key. It needs root at "
		"the host, or a\n"
		"user whom sudo asks for no password. HOST is what ssh knows, or local.\n\n"
		"  -k, --key NAME   trust this public key (name or .pub file)\n"
		"  --output SPEC    a line to act on, as 'rk-agent output add' takes it:\n"
		"                   'gpio chip0 17 --estop'\n"
		"  --module FILE    rkbpf.ko, rkbpf_iio.ko, rkbpf_can.ko, built for the robot's "
		"kernel;\n"
		"                   default: those in lib/rkbpf/RELEASE beside this program\n"
		"  --dkms[=FOLDER]  the robot builds it, from /usr/src/rkbpf-VERSION of this "
		"machine\n"
		"  --agent FILE     rk-agent for its architecture; default: the one beside this "
		"program\n"
		"  --no-seal        keys and outputs may still change after each boot\n"
		"  --remove         take everything away again: programs, keys and counters, "
		"too\n"
		"  --dry-run        say what would be done\n\n"
		"Exit codes: 0 as wanted, 1 failed and taken back, 2 wrong usage, 5 not "
		"reached.\n"},
	{"doctor", rk_cmd_doctor, "what a robot has and lacks, and what closes each gap",
		"rk doctor [--host HOST] [--json]",
		"Kernel, agent, module, keys, outputs, hooks, devices, clock and space, a line "
		"each: ok, a note\n"
		"(a robot may do without), or a GAP, which keeps programs from running, with the "
		"command that\n"
		"closes it. Nothing is changed. Where no rk-agent is, a shell over ssh tells what "
		"it can.\n\n"
		"  --host HOST    as ssh knows it; default: this machine\n"
		"  --json         one object per line: host, check, state, text, fix\n\n"
		"Exit codes: 0 no gap, 1 at least one, 5 not reached.\n"},
	{"hooks", rk_cmd_hooks, "what programs can be attached to, as section names",
		"rk hooks [PATTERN] [--host HOST] [--json]",
		"Timers, IIO channels, GPIO and PWM chips, CAN interfaces and tracepoints (with "
		"their ids) of a\n"
		"machine, each as the text of SEC(\"...\"); what is in <> is yours to choose. "
		"PATTERN is a word\n"
		"in it, or a shell's pattern of all of it. Kernel functions are many: they are "
		"listed for\n"
		"'kprobe/NAME' or 'kprobe/vfs_*' alone. Tracepoints need tracefs and root "
		"there.\n\n"
		"  --host HOST    as ssh knows it; default: this machine\n"
		"  --json         one object per line: section, about\n"},
	{"target", rk_cmd_target, "keep what a robot has, for builds that are meant for it",
		"rk target add NAME HOST [--role ROLE=DEVICE]...\n"
		"       rk target headers NAME FOLDER\n       rk target list [--json]\n"
		"       rk target show NAME [--json]\n       rk target remove NAME",
		"A profile has the robot's kernel, types (BTF), devices, channels, tracepoints "
		"and roles, in\n"
		"${XDG_CONFIG_HOME:-~/.config}/rkbpf/targets/NAME. With 'rkcc build "
		"--target-profile NAME' and\n"
		"rkverify, SEC(\"iio/role:imu/in_accel_x\") becomes the robot's own device, and "
		"what it lacks is a\n"
		"build error. add again looks again and keeps the roles.\n\n"
		"A kernel without BTF has no types to give but those of its trace records. "
		"headers takes what\n"
		"the headers of that kernel declare, out of the folder that its modules are built "
		"with\n"
		"(/usr/src/linux-headers-RELEASE); make, the architecture's gcc and pahole "
		"(dwarves) "
		"do it.\n\n"
		"  --role ROLE=DEVICE  such as imu=name:mpu6050 or button=chip0\n"
		"  --json              one object per line; types: btf, headers, records or "
		"none\n"},
	{"deploy", rk_cmd_deploy, "install programs on robots, with a way back",
		"rk deploy BLOB.rkb... HOST... [OPTIONS]\n"
		"       rk deploy BLOB.rkb... --inventory FILE [OPTIONS]",
		"Each host checks the blob, loads it and lets it take the place of the running "
		"program of "
		"the same\n"
		"name and section. After the health window it stays, if it did not overrun, skip "
		"or drop; "
		"else, and\n"
		"where the connection breaks, the robot itself goes back. A program that runs "
		"already is "
		"left alone.\n"
		"HOST is what ssh knows, or local.\n\n"
		"  --check          ask the kernel, change nothing\n"
		"  --health TIME    watch for so long before it may stay, such as 30s\n"
		"  --min-runs N     in that time it must run N times\n"
		"  --max-overruns N, --max-skips N, --max-drops N   so many are allowed\n"
		"  --min-rate N, --max-rate N   runs per second\n"
		"  --max-run TIME   the longest run, such as 50us\n"
		"  --max-worst P%   the longest run, in percent of the proved worst case\n"
		"  --reset-maps     maps that do not agree with those of the old program begin "
		"anew\n"
		"  --persist        also after a reboot, where the robot runs 'rk-agent boot'\n"
		"  -i, --inventory FILE   hosts from an INI inventory as Ansible has it\n"
		"  -l, --limit NAME       of these, a group or a host\n"
		"  --serial N       N hosts, and when all of them are done the next N; default: "
		"all, "
		"ten at a time\n"
		"  --canary N       N hosts first; where one of them fails no other is begun\n"
		"  --max-fail N     begin no other host where more than N, or N%, have failed\n"
		"  --timeout TIME   for each answer of a host; default 30s\n"
		"  --json           one object per host and blob\n\n"
		"Exit codes are those of the host; 1 where hosts failed in different ways, 7 where "
		"some hosts are\n"
		"as wanted and some are not.\n"},
	{"load", rk_cmd_robot, "load a blob into a robot's kernel",
		"rk load FILE [--host HOST] [--json]", "Prints the program's id.\n" HOST},
	{"attach", rk_cmd_robot, "run a loaded program at its hook", "rk attach PROG [--host HOST]",
		"A program is attached to what its signed section names.\n" HOST},
	{"detach", rk_cmd_robot, "take a program from its hook",
		"rk detach PROG [--host HOST] [--key NAME [-o FILE]]", HOST SIGNED},
	{"unload", rk_cmd_robot, "forget a program and its maps",
		"rk unload PROG [--host HOST] [--key NAME [-o FILE]]", HOST SIGNED},
	{"replace", rk_cmd_robot, "another program in the place of a running one",
		"rk replace PROG FILE|ID [--host HOST] [--reset-maps] [--json]", HOST},
	{"rollback", rk_cmd_robot, "the program before the last replace again",
		"rk rollback PROG [--host HOST]", HOST},
	{"freeze", rk_cmd_robot, "no events for programs that are no interlocks",
		"rk freeze [--host HOST]\n       rk freeze PROG --key NAME [-o FILE] [--host HOST]",
		"'rk thaw' ends it. An interlock is frozen by name, with a key.\n" HOST SIGNED},
	{"thaw", rk_cmd_robot, "the end of a freeze",
		"rk thaw [--host HOST]\n       rk thaw PROG --key NAME [-o FILE] [--host HOST]",
		HOST SIGNED},
	{"command", rk_cmd_robot, "send a signed command that was kept in a file",
		"rk command FILE [--host HOST]",
		"Within ten minutes, to the robot that was asked when it was signed; it is obeyed "
		"once.\n" HOST},
	{"forget", rk_cmd_robot, "no more of a program after a reboot",
		"rk forget NAME [--host HOST]", HOST},
	{"history", rk_cmd_robot, "what was installed on a robot, taken back, and why",
		"rk history [--host HOST] [--json]",
		"Oldest first: the robot keeps the last 150 to 200. Its clock may be wrong: with "
		"the date "
		"come the\n"
		"boot (the begin of the kernel's boot_id) and the seconds since then.\n" HOST},
	{"status", rk_cmd_robot, "what runs on a robot, and what it did",
		"rk status [PROG] [--host HOST] [--watch] [--json]",
		"On a terminal two lines for each program, with the counters that are not 0; "
		"elsewhere one\n"
		"line with all of them, in words for scripts.\n\n" HOST
		"  --watch        again each second, until Ctrl-C\n"},
	{"top", rk_cmd_top, "what the programs of a robot do now",
		"rk top [--host HOST] [--interval MS] [--count N] [--json]",
		"Runs per second, average and longest run, share of one core, and the events that "
		"overran,\n"
		"found no room or were skipped, in each interval; the longest run is since the "
		"program was\n"
		"attached. Not all runs are timed: see docs/kernel-module.md.\n\n"
		"  --host HOST    as ssh knows it; default: this machine\n"
		"  --interval MS  between two looks (1000)\n"
		"  --count N      end after N of them\n"
		"  --json         one object per program and interval\n"},
	{"map", rk_cmd_robot, "read and write maps of a robot",
		"rk map list PROG [--host HOST] [--json]\n"
		"       rk map dump PROG MAP [--host HOST] [--json] [--hex] [--sum] [--nonzero]\n"
		"       rk map get PROG MAP KEY [--host HOST] [--json] [--hex]\n"
		"       rk map set PROG MAP KEY VALUE [--host HOST] [--cpu N] [--new] [--key "
		"NAME]\n"
		"       rk map delete PROG MAP KEY [--host HOST] [--key NAME]",
		"A KEY or VALUE is a number, or hex:BYTES.\n" HOST SIGNED},
	{"events", rk_cmd_robot, "records of a ring buffer as they come",
		"rk events PROG MAP [--host HOST] [--json] [--hex] [--count N] [--timeout S]",
		HOST},
	{"explain", rk_cmd_explain, "explain a diagnostic of the verifier",
		"rk explain ID | --list", "ID is the number in brackets: RKV0007, or 7.\n"},
};

static const struct {
	const char *name, *means;
} synonyms[] = {{"init", "new"}, {"keygen", "key"}, {"check", "verify"}, {"show", "inspect"},
	{"info", "status"}, {"list", "status"}, {"logs", "events"}};

static const char exit_codes[] =
	"Exit codes: 0 success, 1 failure, 2 wrong usage, 3 not accepted by the verifier,\n"
	"4 signature or key missing, wrong or not trusted, 5 no robot or no module on it,\n"
	"6 hook, helper or request not available there, 7 only some of the hosts.\n";

static void print_help(FILE *f)
{
	fputs("rk: safe programs for robot kernels\n\nUsage: rk COMMAND [ARGS...]\n\n", f);
	for (size_t i = 0; i < RK_ARRAY_SIZE(commands); i++)
		fprintf(f, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fprintf(f, "\n'rk COMMAND --help' tells more; 'rk --version' prints the version.\n%s",
		exit_codes);
}

static void print_command_help(const struct rk_cmd *c)
{
	printf("rk %s: %s\n\nUsage: %s\n\n%s", c->name, c->summary, c->usage, c->help);
}

static const struct rk_cmd *find(const char *name)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

/* Letters to insert, drop or change between two words, words beyond the row counted as far away. */
static size_t distance(const char *a, const char *b)
{
	enum { MOST = 24 };
	size_t row[MOST + 1], n = strlen(b);

	if (n > MOST)
		return MOST;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (; *a; a++) {
		size_t diagonal = row[0]++;

		for (size_t j = 1; j <= n; j++) {
			size_t change = diagonal + (*a != b[j - 1]);

			diagonal = row[j];
			row[j] = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
			if (change < row[j])
				row[j] = change;
		}
	}
	return row[n];
}

static const char *nearest(const char *name)
{
	const char *best = NULL;
	size_t least = 3;

	for (size_t i = 0; i < RK_ARRAY_SIZE(synonyms); i++)
		if (!strcmp(synonyms[i].name, name))
			return synonyms[i].means;
	for (size_t i = 0; i < RK_ARRAY_SIZE(commands); i++) {
		size_t d = distance(name, commands[i].name);

		if (d < least) {
			least = d;
			best = commands[i].name;
		}
	}
	return best;
}

static bool wants_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return true;
	return false;
}

static int unknown(const char *name)
{
	const char *near = nearest(name);

	if (near)
		return rk_usage("", "no command '%s'; did you mean 'rk %s'?", name, near);
	return rk_usage("", "no command '%s'", name);
}

static int help(int argc, char **argv)
{
	const struct rk_cmd *c = argc > 2 ? find(argv[2]) : NULL;

	if (argc > 2 && !c)
		return unknown(argv[2]);
	if (c)
		print_command_help(c);
	else
		print_help(stdout);
	return RK_EXIT_OK;
}

int main(int argc, char **argv)
{
	const struct rk_cmd *c;

	if (argc < 2) {
		print_help(stderr);
		return RK_EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))
		return help(argc, argv);
	if (!strcmp(argv[1], "--version")) {
		puts("rk " RK_VERSION);
		return RK_EXIT_OK;
	}
	c = find(argv[1]);
	if (!c)
		return unknown(argv[1]);
	if (wants_help(argc - 1, argv + 1)) {
		print_command_help(c);
		return RK_EXIT_OK;
	}
	return c->run(argc - 1, argv + 1);
}
