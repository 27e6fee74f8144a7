// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// This iterator lends the socket and holds its lock.
// CHECK: prog (iter/tcp): accepted
#define HOOK "iter/tcp"
#define SOCKET 1
#include "Inputs/destroyed-at.h"
