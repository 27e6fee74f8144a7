// The record type in the ring buffer's definition travels in the blob; text and JSON name its fields, bit fields and signs included.
// RUN: rm -rf %t && mkdir %t && env RK_KEYS=%t %rk key generate dev 2>/dev/null
// RUN: env RK_KEYS=%t %rkcc build %s -o %t/p.rkb >/dev/null
// RUN: env RK_KEYS=%t %rk run %t/p.rkb --live --for 5ms | %FileCheck %s
// RUN: env RK_KEYS=%t %rk run %t/p.rkb --live --for 5ms --json | grep '"event"' | head -n 1 | jq -c .record | %FileCheck --check-prefix=JSON %s
// CHECK: events #0: name motor, temperature -3, low 5, high -2, pair[0].a 0, pair[1].a 9
// JSON: {"name":"motor","temperature":-3,"low":5,"high":-2,"pair[0].a":0,"pair[1].a":9}
#include <rk/rk.bpf.h>

struct record {
	char name[8];
	__s32 temperature;
	__u32 low : 4;
	__s32 high : 28;
	struct {
		__u64 a;
	} pair[2];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
	__type(value, struct record);
} events SEC(".maps");

SEC("timer/1ms")
int named(struct timer_event *evt)
{
	struct record r = {"motor", -3, 5, -2, {{0}, {9}}};

	bpf_ringbuf_output(&events, &r, sizeof(r), 0);
	return 0;
}

RK_LICENSE("GPL");
