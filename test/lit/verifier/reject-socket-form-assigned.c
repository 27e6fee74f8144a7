// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Another form of a held socket is as good as that, where it is a full socket: a connection that is
// only asked for is none.
// CHECK: error: {{.*}} kernel type 'struct tcp_request_sock'; {{.*}} a trusted socket [RKV0040]
#define FORM bpf_skc_to_tcp_request_sock
#include "Inputs/socket-form.h"
