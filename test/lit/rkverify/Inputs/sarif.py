#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What SARIF 2.1.0 requires of a log with code flows, held against a report on standard input."""
import json
import sys


def location(x, path):
    physical = x['physicalLocation']
    assert isinstance(physical['artifactLocation']['uri'], str), path
    for key, value in physical.get('region', {}).items():
        assert key in ('startLine', 'startColumn') and value >= 1, path
    return json.dumps(physical, sort_keys=True)


def check(log):
    assert log['version'] == '2.1.0' and isinstance(log['runs'], list)
    steps = 0
    for run in log['runs']:
        driver = run['tool']['driver']
        assert isinstance(driver['name'], str)
        rules = [r['id'] for r in driver['rules']]
        assert len(set(rules)) == len(rules)
        for result in run['results']:
            assert result['ruleId'] in rules
            assert result['level'] in ('none', 'note', 'warning', 'error')
            assert isinstance(result['message']['text'], str)
            place = location(result['locations'][0], 'result')
            for flow in result.get('codeFlows', []):
                for thread in flow['threadFlows']:
                    at = [location(s['location'], 'step') for s in thread['locations']]
                    assert at and all(s['location']['message']['text']
                                      for s in thread['locations'])
                    assert at[-1] == place, 'a flow ends where the error is'
                    steps += len(at)
    return steps


print(check(json.load(sys.stdin)), 'steps')
