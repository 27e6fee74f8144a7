/* SPDX-License-Identifier: MIT */
/*
 * A deploy at one host: blobs over one connection. A program goes on trial in the spare slot of its
 * hook; the robot itself takes it back unless this side says in time that it may stay
 * (rk/agent/trial.c). What became of it goes to stdout, refusals to stderr.
 */
#ifndef RK_DEPLOY_H
#define RK_DEPLOY_H

#include "agent/proto.h"
#include "fleet.h"
#include "ssh.h"

/* Read once, so that every host gets the same. */
struct rk_deploy_file {
	const char *path;
	u8 *bytes;
	size_t size;
};

struct rk_deploy {
	bool check, json, reset, persist;
	u64 health_ms;
	int patience_ms; /* for each answer of a robot */
	struct rk_rules rules;
	const struct rk_deploy_file *file;
	int n_files;
	struct rk_ssh ssh;
};

/* An exit code; for struct rk_fleet, whose arg is a struct rk_deploy. */
int rk_deploy_host(const void *arg, const char *host, struct rk_phase *phase);

#endif
