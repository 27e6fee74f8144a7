/* SPDX-License-Identifier: MIT */
/* The user port with a trusted key made for the run, and images signed by it. */
#ifndef RK_BENCH_LOADER_H
#define RK_BENCH_LOADER_H

#include "object.h"
#include "runtime.h"
#include "sign.h"

struct bench_loader {
	struct bench_object o;
	struct rk_rt rt;
	struct rk_seckey sec;
	struct rk_pubkey pub;
};

int bench_loader_begin(struct bench_loader *l); /* the runtime is ended by rk_rt_fini() */
/* A program of the object that was read; its bytes are in the object's arena. Prints why not. */
int bench_image(struct bench_loader *l, const char *program, struct rk_image *im);

#endif
