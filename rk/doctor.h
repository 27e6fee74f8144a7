/* SPDX-License-Identifier: MIT */
/* The judgements of rk doctor over what was found. Every text is made here, the fixes too. */
#ifndef RK_DOCTOR_H
#define RK_DOCTOR_H

#include "findings.h"

enum rk_doctor_state { RK_DOCTOR_OK, RK_DOCTOR_NOTE, RK_DOCTOR_GAP };

struct rk_doctor {
	const char *host;
	bool json;
	unsigned gaps;
	struct rk_findings f;
};

/* One line; `fix` is a command, or empty. */
void rk_doctor_say(struct rk_doctor *d, enum rk_doctor_state state, const char *name,
	const char *text, const char *fix);
void rk_doctor_judge(struct rk_doctor *d);

#endif
