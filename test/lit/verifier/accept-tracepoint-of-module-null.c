// REQUIRES: kernel-btf
// RUN: python3 %S/../Inputs/split_btf.py /sys/kernel/btf/vmlinux %t.btf task_struct
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux,%t.btf %t.o | FileCheck %s
// Of a module's tracepoint that is in no list any pointer may be null.
// CHECK: accepted
#define TEST p
#include "Inputs/late_task.h"
