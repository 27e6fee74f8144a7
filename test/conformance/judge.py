#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# judge.py SUITE ANSWERS: compares rk-conformance's answers with the suite and prints the counts.
import json
import sys


def rows(path):
    with open(path) as f:
        return [json.loads(line) for line in f]


answers = {row['name']: row for row in rows(sys.argv[2])}
passed = positive = rejected = negative = 0
for row in rows(sys.argv[1]):
    answer = answers.get(row['name'], {})
    if row['expect'] == 'r0':
        positive += 1
        if 'r0' in answer and int(answer['r0'], 16) == int(row['expect_r0'], 16):
            passed += 1
        else:
            print('FAIL', row['name'], 'expected', row['expect_r0'], 'got', answer)
    elif row['expect'] == 'reject_at_load' and row['insns_hex']:
        negative += 1
        if 'error' in answer:
            rejected += 1
        else:
            print('FAIL', row['name'], 'was not rejected:', answer)
print(f'passed {passed}/{positive}, rejected {rejected}/{negative}')
