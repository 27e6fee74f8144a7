#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fetch the BPF programs that other Debian suites ship, to measure on programs nothing was tuned for.

Packages of the suites below are downloaded into FOLDER with an apt configuration of its own and
unpacked there; nothing is installed. Each object, a file of its own or embedded in a binary, goes to
FOLDER/SUITE/PACKAGE/NAME.bpf.o, once whatever the number of copies. Programs that come as source
(SOURCES) are compiled with clang-19 and the running kernel's types. Sections whose type only their own loader
knows get libbpf's name for it (SECTIONS), so that the kernel can be asked.
"""
import argparse
import glob
import hashlib
import importlib
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

embedded = importlib.import_module('extract-libbpf-tools')
KEY = '/usr/share/keyrings/debian-archive-keyring.gpg'
PACKAGES = {
    'trixie': 'libbpf-tools bpftop delve golang-github-cilium-ebpf-dev ir-keytable '
              'libbpftune0 libsystemd-shared libxdp1 mimic '
              'opensnitch-ebpf-modules pwru suricata systemd systemd-container xdp-tests xdp-tools',
    'sid': 'libbpf-tools bpfilter bpftop ceccomp ir-keytable libbpftune0 libdtrace2 '
           'libknot16 libsystemd-shared libxdp1 mimic network-manager opensnitch-ebpf-modules pwru '
           'qemu-system-x86 rsched rtc-testbench suricata systemd systemd-container udev-hid-bpf '
           'xdp-tests xdp-tools golang-github-cilium-ebpf-dev',
}
# suite: source package, its folder of programs
SOURCES = {
    'trixie': ('falcosecurity-libs', 'driver/modern_bpf'),
}
TESTDATA = 'usr/share/gocode/src/github.com/cilium/ebpf/**/testdata/*.c'
SECTIONS = {'xdp_sock': 'xdp', 'filter': 'socket', 'loadbalancer': 'socket', 'tcx/ingress': 'tc',
            'tcx/egress': 'tc'}


def prepare(folder):
    """An apt configuration that knows the suites and nothing of this machine."""
    for sub in ('apt/lists/partial', 'apt/cache/archives/partial', 'deb'):
        os.makedirs(os.path.join(folder, sub), exist_ok=True)
    config = os.path.join(folder, 'apt/apt.conf')
    with open(os.path.join(folder, 'apt/sources.list'), 'w', encoding='ascii') as f:
        for suite in PACKAGES:
            for kind in ('deb', 'deb-src'):
                f.write(f'{kind} [signed-by={KEY}] http://deb.debian.org/debian {suite} main\n')
    with open(config, 'w', encoding='ascii') as f:
        f.write(f'Dir::Etc::sourcelist "{folder}/apt/sources.list";\nDir::Etc::sourceparts "-";\n'
                f'Dir::State::lists "{folder}/apt/lists";\nDir::State::status "/dev/null";\n'
                f'Dir::Cache "{folder}/apt/cache";\nAcquire::Languages "none";\n'
                'APT::Sandbox::User "root";\n')
    return dict(os.environ, APT_CONFIG=config)


def download(folder, env, suite, packages):
    """Unpacked folder of each package."""
    debs, trees = os.path.join(folder, 'deb', suite), {}
    os.makedirs(debs, exist_ok=True)
    missing = [p for p in packages if not glob.glob(f'{debs}/{p}_*.deb')]
    if missing:
        subprocess.run(['apt-get', 'download', '-qq', *(f'{p}/{suite}' for p in missing)], env=env,
                       cwd=debs, check=True)
    for package in packages:
        trees[package] = os.path.join(debs, package)
        if not os.path.isdir(trees[package]):
            deb, = glob.glob(f'{debs}/{package}_*.deb')
            subprocess.run(['dpkg-deb', '-x', deb, trees[package]], check=True)
    return trees


def files(tree):
    for root, folders, names in os.walk(tree):
        folders.sort()
        for path in (os.path.join(root, n) for n in sorted(names)):
            if os.path.isfile(path) and not os.path.islink(path):
                yield path


def objects(path):
    """Objects of a file with their names, whether it is one or holds some."""
    with open(path, 'rb') as f:
        data = f.read()
    name = os.path.basename(path)
    if data.startswith(embedded.MAGIC) and embedded.object_size(data, 0):
        yield name.removesuffix('.o').removesuffix('.bpf') + '.bpf.o', data
    for i, obj in enumerate(embedded.objects(data)):
        yield name + (f'.{i}' if i else '') + '.bpf.o', obj


def rename(path):
    pairs = [f'--rename-section={old}={new}' for old, new in SECTIONS.items()]
    subprocess.run(['llvm-objcopy-19', *pairs, path], check=True)


def compile_all(folder, sources, into, flags):
    """Objects of the sources that clang takes; those that it refuses are listed."""
    types = os.path.join(folder, 'vmlinux.h')
    if not os.path.exists(types):
        with open(types, 'w', encoding='utf-8') as f:
            subprocess.run(['bpftool', 'btf', 'dump', 'file', '/sys/kernel/btf/vmlinux', 'format',
                            'c'], check=True, stdout=f)
    os.makedirs(into, exist_ok=True)

    def one(path):
        name = os.path.basename(path).removesuffix('.c').removesuffix('.bpf') + '.bpf.o'
        done = subprocess.run(
            ['clang-19', '-target', 'bpf', '-O2', '-g', '-mcpu=v3', '-D__TARGET_ARCH_x86',
             '-Wno-everything', '-I' + folder, *flags, '-I/usr/include/x86_64-linux-gnu', '-c',
             path, '-o', os.path.join(into, name)], capture_output=True, check=False)
        return name if done.returncode else None

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = [n for n in pool.map(one, sources) if n]
    print(f'{into}: {len(sources) - len(failed)} compiled, not: {" ".join(failed)}', flush=True)


def falco(folder, env, suite, package, programs):
    """The programs of a source package, each with the licence that is an object of its own."""
    work, into = os.path.join(folder, 'source'), os.path.join(folder, suite, package)
    os.makedirs(work, exist_ok=True)
    if not glob.glob(f'{work}/{package}-*/'):
        subprocess.run(['apt-get', 'source', '-qq', '--download-only', f'{package}/{suite}'],
                       env=env, cwd=work, check=True)
        dsc, = glob.glob(f'{work}/{package}_*.dsc')
        subprocess.run(['dpkg-source', '--no-check', '-x', dsc], cwd=work, check=True)
    tree = glob.glob(f'{work}/{package}-*/')[0]
    with open(tree + 'driver/driver_config.h.in', encoding='utf-8') as f:
        config = re.sub(r'\$\{\w+\}', '1', f.read())
    with open(tree + 'driver/driver_config.h', 'w', encoding='utf-8') as f:
        f.write(config)
    bare = os.path.join(work, 'objects')
    compile_all(folder, sorted(glob.glob(f'{tree}{programs}/**/*.bpf.c', recursive=True)), bare,
                ['-D__USE_VMLINUX__', '-I' + tree, '-I' + tree + programs])
    os.makedirs(into, exist_ok=True)
    for path in sorted(glob.glob(bare + '/*.bpf.o')):
        if os.path.basename(path) != 'license.bpf.o':
            subprocess.run(['bpftool', 'gen', 'object', os.path.join(into, os.path.basename(path)),
                            path, bare + '/license.bpf.o'], check=True)


def write_objects(tree, into, seen):
    count = 0
    for name, data in (o for path in files(tree) for o in objects(path)):
        digest, path = hashlib.sha256(data).digest(), os.path.join(into, name)
        if digest in seen:
            continue
        seen.add(digest)
        os.makedirs(into, exist_ok=True)
        if os.path.exists(path):
            path = os.path.join(into, f'{count}-{name}')
        with open(path, 'wb') as f:
            f.write(data)
        rename(path)
        count += 1
    print(f'{into}: {count} objects', flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('folder')
    args = parser.parse_args()
    folder, seen = os.path.abspath(args.folder), set()
    env = prepare(folder)
    subprocess.run(['apt-get', 'update', '-qq'], env=env, check=True)
    for suite, packages in PACKAGES.items():
        trees = download(folder, env, suite, packages.split())
        for package, tree in trees.items():
            into = os.path.join(folder, suite, package)
            write_objects(tree, into, seen)
            sources = sorted(glob.glob(os.path.join(tree, TESTDATA), recursive=True))
            if sources and not os.path.isdir(into):
                compile_all(folder, sources, into, [])
    for suite, (package, programs) in SOURCES.items():
        falco(folder, env, suite, package, programs)


if __name__ == '__main__':
    main()
