// SPDX-License-Identifier: MIT
// The RCU section: what begins and ends it.

void bpf_rcu_read_lock(void) __ksym;
void bpf_rcu_read_unlock(void) __ksym;
