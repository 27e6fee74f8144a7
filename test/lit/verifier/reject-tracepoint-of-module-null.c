// REQUIRES: kernel-btf
// RUN: python3 %S/../Inputs/split_btf.py /sys/kernel/btf/vmlinux %t.btf task_struct
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux,%t.btf %t.o 2>&1 | FileCheck %s
// Of a module's tracepoint that is in no list any pointer may be null.
// CHECK: error: argument 1 (r1) is a pointer to kernel type 'struct task_struct' or null; bpf_task_acquire takes a trusted task_struct [RKV0022]
#define TEST 1
#include "Inputs/late_task.h"
