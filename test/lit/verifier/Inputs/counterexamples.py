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
# Accesses, null, uninitialised bytes, helper memory, records; a rule of types alone is not counted.
MEMORY = {'RKV0020', 'RKV0021', 'RKV0022', 'RKV0023', 'RKV0024', 'RKV0025', 'RKV0026', 'RKV0028',
          'RKV0029', 'RKV0030', 'RKV0033', 'RKV0040', 'RKV0041', 'RKV0046', 'RKV0047'}
# Refused though no run breaks anything: what would show it is out of the verifier's sight.
SAFE = {'reject-joined-states', 'reject-linked-copy-changed'}


def replays(rk, target, witness, obj, insn):
    result = subprocess.run([rk, 'run', '--engine', 'interp', *target, '--counterexample', witness,
                             obj], capture_output=True, text=True, check=False)
    return result.returncode == 1 and f'fault at instruction {insn}:' in result.stderr


def judge(path, rkverify, rk, work, clang):
    """None: not memory-unsafe. Else (name, id, verdict, replayed, outside)."""
    with open(path, encoding='utf-8') as f:
        text = f.read()
    target = ['--target-btf', BTF] if '--target-btf' in text else []
    if os.path.basename(path)[:-2] in SAFE:
        return None
    if (target and not os.access(BTF, os.R_OK)) or '-emit-llvm' in text:
        return None
    name = os.path.basename(path)[:-2]
    obj, witness = os.path.join(work, name + '.o'), os.path.join(work, name + '.json')
    subprocess.run(clang + (['-mcpu=v4'] if '-mcpu=v4' in text else []) +
                   ['-w', '-c', path, '-o', obj], check=True)
    if os.path.exists(witness):
        os.unlink(witness)
    result = subprocess.run([rkverify, '--format', 'json', *target, '--counterexample', witness,
                             obj], capture_output=True, text=True, check=False)
    program = next((p for p in json.loads(result.stdout)['programs'] if p['diagnostics']), None)
    if not program or program['diagnostics'][0]['id'] not in MEMORY:
        return None
    first = program['diagnostics'][0]
    replayed = os.path.exists(witness) and replays(rk, target, witness, obj, first['insn'])
    # The interpreter plays no callbacks and has no kernel objects.
    outside = any(s in text for s in ('bpf_loop(', 'bpf_for_each_map_elem(', '_dynptr(',
                                              'bpf_dynptr_', '"iter/', '__ksym'))
    return name, first['id'], program['verdict'], replayed, outside


def main():
    folder, rkverify, rk, work = sys.argv[1:5]
    os.makedirs(work, exist_ok=True)
    rows = [judge(f, rkverify, rk, work, sys.argv[5:])
            for f in sorted(glob.glob(os.path.join(folder, 'reject-*.c')))]
    rows = [r for r in rows if r]
    for name, ident, verdict, replayed, _ in rows:
        if not replayed:
            print(f'no run: {name} [{ident}] {verdict}')
    unplayed = [r for r in rows if r[4] and not r[3]]
    rows = [r for r in rows if r not in unplayed]
    done = sum(r[3] for r in rows)
    print(f'{done} of {len(rows)} replayed; {len(unplayed)} need a callback or a kernel object')
    return 0 if rows and done >= 0.9 * len(rows) else 1


if __name__ == '__main__':
    raise SystemExit(main())
