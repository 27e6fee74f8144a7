// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A task's storage has no lists: who frees it gives back nothing that is in one.
// CHECK: error: argument 1{{.*}}[RKV0040]
#define TYPE BPF_MAP_TYPE_TASK_STORAGE
#define FLAGS BPF_F_NO_PREALLOC
#define ENTRIES 0
#define FIND bpf_task_storage_get(&kept, bpf_get_current_task_btf(), 0, 1)
#include "Inputs/list-of-value.h"
