// SPDX-License-Identifier: MIT
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Options of a socket are set under its lock, which not every iterator over sockets holds.
// CHECK: accepted
#define HOOK "iter/tcp"
#include "Inputs/socket-option.h"
