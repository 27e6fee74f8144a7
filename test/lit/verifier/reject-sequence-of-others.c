// SPDX-License-Identifier: MIT
// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A sequence file is written to by the iterator that holds its lock, not by who meets one.
// CHECK: error: bpf_seq_write has no meaning in 'FENTRY' programs [RKV0044]
#define HOOK "fentry/seq_putc"
#define FILE (void *)ctx[0]
#include "Inputs/sequence.h"
