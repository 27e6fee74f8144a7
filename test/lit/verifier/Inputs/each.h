// SPDX-License-Identifier: MIT
// The program: `each` is called for every element of `map`.

SEC("raw_tp/sched_switch")
int prog(void *ctx)
{
	bpf_for_each_map_elem(&map, each, 0, 0);
	return 0;
}
