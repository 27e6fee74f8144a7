// SPDX-License-Identifier: MIT
// Files of the kernel by what they are reached through, the current task's among them.

struct inode;
struct sock;

struct socket {
	struct sock *sk;
} __attribute__((preserve_access_index));

struct file {
	struct inode *f_inode;
} __attribute__((preserve_access_index));

struct mm_struct {
	struct file *exe_file;
} __attribute__((preserve_access_index));

struct task_struct {
	struct mm_struct *mm;
} __attribute__((preserve_access_index));
