/* SPDX-License-Identifier: MIT */
/*
 * The running kernel's verifier, asked through bpf(2): a test oracle of the benchmark, in no
 * product. Without libbpf everything is "not judged". Needs CAP_BPF and CAP_PERFMON.
 */
#ifndef RK_ORACLE_H
#define RK_ORACLE_H

#include <linux/bpf.h>
#include "rk/types.h"

enum oracle_verdict { ORACLE_ACCEPTS, ORACLE_REJECTS, ORACLE_SILENT };

struct oracle {
	int verdict;
	double us; /* "verification time": wall time, whole microseconds */
	u64 steps, states;
	char why[192]; /* of a rejection or of silence */
};

enum { ORACLE_NAME = 128 };

enum oracle_kind { ORACLE_ANY, ORACLE_TRACING, ORACLE_NETWORK };

/* Names of the programs of a kind in an object, at most cap; 0 where libbpf cannot read it. */
u32 oracle_programs(const char *path, enum oracle_kind kind, char (*names)[ORACLE_NAME], u32 cap);
/* Load one program of an object; all its maps are made for it and freed. */
void oracle_judge(struct oracle *o, const char *path, const char *program);
/* An array of one value, for raw bytecode; a file descriptor or negative. */
int oracle_map(u32 value_size);
void oracle_judge_insns(struct oracle *o, const struct bpf_insn *insns, u32 n);

#endif
