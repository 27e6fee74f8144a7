// Code that reads pt_regs fits one kernel on one architecture: without both it is refused, with the
// remedy; with them the name is signed.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/p.rkb --kernel-release 6.1; test $? = 2' 2>&1 | FileCheck %s --check-prefix=BOTH
// BOTH: 'second' is bound to one kernel {{.*}} choose it with --target, or give --target-btf ARCH=FILE for each
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/p.rkb --target aarch64; test $? = 2' 2>&1 | FileCheck %s
// CHECK: 'second' is bound to one kernel {{.*}} aarch64 robot with --kernel-release {{.*}} --kernel-version
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/p.rkb --target aarch64 --kernel-release 6.1.0-robot --kernel-version '#1 SMP' | FileCheck %s --check-prefix=BUILT
// BUILT: kernel 6.1.0-robot only
// RUN: %rk inspect %t/p.rkb | FileCheck %s --check-prefix=SIGNED
// SIGNED: 6.1.0-robot
// RUN: %clang-bpf -c %s -o %t/p.bpf.o
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %t/p.bpf.o -o %t/o.rkb; test $? = 2' 2>&1 | FileCheck %s --check-prefix=OBJECT
// OBJECT: to one architecture: choose it with --target
#include <rk/rk.bpf.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/wake_up_new_task")
int BPF_KPROBE(second, long a, long b)
{
	return b & 1;
}
