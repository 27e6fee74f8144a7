// SPDX-License-Identifier: MIT
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A function that has the name of an iterator over sockets holds no lock for it.
// CHECK: error: bpf_setsockopt has no meaning in 'KPROBE' programs [RKV0044]
#define HOOK "kprobe/tcp"
#include "Inputs/socket-option.h"
