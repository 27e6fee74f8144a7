# Each test/unit/NAME.c is a program of its own: built as BUILD/unit/NAME, silent and 0 on success,
# 77 where what it needs is absent.
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import unitformat

config.name = 'unit'
config.test_source_root = os.path.dirname(os.path.abspath(__file__))
build = os.path.abspath(lit_config.params.get('build', 'build'))
config.test_exec_root = os.path.join(build, 'test-unit')
os.makedirs(config.test_exec_root, exist_ok=True)
shared = os.path.abspath(os.path.join(config.test_source_root, '../../../shared'))
if os.path.isdir(shared):
    config.environment['RK_SHARED'] = shared
config.test_format = unitformat.Unit(os.path.join(build, 'unit'))
