// SPDX-License-Identifier: MIT
// What turns interrupts off and on again.

void bpf_local_irq_save(unsigned long *flags) __ksym;
void bpf_local_irq_restore(unsigned long *flags) __ksym;
