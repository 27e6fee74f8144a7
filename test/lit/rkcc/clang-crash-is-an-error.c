// Clang runs in a process of its own: its crash is an error message and exit code 1.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/p.rkb; test $? = 1' 2>&1 | FileCheck %s
// RUN: not test -e %t/p.rkb
// CHECK: clang-crash-is-an-error.c: error: Clang crashed:
#pragma clang __debug llvm_fatal_error
