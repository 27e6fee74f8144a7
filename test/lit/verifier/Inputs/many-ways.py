# SPDX-License-Identifier: MIT
# A program that saves a pointer, or a null, at each of many places, so that all ways differ.
import sys

places = range(int(sys.argv[1]))
lines = ['r6 = r1', 'r7 = 0']
for i in places:
    at = 8 * (i + 1)
    lines += ['call 7', 'if r0 == 0 goto null%d' % i, '*(u64 *)(r10 - %d) = r6' % at]
    lines += ['goto next%d' % i, 'null%d:' % i, '*(u64 *)(r10 - %d) = r7' % at, 'next%d:' % i]
    lines += ['r8 = 0']
for i in places:
    lines += ['r1 = *(u64 *)(r10 - %d)' % (8 * (i + 1)), 'if r1 == 0 goto done%d' % i, 'r7 = 1']
    lines += ['done%d:' % i, 'r8 = 1']
lines += ['r0 = 0', 'exit']
print('#include <rk/rk.bpf.h>')
print('SEC("timer/10ms") __attribute__((naked)) int prog(void *ctx) { asm volatile(')
print(''.join('"%s\\n"' % line for line in lines))
print('::: "memory"); }')
print('RK_LICENSE("MIT");')
