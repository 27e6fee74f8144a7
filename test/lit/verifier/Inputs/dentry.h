// SPDX-License-Identifier: MIT
// A name of the kernel's file systems and its inode, which may be none.

struct inode {
	unsigned long i_ino;
} __attribute__((preserve_access_index));

struct dentry {
	struct inode *d_inode;
} __attribute__((preserve_access_index));
