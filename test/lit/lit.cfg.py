# lit -v --param build=FOLDER test/lit
import os
import shutil
import subprocess
import lit.formats

config.name = 'rkbpf'
config.test_format = lit.formats.ShTest(True)
config.suffixes = ['.c', '.s', '.test']
config.excludes = ['Inputs', 'lit.cfg.py']
config.test_source_root = os.path.dirname(os.path.abspath(__file__))
top = os.path.abspath(os.path.join(config.test_source_root, '../..'))
build = os.path.abspath(lit_config.params.get('build', os.path.join(top, 'build')))
config.test_exec_root = os.path.join(build, 'test-lit')

profile = 'embedded'
with open(os.path.join(build, 'CMakeCache.txt')) as cache:
    for line in cache:
        if line.startswith('RK_PROFILE:'):
            profile = line.split('=')[1].strip()
config.available_features.add(profile)

shared = os.path.abspath(os.path.join(top, '../shared'))
if os.path.isdir(shared):
    config.available_features.add('shared')
if shutil.which('qemu-aarch64-static'):
    config.available_features.add('qemu-aarch64')
if os.access('/sys/kernel/btf/vmlinux', os.R_OK):
    config.available_features.add('kernel-btf')
if os.path.exists('/usr/sbin/sshd'):
    config.available_features.add('sshd')
if subprocess.run(['unshare', '-m', 'mount', '-t', 'tmpfs', 'none', '/mnt'], stderr=subprocess.DEVNULL).returncode == 0:
    config.available_features.add('mount')
if os.path.exists('/usr/sbin/runqlat'):
    config.available_features.add('libbpf-tools')

bin = os.path.join(build, 'bin')
include = os.path.join(top, 'include')
clang_bpf = 'clang-19 -target bpf -O2 -g -mcpu=v3 -I %s/rk/bpf -I %s -D__TARGET_ARCH_x86' % (include, include)
# Keys of tests never touch the user's.
config.environment['RK_KEYS'] = os.path.join(config.test_exec_root, 'no-keys')
config.environment['NO_COLOR'] = '1'
config.environment['PATH'] = '/usr/lib/llvm-19/bin:' + os.environ['PATH']
# Longest names first: lit substitutes in order.
for name, value in [
    ('%rk-conformance', os.path.join(bin, 'rk-conformance')),
    ('%rkverify', os.path.join(bin, 'rkverify')),
    ('%rkaot', os.path.join(bin, 'rkaot')),
    ('%rkcc', os.path.join(bin, 'rkcc')),
    ('%rk-agent', os.path.join(bin, 'rk-agent')),
    ('%rk', os.path.join(bin, 'rk')),
    ('%clang-bpf', clang_bpf),
    ('%unit', os.path.join(build, 'unit')),
    ('%build', build),
    ('%shared', shared),
    ('%top', top),
    ('%FileCheck', 'FileCheck'),
]:
    config.substitutions.append((name + r'\b', value))
