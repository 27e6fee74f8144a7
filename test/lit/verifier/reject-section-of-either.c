// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Where ways meet, a pointer that a section of RCU keeps is no other that needs none.
// CHECK: error: argument 2{{.*}}[RKV0040]
#define OTHER t->mm->exe_file->f_inode
#include "Inputs/either_inode.h"
