// SPDX-License-Identifier: MIT
// A binary that is about to run.
struct linux_binprm {
	const char *filename;
} __attribute__((preserve_access_index));
