// SPDX-License-Identifier: MIT
// A file of the kernel and the path in it.

struct path {
	void *mnt;
} __attribute__((preserve_access_index));

struct file {
	struct path f_path;
} __attribute__((preserve_access_index));
