// SPDX-License-Identifier: MIT
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Options of a socket are set under its lock, which not every iterator over sockets holds.
// CHECK: error: bpf_setsockopt has no meaning in 'ITER' programs [RKV0044]
#define HOOK "iter/udp"
#include "Inputs/socket-option.h"
