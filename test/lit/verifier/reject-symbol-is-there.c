// RUN: %clang-bpf -DSYMBOL=nowhere -c %s -o %t.o && not %rkverify %t.o 2>&1 | FileCheck %s
// RUN: %clang-bpf -DSYMBOL=fops -c %s -o %t.o && not %rkverify --kernel-symbols %S/Inputs/symbols.txt %t.o 2>&1 | FileCheck %s
// RUN: %clang-bpf -DSYMBOL=hidden -c %s -o %t.o && not %rkverify --kernel-symbols %S/Inputs/symbols.txt %t.o 2>&1 | FileCheck %s
// RUN: %clang-bpf -DSYMBOL=alike -c %s -o %t.o && not %rkverify --kernel-symbols %S/Inputs/symbols.txt %t.o 2>&1 | FileCheck %s
// RUN: %clang-bpf -DSYMBOL=alike -DTHERE=1 -c %s -o %t.o && not %rkverify --kernel-symbols %S/Inputs/symbols.txt %t.o 2>&1 | FileCheck %s
// RUN: %clang-bpf -DSYMBOL=nowhere -D__weak= -c %s -o %t.o && not %rkverify --kernel-symbols %S/Inputs/symbols.txt %t.o 2>&1 | FileCheck %s --check-prefix=STRONG
// Whether the kernel has a symbol is decided where its symbols are known.
// CHECK: error: {{.*}}may leave its object{{.*}}[RKV0021]
// STRONG: error: the target kernel has no symbol 'nowhere' [RKV
#ifndef SYMBOL
#define SYMBOL nowhere
#endif
#include "Inputs/symbol.h"
