# SPDX-License-Identifier: MIT
# check_sarif.py FILE N : a SARIF 2.1.0 log with N results, each of a rule that is listed.
import json
import sys

log = json.load(open(sys.argv[1], encoding='utf-8'))
assert log['version'] == '2.1.0' and '2.1.0' in log['$schema']
run, = log['runs']
rules = {r['id'] for r in run['tool']['driver']['rules']}
assert run['tool']['driver']['name'] == 'rkverify' and 'RKV0020' in rules
assert len(run['results']) == int(sys.argv[2]), len(run['results'])
for result in run['results']:
    assert result['ruleId'] in rules and result['level'] == 'error' and result['message']['text']
    place = result['locations'][0]['physicalLocation']
    assert place['artifactLocation']['uri'].endswith('bad.c') and place['region']['startLine'] > 0
    for flow in result.get('codeFlows', []):
        for step in flow['threadFlows'][0]['locations']:
            assert step['location']['message']['text']
            assert step['location']['physicalLocation']['artifactLocation']['uri']
