# SPDX-License-Identifier: MIT
# A program of one branch after another, each to a place of its own, the last of which ends so.
import sys

many = 600
lines = ['call 7'] + ['if r0 == %d goto place%d' % (i, i) for i in range(many)] + ['exit']
for i in range(many):
    last = sys.argv[1:] if i == many - 1 else []
    lines += ['place%d:' % i, 'r0 = %d' % (i % 7)] + last + ['exit']
print('#include <rk/rk.bpf.h>')
print('SEC("timer/10ms") __attribute__((naked)) int prog(void *ctx) { asm volatile(')
print(''.join('"%s\\n"' % line for line in lines))
print('::: "memory"); }')
print('RK_LICENSE("MIT");')
