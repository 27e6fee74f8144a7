// SPDX-License-Identifier: MIT
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A sequence file is written to by the iterator that holds its lock, not by who meets one.
// CHECK: accepted
#define HOOK "iter/task"
#define FILE ((struct bpf_iter_meta *)ctx[0])->seq
#include "Inputs/sequence.h"
