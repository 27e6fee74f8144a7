# SPDX-License-Identifier: MIT
# A program, with a loop, whose functions each call the next one so often, this deep.
import sys

deep, often = int(sys.argv[1]), int(sys.argv[2])
print('#include <rk/rk.bpf.h>')
for i in range(deep, 0, -1):
    body = ['call f%d' % (i + 1)] * often if i < deep else ['r0 = 0']
    print('static __attribute__((naked, noinline, used)) int f%d(void) { asm volatile(' % i)
    print(''.join('"%s\\n"' % line for line in body + ['exit']) + '::: "memory"); }')
print('SEC("timer/10ms") __attribute__((naked)) int prog(void *ctx) { asm volatile(')
print('"r6 = 0\\n" "1: r6 += 1\\n" "if r6 < 2 goto 1b\\n" "call f1\\n" "exit\\n" ::: "memory"); }')
print('RK_LICENSE("MIT");')
