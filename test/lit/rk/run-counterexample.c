// A run that rkverify found faults at the same instruction again; another object asks something else.
// RUN: %clang-bpf -c %s -o %t.o && %clang-bpf -DOTHER -c %s -o %t.other.o
// RUN: not %rkverify --counterexample %t.json %t.o 2>&1 | FileCheck --check-prefix=FOUND %s
// FOUND: run-counterexample.c:[[#@LINE+29]]:9: error: read of 8 bytes{{.*}}[RKV0020]
// FOUND: note: a run that does it: the context's 'line' is 4 (0x4) here
// FOUND: note: then: reads memory that is not the program's
// RUN: not %rk run --engine interp --counterexample %t.json %t.o 2>&1 | FileCheck %s
// CHECK: run-counterexample.c:[[#@LINE+25]]:9: fault at instruction [[#]]: reads memory that is not
// RUN: not %rk run --engine interp --counterexample %t.json %t.other.o 2>&1 | FileCheck --check-prefix=OTHER %s
// OTHER: asks for something else
// RUN: not %rk run --engine interp --counterexample %t.o %t.o 2>&1 | FileCheck --check-prefix=BAD %s
// BAD: rk run: {{.*}}.o: 
// RUN: echo '{"program":"prog","insn":1,"changing":0,"answers":[{}]}' > %t.bad.json
// RUN: not %rk run --engine interp --counterexample %t.bad.json %t.o 2>&1 | FileCheck --check-prefix=FORM %s
// FORM: is no counterexample of rkverify
// RUN: not %rk run --counterexample %t.json %t.o 2>&1 | FileCheck --check-prefix=USAGE %s
// USAGE: --counterexample FILE is played by --engine interp
#include <rk/rk.bpf.h>

unsigned long table[4];

SEC("gpio/chip0/line1/both")
int prog(struct gpio_event *ctx)
{
#ifdef OTHER
	__u32 i = ctx->chip;
#else
	__u32 i = ctx->line;
#endif

	if (i > 4)
		return 0;
	return table[i] != 0;
}

RK_LICENSE("MIT");
