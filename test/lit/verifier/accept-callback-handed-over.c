// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Who calls whom is told by who names whom: a function that is handed over would move the packet unseen.
// CHECK: accepted
#define CALLED pull
#define READ 1
#include "Inputs/handed-over.h"
