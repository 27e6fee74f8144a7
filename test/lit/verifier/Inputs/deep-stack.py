# SPDX-License-Identifier: MIT
# A program whose eight frames are full of numbers, so that its states are as large as can be; in the last of them many
# diamonds, or loops; or numbers of which each lies in two places, and diamonds that tell their states apart.
import sys

FRAMES, BYTES = 8, 400
kind, many = sys.argv[1], int(sys.argv[2])


def inner(i):
    if kind == 'diamonds':
        return ['r7 = *(u64 *)(r1 + 8)', 'if r7 > 5 goto +1', 'r8 = %d' % (i & 1)]
    if kind == 'copies':
        return ['r7 = *(u64 *)(r1 + 8)', 'if r7 > 5 goto +1', 'r8 += %d' % (i + 1)]
    return ['r7 = 0', 'in%d:' % i, 'r7 += 1', 'if r7 < 1000 goto in%d' % i]


def store(i):
    if kind != 'copies':
        return ['r6 = %d' % i, '*(u8 *)(r10 - %d) = r6' % (i + 1)]
    number = ['r6 = *(u64 *)(r1 + 8)', 'r6 &= 255', 'r7 = r6'] if i < BYTES / 2 else []
    return number + ['*(u8 *)(r10 - %d) = r%d' % (at + 1, 6 + at // (BYTES // 2))
                     for at in (i, i + BYTES // 2) if number]


def body(frame):
    lines = ['r8 = 0']
    for i in range(BYTES):
        lines += store(i)
    if frame == FRAMES - 1:
        for i in range(many):
            lines += inner(i)
    else:
        lines += ['call %[callee]']
    lines += ['r3 = *(u8 *)(r10 - %d)' % at for at in range(1, BYTES, 8)]
    return lines + ['r0 = 0', 'exit']


print('#include <rk/rk.bpf.h>')
for frame in reversed(range(FRAMES)):
    print('SEC("raw_tp/x")' if not frame else '', '__attribute__((naked, noinline))')
    print('int prog(void *ctx)' if not frame else 'static int f%d(void *ctx)' % frame, '{ asm volatile(')
    print(''.join('"%s\\n"' % line for line in body(frame)))
    print('::', '[callee] "i"(f%d)' % (frame + 1) if frame < FRAMES - 1 else '', ': "memory"); }')
print('RK_LICENSE("MIT");')
