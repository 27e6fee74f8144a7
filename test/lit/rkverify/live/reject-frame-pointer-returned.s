# RUN: clang-19 -target bpf -mcpu=v3 -c %s -o %t.o
# RUN: not %rkverify %t.o | FileCheck %s
# The frame that the address points to is gone.
# CHECK: error: {{.*}}returns a pointer to its own stack{{.*}}[RKV0032]
# CHECK: f (timer/1ms): unsafe
	.section "timer/1ms","ax",@progbits
	.globl f
	.type f,@function
f:
	call g
	r0 = *(u64 *)(r0 - 8)
	exit
	.size f, .-f
	.text
	.type g,@function
g:
	r1 = 7
	*(u64 *)(r10 - 8) = r1
	r0 = r10
	exit
	.size g, .-g
