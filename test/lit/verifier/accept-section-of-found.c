// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What a helper finds in what a section of RCU keeps lasts no longer than the section.
// CHECK: accepted
#define BEFORE 1
#define BEHIND 0
#include "Inputs/file_socket.h"
