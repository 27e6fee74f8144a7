// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Another form of a held socket is as good as that, where it is a full socket: a connection that is
// only asked for is none.
// CHECK: accepted
#define FORM bpf_skc_to_tcp_sock
#include "Inputs/socket-form.h"
