// SPDX-License-Identifier: MIT
// The program: the timer of the first value is made and started with the callback `tick`.

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (!v)
		return 0;
	bpf_timer_init(&v->timer, &table, 0);
	bpf_timer_set_callback(&v->timer, tick);
	bpf_timer_start(&v->timer, 1000, 0);
	return 0;
}
