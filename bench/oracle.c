// SPDX-License-Identifier: MIT
/*
 * libbpf loads, the kernel's log_level 4 line is the answer: it ends with "processed N insns" as
 * soon as the analysis began, whatever the verdict. A load that failed before is no judgement.
 */
#include "oracle.h"
#include "rk/map.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef RK_BENCH_LIBBPF
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

enum { STATISTICS = 4, LOG_BYTES = 1 << 20 };

static char log_text[LOG_BYTES];
static char complaint[192]; /* libbpf's first one of a load: the later ones only pass it on */

__attribute__((format(printf, 2, 0))) static int keep_complaint(
	enum libbpf_print_level level, const char *fmt, va_list ap)
{
	if (level == LIBBPF_WARN && !*complaint && !strstr(fmt, "BEGIN PROG LOAD LOG"))
		vsnprintf(complaint, sizeof(complaint), fmt, ap);
	return 0;
}

static u64 number_after(const char *text, const char *word)
{
	const char *at = strstr(text, word);

	return at ? strtoull(at + strlen(word), NULL, 10) : 0;
}

/* The verifier's last line before its statistics. */
static void copy_reason(char *to, size_t size, char *text)
{
	char *end = strstr(text, "verification time"), *line;

	if (!end)
		end = strstr(text, "processed ");
	if (end)
		*end = 0;
	for (;;) {
		line = strrchr(text, '\n');
		if (!line || line[1])
			break;
		*line = 0;
	}
	snprintf(to, size, "%.*s", (int)size - 1, line ? line + 1 : text);
}

static void answer(struct oracle *o, bool loaded)
{
	const char *processed = strstr(log_text, "processed ");

	*o = (struct oracle){.verdict = loaded ? ORACLE_ACCEPTS : ORACLE_SILENT};
	o->us = (double)number_after(log_text, "verification time ");
	o->steps = number_after(log_text, "processed ");
	o->states = number_after(log_text, "peak_states ");
	if (loaded)
		return;
	if (processed && o->steps)
		o->verdict = ORACLE_REJECTS;
	copy_reason(o->why, sizeof(o->why), log_text);
	if (!*o->why)
		snprintf(o->why, sizeof(o->why), "%s", complaint);
	o->why[strcspn(o->why, "\n")] = 0;
}

/* Those that observe the kernel or a process, whatever they are attached to. */
static bool is_tracing(enum bpf_prog_type type)
{
	switch (type) {
	case BPF_PROG_TYPE_KPROBE:
	case BPF_PROG_TYPE_TRACEPOINT:
	case BPF_PROG_TYPE_RAW_TRACEPOINT:
	case BPF_PROG_TYPE_PERF_EVENT:
	case BPF_PROG_TYPE_TRACING: return true;
	default: return false;
	}
}

/* Those that see packets, as far as rkverify knows their hooks. */
static bool is_network(enum bpf_prog_type type)
{
	switch (type) {
	case BPF_PROG_TYPE_SOCKET_FILTER:
	case BPF_PROG_TYPE_SCHED_CLS:
	case BPF_PROG_TYPE_SCHED_ACT:
	case BPF_PROG_TYPE_XDP:
	case BPF_PROG_TYPE_CGROUP_SKB: return true;
	default: return false;
	}
}

static bool is_of(enum oracle_kind kind, enum bpf_prog_type type)
{
	switch (kind) {
	case ORACLE_TRACING: return is_tracing(type);
	case ORACLE_NETWORK: return is_network(type);
	default: return true;
	}
}

u32 oracle_programs(const char *path, enum oracle_kind kind, char (*names)[ORACLE_NAME], u32 cap)
{
	struct bpf_program *p;
	struct bpf_object *obj;
	u32 n = 0;

	libbpf_set_print(keep_complaint);
	obj = bpf_object__open_file(path, NULL);
	if (!obj)
		return 0;
	bpf_object__for_each_program(p, obj) if (n < cap && is_of(kind, bpf_program__type(p)))
		snprintf(names[n++], ORACLE_NAME, "%s", bpf_program__name(p));
	bpf_object__close(obj);
	return n;
}

/* Storage grows with what it is attached to: Linux takes no size for it. */
static bool has_no_size(enum bpf_map_type t)
{
	return t == BPF_MAP_TYPE_PERF_EVENT_ARRAY || t == BPF_MAP_TYPE_TASK_STORAGE ||
	       t == BPF_MAP_TYPE_SK_STORAGE || t == BPF_MAP_TYPE_INODE_STORAGE ||
	       (int)t == RK_MAP_CGRP_STORAGE;
}

/* Sizes that the tool would have set before loading. */
static void complete_map(struct bpf_map *m)
{
	enum bpf_map_type t = bpf_map__type(m);
	u32 cpus = (u32)libbpf_num_possible_cpus();

	if (!bpf_map__max_entries(m) && !has_no_size(t))
		bpf_map__set_max_entries(m, t == BPF_MAP_TYPE_RINGBUF ? 4096 : 1024);
	if (t == BPF_MAP_TYPE_CPUMAP && bpf_map__max_entries(m) > cpus)
		bpf_map__set_max_entries(m, cpus);
	if (t == BPF_MAP_TYPE_STACK_TRACE && !bpf_map__value_size(m))
		bpf_map__set_value_size(m, 127 * 8);
}

/* An inner map that stands in for a template without a size; negative where none is needed. */
static int inner_map(struct bpf_map *m)
{
	struct bpf_map *t = bpf_map__inner_map(m);

	if (!t || bpf_map__max_entries(t) || has_no_size(bpf_map__type(t)))
		return -1;
	return bpf_map_create(bpf_map__type(t), "inner", bpf_map__key_size(t),
		bpf_map__value_size(t), 4096, NULL);
}

/* Maps that the tool would share by a name in the file system are the load's own here. */
static void complete_maps(struct bpf_object *obj, int *inner)
{
	struct bpf_map *m;

	*inner = -1;
	bpf_object__for_each_map(m, obj)
	{
		complete_map(m);
		bpf_map__set_pin_path(m, NULL);
		if (*inner < 0 && (*inner = inner_map(m)) >= 0)
			bpf_map__set_inner_map_fd(m, *inner);
	}
}

void oracle_judge(struct oracle *o, const char *path, const char *program)
{
	struct bpf_program *p;
	struct bpf_object *obj;
	bool loaded = false;
	int inner = -1;

	log_text[0] = complaint[0] = 0;
	libbpf_set_print(keep_complaint);
	obj = bpf_object__open_file(path, NULL);
	if (obj) {
		complete_maps(obj, &inner);
		bpf_object__for_each_program(p, obj)
		{
			bool wanted = !strcmp(bpf_program__name(p), program);

			bpf_program__set_autoload(p, wanted);
			if (!wanted)
				continue;
			bpf_program__set_log_level(p, STATISTICS);
			bpf_program__set_log_buf(p, log_text, sizeof(log_text));
		}
		loaded = !bpf_object__load(obj);
	}
	answer(o, loaded);
	bpf_object__close(obj);
	if (inner >= 0)
		close(inner);
}

int oracle_map(u32 value_size)
{
	return bpf_map_create(BPF_MAP_TYPE_ARRAY, "bench", 4, value_size, 1, NULL);
}

void oracle_judge_insns(struct oracle *o, const struct bpf_insn *insns, u32 n)
{
	LIBBPF_OPTS(bpf_prog_load_opts, opts, .log_level = STATISTICS, .log_buf = log_text,
		.log_size = sizeof(log_text));
	int fd;

	log_text[0] = complaint[0] = 0;
	fd = bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "bench", "GPL", insns, n, &opts);
	answer(o, fd >= 0);
	if (fd >= 0)
		close(fd);
}

#else

u32 oracle_programs(const char *path, enum oracle_kind kind, char (*names)[ORACLE_NAME], u32 cap)
{
	return 0;
}

static void silent(struct oracle *o)
{
	*o = (struct oracle){.verdict = ORACLE_SILENT, .why = "built without libbpf"};
}

void oracle_judge(struct oracle *o, const char *path, const char *program)
{
	silent(o);
}

int oracle_map(u32 value_size)
{
	return -1;
}

void oracle_judge_insns(struct oracle *o, const struct bpf_insn *insns, u32 n)
{
	silent(o);
}
#endif
