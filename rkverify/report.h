/* SPDX-License-Identifier: MIT */
/*
 * Reports: the same findings as text, JSON lines, GitHub annotations, JUnit or SARIF. A report
 * writes to a stream and changes nothing; the order is the object's, so output is deterministic
 * apart from times. A format may need a frame around all files: begin and end, either may be NULL.
 */
#ifndef RK_REPORT_H
#define RK_REPORT_H

#include "verify.h"

/* One input file. Object diagnostics that name a program are of programs that could not be read. */
struct rk_report {
	const char *file;
	const struct rk_verified *v;
	size_t n;
	const struct rk_diags *object;
	bool stats, explain; /* text only */
	bool color;
};

struct rk_format {
	const char *name;
	void (*begin)(FILE *f);
	void (*file)(FILE *f, const struct rk_report *r, bool first);
	void (*end)(FILE *f);
};

const struct rk_format *rk_format_find(const char *name); /* NULL: no such format */
const char *rk_verdict_name(enum rk_verdict v);           /* "accept", "unsafe", ... */

/* Formats with files of their own. */
void rk_report_github(FILE *f, const struct rk_report *r, bool first);
void rk_report_junit_begin(FILE *f);
void rk_report_junit(FILE *f, const struct rk_report *r, bool first);
void rk_report_junit_end(FILE *f);
void rk_report_sarif_begin(FILE *f);
void rk_report_sarif(FILE *f, const struct rk_report *r, bool first);
void rk_report_sarif_end(FILE *f);

#endif
