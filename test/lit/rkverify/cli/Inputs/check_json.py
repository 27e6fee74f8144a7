# SPDX-License-Identifier: MIT
# check_json.py FILE NAME:VERDICT... : each line is an object of schema 1 with these programs.
import json
import sys

number = (int,)
maybe = (int, type(None))
text = (str,)
schema = {'name': text, 'section': text, 'hook': text, 'insns': number, 'verdict': text,
          'worst_insns': maybe, 'stack_bytes': number, 'time_us': number, 'peak_bytes': number,
          'states': number, 'diagnostics': (list,)}
place = {'insn': maybe, 'file': (str, type(None)), 'line': maybe, 'column': maybe, 'message': text}
diagnostic = dict(place, id=text, severity=text, notes=(list,))


def check(what, keys, where):
    assert set(what) == set(keys), (where, sorted(what))
    for key, types in keys.items():
        assert isinstance(what[key], types), (where, key, what[key])


want = [tuple(a.split(':')) for a in sys.argv[2:]]
for line in open(sys.argv[1], encoding='utf-8'):
    report = json.loads(line)
    check(report, {'schema': number, 'file': text, 'programs': (list,), 'diagnostics': (list,)},
          'report')
    assert report['schema'] == 1
    assert [(p['name'], p['verdict']) for p in report['programs']] == want, report['programs']
    for program in report['programs']:
        check(program, schema, program['name'])
        assert (program['verdict'] == 'accept') == (not program['diagnostics'])
        assert program['verdict'] != 'accept' or program['worst_insns'] > 0
        for d in program['diagnostics']:
            check(d, diagnostic, 'diagnostic')
            assert d['id'].startswith('RKV') and d['severity'] == 'error' and d['line'] > 0
            for note in d['notes']:
                check(note, place, 'note')
