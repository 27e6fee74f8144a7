# SPDX-License-Identifier: MIT
# A program: a loop without a counter around many that have one, with as many values on the stack.
import sys

many = int(sys.argv[1])
lines = []
for i in range(many):
    lines += ['call 7', '*(u64 *)(r10 - %d) = r0' % (8 * (i + 1))]
lines += ['outer:']
for i in range(many):
    lines += ['r7 = 0', 'in%d:' % i, 'r7 += 1', 'call 7', 'if r0 > %d goto skip%d' % (i + 10, i)]
    lines += ['*(u64 *)(r10 - %d) = r0' % (8 * (i + 1)), 'skip%d:' % i]
    lines += ['if r7 < 1000 goto in%d' % i]
lines += ['call 7', 'if r0 != 5 goto outer']
for i in range(many):
    lines += ['r1 = *(u64 *)(r10 - %d)' % (8 * (i + 1)), 'r0 += r1']
print('#include <rk/rk.bpf.h>')
print('SEC("raw_tp/x") __attribute__((naked)) int prog(void *ctx) { asm volatile(')
print(''.join('"%s\\n"' % line for line in lines + ['exit']))
print('::: "memory"); }')
print('RK_LICENSE("MIT");')
