// SPDX-License-Identifier: MIT
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A cookie lies beside what a program is attached by; an iterator is not attached.
// CHECK: accepted
#define HOOK "tp_btf/sched_switch"
#include "Inputs/cookie.h"
