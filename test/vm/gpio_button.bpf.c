// SPDX-License-Identifier: MIT
// Each press and release of the power key of QEMU's virt machine (line 3 of its PL061) sets line 5
// of the same chip; the third press makes the emergency stop.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 6); /* 1 rising, 2 falling; 0: refused; 3: other chip, line or level; 4:
				   not set at once; 5: not stopped at once */
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

static void count(__u32 key)
{
	__u64 *n = bpf_map_lookup_elem(&seen, &key);

	if (n)
		__sync_fetch_and_add(n, 1);
}

SEC("gpio/name:9030000.pl061/line3/both")
int key(struct gpio_event *evt)
{
	long r = bpf_gpio_set(evt->chip, 5, evt->value);

	count(evt->edge);
	if (evt->line != 3 || evt->value != (evt->edge == GPIO_EDGE_RISING))
		count(3);
	if (r < 0)
		count(0);
	else if (r != 0 || bpf_gpio_get(evt->chip, 5) != evt->value)
		count(4);
	if (evt->sequence == 4) {
		bpf_motor_emergency_stop(MOTOR(0));
		if (bpf_gpio_get(evt->chip, 5) != 0)
			count(5);
	}
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
