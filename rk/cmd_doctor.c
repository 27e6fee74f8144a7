/* SPDX-License-Identifier: MIT */
/*
 * rk doctor: what a machine has and lacks, each gap with the command that closes it. It asks and
 * changes nothing. A gap is what keeps programs from running; a note is what a robot may well do
 * without.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "doctor.h"

static void put_check(
	struct rk_doctor *d, const char *state, const char *name, const char *text, const char *fix)
{
	json_t *o;

	if (!d->json) {
		printf("%-4s  %-11s %s\n", state, name, text);
		if (*fix)
			printf("%-18sfix: %s\n", "", fix);
		return;
	}
	o = json_pack("{s:i, s:s, s:s, s:s, s:s}", "schema", 1, "host", d->host, "check", name,
		"state", state, "text", text);
	if (o && *fix)
		json_object_set_new(o, "fix", json_string(fix));
	if (o)
		json_dumpf(o, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(o);
}

void rk_doctor_say(struct rk_doctor *d, enum rk_doctor_state state, const char *name,
	const char *text, const char *fix)
{
	static const char *const states[] = {
		[RK_DOCTOR_OK] = "ok", [RK_DOCTOR_NOTE] = "note", [RK_DOCTOR_GAP] = "GAP"};
	const char *word = states[state];

	if (state == RK_DOCTOR_GAP)
		d->gaps++;
	if (d->json && state == RK_DOCTOR_GAP)
		word = "gap";
	put_check(d, word, name, text, fix);
}

static int parse(int argc, char **argv, struct rk_doctor *d)
{
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--json"))
			d->json = true;
		else if (!strcmp(argv[i], "--host") && i + 1 < argc && *argv[i + 1] &&
			 *argv[i + 1] != '-')
			d->host = argv[++i];
		else
			return rk_usage("doctor", "'%s' is not understood", argv[i]);
	}
	return RK_EXIT_OK;
}

int rk_cmd_doctor(int argc, char **argv)
{
	struct rk_arena a;
	struct rk_doctor d = {.host = "local", .f = {.a = &a}};
	int code = parse(argc, argv, &d);

	rk_arena_init(&a);
	if (!code)
		code = rk_findings_take(&d.f, "doctor", d.host);
	if (!code) {
		rk_doctor_judge(&d);
		code = d.gaps ? RK_EXIT_FAIL : RK_EXIT_OK;
		if (!d.json)
			printf(d.gaps ? "\n%u gap%s: programs cannot run there yet\n"
				      : "\nready: no gap\n",
				d.gaps, d.gaps == 1 ? "" : "s");
	}
	if (fflush(stdout))
		code = RK_EXIT_FAIL;
	rk_arena_fini(&a);
	return code;
}
