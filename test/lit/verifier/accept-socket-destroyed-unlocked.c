// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Iterators over connections hold the lock of the socket that they are at, those over storage do not.
// CHECK: accepted
#define HOOK "iter/udp"
#define SOCKET 1
#include "Inputs/destroyed-at.h"
