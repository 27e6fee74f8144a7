// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case none %t.o | FileCheck %s
// Each string that is printed is read byte by byte, which the worst case holds; what is no constant
// may ask for three.
// CHECK-DAG: numbers (timer/10ms): accepted, worst case 4{{[0-9][0-9][0-9]}} instructions
// CHECK-DAG: one (timer/10ms): accepted, worst case 21{{[0-9][0-9][0-9]}} instructions
// CHECK-DAG: kernels (timer/10ms): accepted, worst case 39{{[0-9][0-9][0-9]}} instructions
// CHECK-DAG: unknown (timer/10ms): accepted, worst case 56{{[0-9][0-9][0-9]}} instructions
#include <rk/rk.bpf.h>

static const char only_numbers[] = "%d%% of %lx samples";
static const char one_string[] = "%pk%s";
static const char two_strings[] = "%-8s %pks";
char format[8] = "%s";

SEC("timer/10ms")
int numbers(void *ctx)
{
	bpf_trace_printk(only_numbers, sizeof(only_numbers), 1, 2);
	return 0;
}

SEC("timer/10ms")
int one(void *ctx)
{
	bpf_trace_printk(one_string, sizeof(one_string), 1, 2);
	return 0;
}

SEC("timer/10ms")
int kernels(void *ctx)
{
	bpf_trace_printk(two_strings, sizeof(two_strings), 1, 2);
	return 0;
}

SEC("timer/10ms")
int unknown(void *ctx)
{
	bpf_trace_printk(format, sizeof(format), 1, 2);
	return 0;
}

RK_LICENSE("GPL");
