/* SPDX-License-Identifier: MIT */
#ifndef RK_BOOT_H
#define RK_BOOT_H

/* Runs the commands in a file, one a line, '#' begins a comment. The first exit code that is not 0.
 */
int rk_agent_boot(const char *path);

#endif
