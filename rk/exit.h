/* SPDX-License-Identifier: MIT */
/* Exit codes of rk and rk-agent. */
#ifndef RK_EXIT_H
#define RK_EXIT_H

enum rk_exit {
	RK_EXIT_OK = 0,
	RK_EXIT_FAIL = 1,
	RK_EXIT_USAGE = 2,
	RK_EXIT_REJECTED = 3,    /* the verifier did not accept the program */
	RK_EXIT_SIGNATURE = 4,   /* a signature or key is missing, wrong or not trusted */
	RK_EXIT_UNREACHABLE = 5, /* no robot, no agent, or no module on it */
	RK_EXIT_UNSUPPORTED = 6, /* the robot lacks the hook, helper or request */
	RK_EXIT_PARTIAL = 7,     /* some hosts, not all */
};

#endif
