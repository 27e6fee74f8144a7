// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What is made of what was made of a socket ends with the socket, too.
// CHECK: accepted
#define BEFORE 1
#define BEHIND 0
#include "Inputs/socket-cast.h"
