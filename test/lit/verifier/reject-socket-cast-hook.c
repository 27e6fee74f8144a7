// SPDX-License-Identifier: MIT
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A socket is cast by programs that meet sockets.
// CHECK: error: bpf_skc_to_tcp_sock has no meaning in 'KPROBE' programs [RKV0044]
#define HOOK "kprobe/do_nanosleep"
#include "Inputs/socket-cast-at.h"
