// Type information that ends too early names itself as the cause.
// RUN: %clang-bpf -c %s -o %t.o
// RUN: cp %t.o %t.cut.o && llvm-objcopy-19 --dump-section .BTF=%t.btf %t.o
// RUN: head -c 60 %t.btf > %t.short && llvm-objcopy-19 --update-section .BTF=%t.short %t.cut.o
// RUN: not %rkverify %t.cut.o 2>&1 | FileCheck %s
// CHECK: error: {{.*}}.BTF{{.*}}[RKV0002]
#include <rk/rk.bpf.h>

SEC("timer/1ms") int prog(struct timer_event *evt)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
