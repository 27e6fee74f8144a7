// SPDX-License-Identifier: MIT
// A program at HOOK writes into the sequence file FILE of its context.
#include <rk/rk.bpf.h>

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
} __attribute__((preserve_access_index));

SEC(HOOK)
int prog(__u64 *ctx)
{
	static const char line[] = "line\n";

	bpf_seq_write(FILE, line, sizeof(line) - 1);
	return 0;
}

RK_LICENSE("GPL");
