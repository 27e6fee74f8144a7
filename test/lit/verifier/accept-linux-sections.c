// Sections of Linux's other program types are judged too: they return where their hook allows.
// RUN: %clang-bpf -c %s -o %t.o && %rkverify %t.o | FileCheck %s --implicit-check-not=error
// CHECK-DAG: raw (raw_tracepoint/sched_switch): accepted
// CHECK-DAG: uret (uretprobe//bin/true:main): accepted
// CHECK-DAG: probe (usdt): accepted
// CHECK-DAG: filter (socket): accepted
// CHECK-DAG: classify (tc): accepted
// CHECK-DAG: modify (fmod_ret/bpf_fentry_test1): accepted
// CHECK-DAG: many (uprobe.multi.s//bin/true:m*): accepted
#include <rk/rk.bpf.h>

SEC("raw_tracepoint/sched_switch") int raw(void *ctx)
{
	return 0;
}

SEC("uretprobe//bin/true:main") int uret(void *ctx)
{
	return 0;
}

SEC("usdt") int probe(void *ctx)
{
	return 0;
}

SEC("socket") int filter(void *ctx)
{
	return 1;
}

SEC("tc") int classify(void *ctx)
{
	return 0;
}

SEC("fmod_ret/bpf_fentry_test1") int modify(void *ctx)
{
	return -1;
}

SEC("uprobe.multi.s//bin/true:m*") int many(void *ctx)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
