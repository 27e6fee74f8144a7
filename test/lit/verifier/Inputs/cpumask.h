// SPDX-License-Identifier: MIT
// A mask of processors that the program makes, sets and releases.

struct bpf_cpumask;
struct bpf_cpumask *bpf_cpumask_create(void) __ksym;
void bpf_cpumask_set_cpu(__u32 cpu, struct bpf_cpumask *mask) __ksym;
void bpf_cpumask_release(struct bpf_cpumask *mask) __ksym;
