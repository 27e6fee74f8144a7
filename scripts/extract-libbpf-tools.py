#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write the BPF objects embedded in Debian's libbpf-tools to a folder: one TOOL.bpf.o each."""
import argparse
import glob
import os
import struct
import subprocess

MAGIC = b'\x7fELF\x02\x01\x01'
EM_BPF, SHT_NOBITS, EHDR, SHDR = 247, 8, 64, 64


def object_size(data, at):
    """Bytes of the BPF ELF object that begins at `at`, 0 where none does."""
    if at + EHDR > len(data):
        return 0
    kind, machine = struct.unpack_from('<HH', data, at + 16)
    if kind != 1 or machine != EM_BPF:
        return 0
    shoff, = struct.unpack_from('<Q', data, at + 40)
    shentsize, shnum = struct.unpack_from('<HH', data, at + 58)
    end = shoff + shnum * SHDR
    if shentsize != SHDR or at + end > len(data):
        return 0
    for i in range(shnum):
        kind, = struct.unpack_from('<I', data, at + shoff + i * SHDR + 4)
        offset, size = struct.unpack_from('<QQ', data, at + shoff + i * SHDR + 24)
        if kind != SHT_NOBITS:
            end = max(end, offset + size)
    return end if at + end <= len(data) else 0


def objects(data):
    at = data.find(MAGIC, 1)
    while at >= 0:
        size = object_size(data, at)
        if size:
            yield data[at:at + size]
        at = data.find(MAGIC, at + max(size, 1))


def installed_tools():
    try:
        listing = subprocess.run(['dpkg', '-L', 'libbpf-tools'], capture_output=True, text=True,
                                 check=True).stdout.split()
        return [f for f in listing if '/sbin/' in f]
    except (OSError, subprocess.CalledProcessError):
        return glob.glob('/usr/sbin/*')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('folder')
    parser.add_argument('tools', nargs='*', help='binaries to look into (default: libbpf-tools)')
    args = parser.parse_args()
    os.makedirs(args.folder, exist_ok=True)
    count = 0
    for tool in sorted(args.tools or installed_tools()):
        if os.path.islink(tool) or not os.path.isfile(tool):
            continue
        with open(tool, 'rb') as f:
            data = f.read()
        for i, obj in enumerate(objects(data)):
            name = os.path.basename(tool) + (f'.{i}' if i else '') + '.bpf.o'
            with open(os.path.join(args.folder, name), 'wb') as f:
                f.write(obj)
            count += 1
    print(f'{count} objects')
    return 0 if count else 1


if __name__ == '__main__':
    raise SystemExit(main())
