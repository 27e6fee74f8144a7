// A tracepoint of a module has its arguments' widths from the kernel's types and the module's own,
// which use the kernel's; without them, there are none. What is no such file is refused, and so are
// types of a module without their kernel's.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: %clang-bpf -c %s -o %t/kernel.o -DKERNEL
// RUN: llvm-objcopy --dump-section .BTF=%t/k.btf %t/kernel.o %t/unused.o
// RUN: printf '9.9-robot\n#7 RT\n' > %t/k.btf.release
// RUN: python3 %S/../Inputs/split_btf.py %t/k.btf %t/m.btf
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/m.rkb --target x86_64 --target-btf %t/k.btf,%t/m.btf
// RUN: %rk inspect %t/m.rkb | FileCheck %s
// CHECK: raw_tp/late
// CHECK: arguments s8 s32{{$}}
// CHECK: 9.9-robot
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/k.rkb --target x86_64 --target-btf %t/k.btf
// RUN: %rk inspect %t/k.rkb | FileCheck %s --check-prefix=NONE --implicit-check-not='{{arguments +[us]}}'
// NONE: raw_tp/late
// RUN: %clang-bpf -c %s -o %t/p.o
// RUN: %rkverify --target-btf %t/k.btf,%t/m.btf %t/p.o
// RUN: sh -c '%rkverify --target-btf %t/k.btf,%t/none %t/p.o; test $? = 2' 2>&1 | FileCheck %s --check-prefix=ABSENT
// ABSENT: none: No such file
// RUN: sh -c '%rkverify --target-btf %t/m.btf %t/p.o; test $? = 2' 2>&1 | FileCheck %s --check-prefix=ALONE
// ALONE: string table does not begin and end with NUL
// RUN: sh -c '%rkverify --target-btf %t/k.btf,%s %t/p.o; test $? = 2' 2>&1 | FileCheck %s --check-prefix=OTHER
// OTHER: no BTF magic number
#ifdef KERNEL
typedef void (*btf_trace_many)(void *, int, unsigned long);
btf_trace_many many;
#else
#include <rk/rk.bpf.h>

SEC("raw_tp/late")
int late(struct bpf_raw_tracepoint_args *ctx)
{
	return ctx->args[0] + ctx->args[1];
}
#endif
