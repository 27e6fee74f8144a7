#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Of the rejecting tests that are memory-unsafe, how many have a run that faults where reported?

usage: counterexamples.py FOLDER RKVERIFY RK WORK CLANG...
"""
import glob
import json
import os
import subprocess
import sys

BTF = '/sys/kernel/btf/vmlinux'
# Every diagnostic counts but these, of which no run could break memory.
NOT_MEMORY = {
    'RKV0003': 'an instruction that is none: the interpreter has it as little as the machine',
    'RKV0007': 'the target lacks a field: nothing is known of a run',
    'RKV0009': 'the object is refused when it is read, here and by rk: there is no program to run',
    'RKV0010': 'an instruction that never runs',
    'RKV0027': 'a limit of the profile on stacks, which each hold their frames',
    'RKV0031': 'arithmetic: what is done with its result is judged where it is done',
    'RKV0032': 'an address becomes known: nothing is read or written with it',
    'RKV0043': 'unknown function: nothing is known of a run',
    'RKV0044': 'a call where the hook forbids it: sleeping, other hooks',
    'RKV0045': 'a limit on frames, found in the call graph: no frame beyond it is ever made',
    'RKV0048': 'a return value that the hook does not know',
    'RKV0049': 'division by zero has a result',
    'RKV0050': 'a shift beyond the width has a result',
    'RKV0051': 'policy',
    'RKV0052': 'a lock: one program at a time in the interpreter, which none can keep waiting',
    'RKV0053': 'an argument that must be known before any run',
    'RKV0060': 'time: an endless loop that touches nothing',
    'RKV0061': 'time',
    'RKV0065': 'a limit of the analysis',
    'RKV0070': 'a feature that is not judged yet: nothing is known of a run',
    'RKV0071': 'a feature that is not supported: nothing is known of a run',
    'RKV0073': 'a limit of the profile on length',
}
OPTIONS = {'reject-stack-limit': ['--stack-limit', '600'],
           'reject-program-size': ['--insn-limit', '8']}
# Refused by rules of the same diagnostics as others, though no run breaks memory.
HARMLESS = {
    'reject-kernel-pointer-chain': 'what the kernel frees, and how deep: no instruction of the program',
    'reject-kernel-pointer-kept': 'what nobody gives back when the map ends, behind all runs',
    'reject-list-of-lists': 'what the kernel frees, and how deep: no instruction of the program',
    'reject-lock-of-reused-element': 'a lock, as RKV0052',
    'reject-joined-states': 'what would show that it is safe is out of the verifier\'s sight',
    'reject-packet-device-map': 'a number that means nothing outside device maps',
    'reject-packet-metadata': 'metadata and packet are one memory, which the comparison bounds',
    'reject-packet-signed': 'addresses of one packet have the same order as signed numbers',
    'reject-cast-type': 'the type of a cast must be a constant; whatever is read through it is probed',
}


def replays(rk, target, witness, obj, insn):
    result = subprocess.run([rk, 'run', '--engine', 'interp', *target, '--counterexample', witness,
                             obj], capture_output=True, text=True, check=False)
    return result.returncode == 1 and f'fault at instruction {insn}:' in result.stderr


def judge(path, rkverify, rk, work, clang):
    """None: not memory-unsafe. Else (name, id, verdict, replayed)."""
    with open(path, encoding='utf-8') as f:
        text = f.read()
    target = ['--target-btf', BTF] if '--target-btf' in text else []
    name = os.path.basename(path)[:-2]
    if name in HARMLESS or (target and not os.access(BTF, os.R_OK)):
        return None
    obj, witness = os.path.join(work, name + '.o'), os.path.join(work, name + '.json')
    subprocess.run(clang + (['-mcpu=v4'] if '-mcpu=v4' in text else []) +
                   ['-w', '-c', path, '-o', obj], check=True)
    if os.path.exists(witness):
        os.unlink(witness)
    result = subprocess.run([rkverify, '--format', 'json', *target, '--counterexample', witness,
                             *OPTIONS.get(name, []), obj],
                            capture_output=True, text=True, check=False)
    # A rule of the embedded profile alone is no rule of memory.
    program = next((p for p in json.loads(result.stdout)['programs'] if p['diagnostics']), None)
    if not program:
        return None
    first = program['diagnostics'][0]
    if first['id'] in NOT_MEMORY:
        return None
    replayed = os.path.exists(witness) and replays(rk, target, witness, obj, first['insn'])
    return name, first['id'], program['verdict'], replayed


def main():
    folder, rkverify, rk, work = sys.argv[1:5]
    os.makedirs(work, exist_ok=True)
    rows = [judge(f, rkverify, rk, work, sys.argv[5:])
            for f in sorted(glob.glob(os.path.join(folder, 'reject-*.c')))]
    rows = [r for r in rows if r]
    for name, ident, verdict, replayed in rows:
        if not replayed:
            print(f'no run: {name} [{ident}] {verdict}')
    done = sum(r[3] for r in rows)
    print(f'{done} of {len(rows)} replayed')
    return 0 if rows and done >= 0.9 * len(rows) else 1


if __name__ == '__main__':
    raise SystemExit(main())
