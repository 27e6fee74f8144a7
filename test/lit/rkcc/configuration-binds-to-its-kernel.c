// What a kernel's configuration says is compiled in: the code is for that kernel alone, and where the
// configuration is not known nothing is built.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: printf 'CONFIG_HZ=250\n' | gzip > %t/config.gz
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/p.rkb --kernel-config %t/config.gz; test $? = 2' 2>&1 | FileCheck %s --check-prefix=BOUND
// BOUND: 'tick' is bound to one kernel {{.*}} choose it with --target
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/p.rkb --kernel-config %t/config.gz --target aarch64 --kernel-release 6.1.0-robot --kernel-version '#1 SMP' | FileCheck %s
// CHECK: kernel 6.1.0-robot only
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/q.rkb --target aarch64 --kernel-release 6.1.0-robot --kernel-version "#1 SMP"; test $? = 3' 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// UNKNOWN: configuration is not known: {{.*}}--kernel-config
// RUN: not test -e %t/q.rkb
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/q.rkb --target aarch64 --kernel-config %t; test $? = 1' 2>&1 | FileCheck %s --check-prefix=FOLDER
// FOLDER: error: is no .config
// RUN: %clang-bpf -c %s -o %t/p.bpf.o
// RUN: %rkverify --kernel-config %t/config.gz %t/p.bpf.o | FileCheck %s --check-prefix=VERIFIED
// VERIFIED: accepted
#include <rk/rk.bpf.h>

extern int CONFIG_HZ __attribute__((section(".kconfig")));

SEC("timer/10ms")
int tick(struct timer_event *evt)
{
	return CONFIG_HZ > 100 ? 1 : 0;
}

RK_LICENSE("GPL");
