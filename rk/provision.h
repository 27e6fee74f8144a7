/* SPDX-License-Identifier: MIT */
/* What rk provision is asked for, and the steps that follow from it and from what the robot has. */
#ifndef RK_PROVISION_H
#define RK_PROVISION_H

#include "findings.h"
#include "steps.h"

enum { RK_PROVISION_MOST = 8 };

struct rk_provision {
	struct rk_arena *a;
	const char *host;
	const char *agent; /* a file; NULL: the one beside rk */
	const char *module[RK_PROVISION_MOST], *key[RK_PROVISION_MOST], *output[32];
	const char *key_path[RK_PROVISION_MOST]; /* of the keys at the robot */
	int n_modules, n_keys, n_outputs;
	const char *dkms; /* the folder of its sources, NULL: not by DKMS */
	bool no_seal, remove, dry;
	struct rk_findings f; /* of the robot */
	const char *boot;     /* its /etc/rkbpf/boot, empty where it has none */
	struct rk_steps steps;
};

/* Fill p->steps. RK_EXIT_OK, or said and an exit code; the robot is untouched. */
int rk_provision_plan(struct rk_provision *p);
void rk_provision_plan_removal(struct rk_provision *p);
/* provision_module.c: a module's file as it will be there, or dkms. The same. */
int rk_provision_module(struct rk_provision *p);
/* Does this file name itself and a kernel release? A kernel module tells both. */
bool rk_module_names(const u8 *bytes, size_t size, char name[64], char release[80]);
/* FOLDER of the running rk, ended by a slash. */
const char *rk_provision_here(struct rk_arena *a);
/* The ELF machine of a name as uname has it: does this file have it? */
bool rk_provision_fits(const u8 *bytes, size_t size, const char *machine);

#endif
