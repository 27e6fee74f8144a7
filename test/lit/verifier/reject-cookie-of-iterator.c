// SPDX-License-Identifier: MIT
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A cookie lies beside what a program is attached by; an iterator is not attached.
// CHECK: error: bpf_get_attach_cookie has no meaning in 'ITER' programs [RKV0044]
#define HOOK "iter/task"
#include "Inputs/cookie.h"
