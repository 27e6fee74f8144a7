// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Its last call has no socket: the program tests it.
// CHECK: prog (iter/udp): accepted
#define HOOK "iter/udp"
#define SOCKET 1
#include "Inputs/destroyed-at.h"
