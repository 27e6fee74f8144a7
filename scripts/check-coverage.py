#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every row of the .def tables has tests.

A diagnostic needs a test that expects its id, and each test/lit/verifier/reject-NAME an accept-NAME
twin that differs in the one thing the rule is about. A hook, a runnable helper and a runnable map
type need a test that uses them.
"""
import re
import sys
from pathlib import Path

from deftable import rows

TOP = Path(__file__).resolve().parent.parent


def main():
    lit = [p for p in (TOP / 'test/lit').rglob('*') if p.suffix in ('.c', '.s', '.test')]
    examples = list((TOP / 'examples').glob('*.c'))
    texts = {p: p.read_text(errors='replace') for p in lit + examples}
    everything = '\n'.join(texts.values()) + '\n'.join(
        p.read_text(errors='replace') for p in (TOP / 'test/unit').glob('*.c'))
    missing = []
    for name, number, *_ in rows('diag.def', 'DIAG'):
        if 'RKV%04d' % int(number) not in everything:
            missing.append('diag.def: no test expects %s (RKV%04d)' % (name, int(number)))
    for _, _, prefix, *_ in rows('hook.def', 'HOOK'):
        if not re.search(r'"\??%s[/".]' % re.escape(prefix), everything):
            missing.append('hook.def: no test uses SEC("%s...")' % prefix)
    for number, name, run, *_ in rows('helper.def', 'HELPER'):
        if run == 'RUN' and 'bpf_' + name not in everything and \
           'expanded from helper.def' not in everything:
            missing.append('helper.def: no test calls bpf_%s' % name)
    for name, _, run, *_ in rows('map.def', 'MAP_TYPE'):
        if run == 'RUN' and not re.search(r'(BPF_MAP_TYPE|RK_MAP)_%s\b' % name, everything):
            missing.append('map.def: no test uses %s' % name)
    for p in lit:
        if p.parent.name == 'verifier' and p.name.startswith('reject-'):
            twin = 'accept-' + p.stem[len('reject-'):]
            if not any((p.parent / (twin + s)).exists() for s in ('.c', '.s', '.test')):
                missing.append('%s: no twin %s' % (p.relative_to(TOP), twin))
    print('\n'.join(missing))
    return 1 if missing else 0


sys.exit(main())
