// SPDX-License-Identifier: MIT
// What turns preemption off and on again.

void bpf_preempt_disable(void) __ksym;
void bpf_preempt_enable(void) __ksym;
