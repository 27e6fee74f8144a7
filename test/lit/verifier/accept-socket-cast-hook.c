// SPDX-License-Identifier: MIT
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A socket is cast by programs that meet sockets.
// CHECK: accepted
#define HOOK "tp_btf/tcp_retransmit_skb"
#include "Inputs/socket-cast-at.h"
