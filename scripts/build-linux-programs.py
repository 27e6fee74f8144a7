#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compile the BPF programs of the Linux source tree (selftests, perf, samples) for acceptance runs.

SOURCE is an unpacked tree or Debian's /usr/src/linux-source-*.tar.xz. Types are the running
kernel's. Objects go to FOLDER/{selftests,perf,samples}; what does not compile is listed.
--clang, --mcpu and --optimize choose whose code is judged; --prefix wraps the compiler, as
--prefix 'chroot /some/debian' with the folders mounted there at the same paths. --tracing leaves
out sources whose programs are all of other types.
"""
import argparse
import glob
import os
import re
import shutil
import subprocess
import tarfile
from concurrent.futures import ThreadPoolExecutor

WANTED = ('tools/testing/selftests/bpf/', 'tools/perf/util/bpf_skel/', 'tools/lib/bpf/',
          'tools/include/', 'tools/bpf/', 'samples/bpf/')
GROUPS = {
    'selftests': ('tools/testing/selftests/bpf/progs/*.c',),
    'perf': ('tools/perf/util/bpf_skel/*.bpf.c',),
    'samples': ('samples/bpf/*.bpf.c', 'tools/bpf/*/*.bpf.c', 'tools/bpf/*/*/*.bpf.c'),
}
INCLUDE = ('tools/testing/selftests/bpf', 'tools/testing/selftests/bpf/progs',
           'tools/testing/selftests/bpf/bpf_testmod', 'tools/perf/util',
           'tools/perf/util/bpf_skel', 'samples/bpf')
SECTION = re.compile(r'SEC\("\??([^"]+)"')
NO_PROGRAM = re.compile(r'[.]|license$|version$')
TRACING = re.compile(r'([ku](ret)?probe|usdt|k(ret)?syscall|tp|tracepoint|raw_t|f(entry|exit|mod)|'
                     r'perf_event|iter|lsm|syscall)')


def traces(path):
    """Whether a source has a program of a tracing type, or none that can be seen."""
    with open(path, encoding='utf-8') as f:
        sections = [s for s in SECTION.findall(f.read()) if not NO_PROGRAM.match(s)]
    return not sections or any(TRACING.match(s) for s in sections)


def unpack(tarball, folder):
    """The parts of the tree that hold programs; returns its root."""
    with tarfile.open(tarball) as tar:
        root = None
        for member in tar:
            top, _, rest = member.name.partition('/')
            if rest.startswith(WANTED) and '..' not in rest:
                tar.extract(member, folder, filter='data')
                root = top
    return os.path.join(folder, root)


def prepare(folder, source):
    """Headers that the kernel's own build would have generated."""
    include = os.path.join(folder, 'include')
    os.makedirs(os.path.join(include, 'bpf'), exist_ok=True)
    for header in glob.glob(os.path.join(source, 'tools/lib/bpf/*.h')):
        shutil.copy(header, os.path.join(include, 'bpf'))
    shutil.copy('/usr/include/bpf/bpf_helper_defs.h', os.path.join(include, 'bpf'))
    with open(os.path.join(include, 'vmlinux.h'), 'w', encoding='utf-8') as f:
        subprocess.run(['bpftool', 'btf', 'dump', 'file', '/sys/kernel/btf/vmlinux', 'format',
                        'c'], check=True, stdout=f)
    return include


def compile_one(args, include, source, group, path):
    name = os.path.basename(path).removesuffix('.c').removesuffix('.bpf') + '.bpf.o'
    out = os.path.join(args.folder, group, name)
    flags = ['-I' + include] + ['-I' + os.path.join(source, i) for i in INCLUDE]
    result = subprocess.run(
        [*args.prefix.split(), args.clang, '-target', 'bpf', '-O' + args.optimize, '-g',
         '-mcpu=' + args.mcpu, '-D__TARGET_ARCH_x86',
         '-DENABLE_ATOMICS_TESTS', '-Wno-everything', *flags,
         '-idirafter', '/usr/include/x86_64-linux-gnu',
         '-I' + os.path.join(source, 'tools/include/uapi'), '-c', path, '-o', out],
        capture_output=True, text=True, check=False)
    if not result.returncode:
        return None
    if os.path.exists(out):
        os.unlink(out)
    error = next((line for line in result.stderr.splitlines() if 'error:' in line), 'crashed')
    return f'{name}: {error}'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('source')
    parser.add_argument('folder')
    parser.add_argument('--clang', default='clang-19')
    parser.add_argument('--prefix', default='', help='words before the compiler')
    parser.add_argument('--mcpu', default='v3', choices=('v1', 'v2', 'v3', 'v4'))
    parser.add_argument('--optimize', default='2', choices=('1', '2', '3', 's'))
    parser.add_argument('--tracing', action='store_true')
    parser.add_argument('--group', choices=sorted(GROUPS), action='append')
    args = parser.parse_args()
    work = os.path.join(args.folder, 'source')
    os.makedirs(work, exist_ok=True)
    source = args.source if os.path.isdir(args.source) else unpack(args.source, work)
    include = prepare(work, source)
    jobs = []
    for group in args.group or GROUPS:
        os.makedirs(os.path.join(args.folder, group), exist_ok=True)
        for pattern in GROUPS[group]:
            jobs += [(group, f) for f in sorted(glob.glob(os.path.join(source, pattern)))
                     if not args.tracing or traces(f)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = [r for r in pool.map(lambda j: compile_one(args, include, source, *j), jobs) if r]
    print('\n'.join(failed))
    print(f'{len(jobs) - len(failed)} objects, {len(failed)} sources not compiled')
    return 0 if len(jobs) > len(failed) else 1


if __name__ == '__main__':
    raise SystemExit(main())
