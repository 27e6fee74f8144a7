/*
 * An object through the interpreter: samples dropped and forwarded, records, a histogram, the emergency
 * stop said once, the program's own state, time from the recording.
 *
 * RUN: %clang-bpf -c %s -o %t.o
 * RUN: printf 'timestamp,value,device,channel\n10,100,0,2\n20,2000,0,2\n30,-9000,0,2\n40,-5,0,2\n50,9001,0,2\n' > %t.csv
 * RUN: %rk run --engine interp %t.o --replay %t.csv --out %t.out > %t.txt
 * RUN: FileCheck --check-prefix=TEXT %s < %t.txt
 * RUN: FileCheck --check-prefix=OUT %s < %t.out
 * RUN: %rk run --engine interp %t.o --replay %t.csv --json --as iio_event | FileCheck --check-prefix=JSON %s
 */
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 65536);
} clipped SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} hist SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} last SEC(".maps");

const volatile long long limit = 1000;
__u64 clips;

static __attribute__((noinline)) int bucket(long long v)
{
	int b = 0;

	for (int i = 0; i < 15; i++)
		if (v >> i > 1)
			b = i + 1;
	return b;
}

SEC("iio/device0/channel2")
int clip(struct iio_event *e)
{
	long long v = e->value < 0 ? -e->value : e->value;
	__u32 key = bucket(v), channel = e->channel;
	__u64 *n = bpf_map_lookup_elem(&hist, &key), now = bpf_ktime_get_ns();
	struct iio_event *r;

	if (n)
		__sync_fetch_and_add(n, 1);
	bpf_map_update_elem(&last, &channel, &now, BPF_ANY);
	if (v > 5000)
		bpf_motor_emergency_stop(MOTOR_ALL);
	if (v <= limit)
		return 1;
	clips++;
	bpf_printk("clip %d of %lld", clips, e->value);
	r = bpf_ringbuf_reserve(&clipped, sizeof(*r), 0);
	if (!r)
		return 0;
	*r = *e;
	bpf_ringbuf_submit(r, 0);
	return 0;
}

RK_LICENSE("MIT");

/*
 * TEXT: trace: clip 1 of 2000
 * TEXT-NEXT: clipped #0: 1400000000000000d007000000000000{{0+}}02000000  | 20 2000 0 0 8589934592
 * TEXT-NEXT: estop: outputs 0xffffffff -> safe
 * TEXT-NEXT: trace: clip 2 of -9000
 * TEXT-NOT: estop
 * TEXT: clip (iio/device0/channel2, interp): 5 events, 2 forwarded, 3 dropped
 * TEXT: run time: {{[0-9]+}} ns average
 * TEXT: map hist:
 * TEXT: [   2]            1 |@@@@@@@@@@@@@@@@@@@@                    |
 * TEXT: [  13]            2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
 * TEXT: map last:
 * TEXT-NEXT: 2: 50
 * TEXT: ring clipped: 3 records, 0 lost
 *
 * OUT: timestamp,value,device,channel
 * OUT-NEXT: 10,100,0,2
 * OUT-NEXT: 40,-5,0,2
 * OUT-NOT: 20
 *
 * JSON: {"trace":"clip 1 of 2000"}
 * JSON: {"event":"clipped","seq":0,"len":40,"iio_event":{"timestamp":20,"value":2000,"scale":0,"rate":0,"device":0,"channel":2},
 * JSON: {"estop":{"outputs":4294967295,"time":30}}
 * JSON: "value":-9000
 * JSON: "events":5,"runs":5,"forwarded":2,"dropped":3,"lost_records":0,{{.*}}"estops":2}
 */
