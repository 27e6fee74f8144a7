// RUN: %clang-bpf -DSYMBOL=nowhere -c %s -o %t.o && %rkverify --kernel-symbols %S/Inputs/symbols.txt %t.o | FileCheck %s
// RUN: %clang-bpf -DSYMBOL=fops -DTHERE=1 -c %s -o %t.o && %rkverify --kernel-symbols %S/Inputs/symbols.txt %t.o | FileCheck %s
// Whether the kernel has a symbol is decided where its symbols are known.
// CHECK: accepted
#include "Inputs/symbol.h"
