/*
 * The same source as native code and through the interpreter: the same verdicts, records, prints and maps on
 * 500 samples. Only times and the engine's name may differ.
 *
 * RUN: rm -rf %t.keys && env RK_KEYS=%t.keys %rk key generate robot 2>&1
 * RUN: %rkcc build %s -o %t.rkb --key %t.keys/robot.sec 2>&1
 * RUN: %clang-bpf -c %s -o %t.o
 * RUN: awk 'BEGIN { x = 1; print "timestamp,value,device,channel"; for (i = 0; i < 500; i++) { x = (x * 69069 + 12345) % 65536; print i * 1000 "," x - 32768 ",0," x % 5 } }' > %t.csv
 * RUN: %rk run %t.rkb --key %t.keys/robot.pub --replay %t.csv --json --map-dump --out %t.out1 > %t.json1
 * RUN: %rk run --engine interp %t.o --replay %t.csv --json --map-dump --out %t.out2 > %t.json2
 * RUN: sed 's/"engine":"[a-z]*"//; s/"avg_ns":.*"estops"/"estops"/' %t.json1 > %t.same1
 * RUN: sed 's/"engine":"[a-z]*"//; s/"avg_ns":.*"estops"/"estops"/' %t.json2 > %t.same2
 * RUN: cmp %t.same1 %t.same2
 * RUN: cmp %t.out1 %t.out2
 * RUN: FileCheck %s < %t.json1
 */
#include <rk/rk.bpf.h>

struct event {
	__u64 time, count;
	__s64 value, average;
	char text[8];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct event);
} by_channel SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 32);
	__type(key, __u32);
	__type(value, __u64);
} hist SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(max_entries, 8);
	__type(value, __s64);
} stack SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TIMESERIES);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __s64);
} series SEC(".maps");

const volatile __s64 limit = 20000;
__u64 total = 5;
__s64 lowest;
static const char names[4][8] = {"zero", "one", "two", "three"};

static __attribute__((noinline)) __u32 log2_of(__u64 v)
{
	__u32 n = 0;

	for (int i = 0; i < 20; i++)
		n += (v >> i) > 1;
	return n;
}

static __attribute__((noinline)) __s64 average(__u32 key, __s64 value)
{
	struct {
		__u64 time;
		__s64 value;
	} w[4];
	__s64 sum = 0;
	long n;

	bpf_timeseries_push(&series, &key, &value);
	n = bpf_timeseries_query(&series, &key, 20000, w, sizeof(w));
	for (int i = 0; i < 4; i++)
		sum += w[i].value;
	return n > 0 ? sum >> 2 : 0;
}

static void count(__u32 key)
{
	__u64 *n = bpf_map_lookup_elem(&hist, &key);

	if (n)
		*n += 1;
}

RK_WORST_CASE(20000);

SEC("iio/device0/channel0")
int all(struct iio_event *e)
{
	__s64 v = e->value, out = 0;
	__u32 channel = e->channel;
	struct event mine = {.time = bpf_ktime_get_ns(), .value = v}, *old, *r;

	__sync_fetch_and_add(&total, 1);
	if (v < lowest)
		lowest = v;
	mine.average = average(channel, v);
	__builtin_memcpy(mine.text, names[channel & 3], 8);
	count(log2_of(v < 0 ? -v : v));
	old = bpf_map_lookup_elem(&by_channel, &channel);
	mine.count = old ? old->count + 1 : 1;
	if (bpf_map_update_elem(&by_channel, &channel, &mine, old ? BPF_EXIST : BPF_NOEXIST))
		bpf_printk("no room for %u, %x", channel, v);
	if (bpf_map_push_elem(&stack, &v, 0))
		bpf_map_pop_elem(&stack, &out);
	if (channel == 3 && mine.count % 50 == 0)
		bpf_map_delete_elem(&by_channel, &channel);
	if (v > limit && bpf_ringbuf_output(&events, &mine, sizeof(mine), 0))
		return 0;
	r = bpf_ringbuf_reserve(&events, sizeof(*r), 0);
	if (!r)
		return 0;
	*r = mine;
	if ((__u64)out % 7 == 1)
		bpf_ringbuf_submit(r, 0);
	else
		bpf_ringbuf_discard(r, 0);
	return v <= limit;
}

RK_LICENSE("MIT");

/*
 * CHECK: {"event":"events"
 * CHECK: "events":500,"runs":500,
 * CHECK: {"map":"stack","count":
 */
