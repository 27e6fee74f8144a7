# An opcode that is not in the instruction set.
# RUN: %clang-bpf -c %s -o %t.o
# RUN: not %rkverify %t.o | FileCheck %s
# CHECK: error: {{.*}}unknown{{.*}}[RKV0003]
	.section "timer/1ms","ax",@progbits
	.globl prog
	.type prog,@function
prog:
	.byte 0xe7, 0, 0, 0, 0, 0, 0, 0
	exit
	.size prog, .-prog
	.section license,"aw",@progbits
	.asciz "GPL"
