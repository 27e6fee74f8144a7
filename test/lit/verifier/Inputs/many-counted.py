# SPDX-License-Identifier: MIT
# A program of many loops, one behind the other, which end by the kernel's count alone.
import sys

lines = ['r0 = 0']
for i in range(int(sys.argv[1])):
    lines += ['in%d:' % i, '.8byte 0x100e5', 'goto in%d' % i]  # may_goto +1
print('#include <rk/rk.bpf.h>')
print('SEC("raw_tp/x") __attribute__((naked)) int prog(void *ctx) { asm volatile(')
print(''.join('"%s\\n"' % line for line in lines + ['exit']))
print('::: "memory"); }')
print('RK_LICENSE("MIT");')
