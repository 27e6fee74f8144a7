/*
 * Every runnable helper that the other tests of rk run do not call, from one program, as native code and
 * interpreted. Results are the values of a map, by number.
 *
 * RUN: rm -rf %t.keys && env RK_KEYS=%t.keys %rk key generate robot 2>&1
 * RUN: %rkcc build %s -o %t.rkb --key %t.keys/robot.sec 2>&1
 * RUN: %clang-bpf -c %s -o %t.o
 * RUN: printf 'timestamp,value,device,channel\n777,42,3,1\n' > %t.csv
 * RUN: %rk run %t.rkb --key %t.keys/robot.pub --replay %t.csv > %t.native
 * RUN: %rk run --engine interp %t.o --replay %t.csv > %t.interp
 * RUN: FileCheck %s < %t.native
 * RUN: FileCheck %s < %t.interp
 */
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} out SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 2);
	__type(value, __u32);
} queue SEC(".maps");

const char text[8] = "servo";
__u64 word = 0x1122334455667788;

static void put(__u32 key, __u64 value)
{
	bpf_map_update_elem(&out, &key, &value, BPF_ANY);
}

static void probes(void)
{
	char s[16];
	__u64 w;

	put(1, bpf_probe_read(&w, sizeof(w), &word) ?: w);
	put(2, bpf_probe_read_kernel(&w, sizeof(w), &word) ?: w);
	put(3, bpf_probe_read_user(&w, sizeof(w), &word) ?: w);
	put(4, bpf_probe_read_kernel(&w, sizeof(w), (void *)8) + w); /* -EFAULT, zeroed */
	put(5, bpf_probe_read_str(s, sizeof(s), text) * 1000 + s[4]);
	put(6, bpf_probe_read_kernel_str(s, sizeof(s), text) * 1000 + s[0]);
	put(7, bpf_probe_read_user_str(s, 3, text) * 1000 + s[2]);
	put(8, bpf_strncmp(s, sizeof(s), text));
	put(9, bpf_strncmp(s, 2, text));
}

static void task(void)
{
	char comm[16];

	put(10, bpf_ktime_get_boot_ns() + bpf_ktime_get_coarse_ns() + bpf_ktime_get_tai_ns());
	put(11, bpf_get_current_pid_tgid() >> 32 != 0);
	put(12, bpf_get_current_uid_gid() + 1 != 0);
	put(13, bpf_get_current_comm(comm, sizeof(comm)) ?: comm[0] == 'r' && comm[1] == 'k');
	put(14, bpf_get_smp_processor_id() < 64);
	put(15, bpf_get_prandom_u32() != bpf_get_prandom_u32());
}

static void robot(void)
{
	__u64 sample;

	put(20, bpf_sensor_last_timestamp(3));
	put(21, bpf_iio_read(3, 1, &sample) ?: sample);
	put(22, bpf_iio_read(4, 1, &sample) + sample);
	put(23, bpf_gpio_set(0, 17, 1) ?: bpf_gpio_get(0, 17));
	put(24, bpf_pwm_get_duty(0, 1));
	put(25, bpf_pwm_set_duty(0, 1, 1500000) ?: bpf_pwm_get_duty(0, 1));
	put(26, bpf_can_send(2, 0x123, text, 5));
	put(27, bpf_motor_emergency_stop(MOTOR(2)));
	put(28, bpf_gpio_set(0, 17, 0)); /* stopped outputs stay stopped */
}

SEC("iio/device3/channel1")
int every(struct iio_event *e)
{
	static const char fmt[] = "hello %d";
	__u32 v = 5;

	probes();
	task();
	robot();
	bpf_trace_printk(fmt, sizeof(fmt), 7);
	put(30, bpf_ringbuf_query(&ring, BPF_RB_RING_SIZE));
	put(31, bpf_map_push_elem(&queue, &v, 0) ?: bpf_map_peek_elem(&queue, &v) ?: v);
	put(32, bpf_map_pop_elem(&queue, &v) ?: bpf_map_pop_elem(&queue, &v));
	return 1;
}

RK_WORST_CASE(50000);
RK_LICENSE("MIT");

/*
 * CHECK: gpio: chip 0, 17 -> 1
 * CHECK: pwm: chip 0, 1 -> 1500000
 * CHECK: can: interface 2, id 0x123, data 736572766f
 * CHECK: estop: outputs 0x00000004 -> safe
 * CHECK: trace: hello 7
 * CHECK: map out:
 * CHECK-NEXT: 1: 1234605616436508552
 * CHECK-NEXT: 2: 1234605616436508552
 * CHECK-NEXT: 3: 1234605616436508552
 * CHECK-NEXT: 4: 18446744073709551602
 * CHECK-NEXT: 5: 6111
 * CHECK-NEXT: 6: 6115
 * CHECK-NEXT: 7: 3000
 * CHECK-NEXT: 8: 18446744073709551615
 * CHECK-NEXT: 9: 0
 * CHECK-NEXT: 10: 2331
 * CHECK-NEXT: 11: 1
 * CHECK-NEXT: 12: 1
 * CHECK-NEXT: 13: 1
 * CHECK-NEXT: 14: 1
 * CHECK-NEXT: 15: 1
 * CHECK-NEXT: 20: 777
 * CHECK-NEXT: 21: 42
 * CHECK-NEXT: 22: 18446744073709551555
 * CHECK-NEXT: 23: 1
 * CHECK-NEXT: 24: 18446744073709551615
 * CHECK-NEXT: 25: 1500000
 * CHECK-NEXT: 26: 1
 * CHECK-NEXT: 27: 0
 * CHECK-NEXT: 28: 18446744073709551615
 * CHECK-NEXT: 30: 4096
 * CHECK-NEXT: 31: 5
 * CHECK-NEXT: 32: 18446744073709551614
 */
