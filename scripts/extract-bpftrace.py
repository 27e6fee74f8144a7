#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Objects of the programs that bpftrace loads, for acceptance runs.

bpftrace's own --emit-elf names maps by numbers of files. So each script runs with a library in front
that keeps what it would load, answers every attachment and loads nothing; maps are made, which
needs root. Each program becomes its bytes in an object of FOLDER, with maps as libbpf has them. The
scripts are those of Debian's package, /usr/sbin/*.bt, and FILE's lines, one program each. What
bpftrace refuses, for tracepoints that the running kernel lacks for example, is listed.
"""
import argparse
import glob
import os
import struct
import subprocess
import tempfile

SHIM = r'''
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
static int none(void) { return open("/dev/null", O_RDWR); }
int bpf_prog_load(int type, const char *name, const char *license, const void *insns, size_t n)
{
	static int count;
	char path[4096];
	FILE *f;
	snprintf(path, sizeof(path), "%s/prog%d", getenv("RK_SHIM"), count++);
	f = fopen(path, "w");
	fprintf(f, "%d %s\n", type, name ? name : "-");
	fwrite(insns, 8, n, f);
	fclose(f);
	return none();
}
int bpf_map_create(int type, const char *name, unsigned k, unsigned v, unsigned n, const void *opts)
{
	int (*real)(int, const char *, unsigned, unsigned, unsigned, const void *) =
		dlsym(RTLD_NEXT, "bpf_map_create");
	int fd = real(type, name, k, v, n, opts);
	char path[4096];
	FILE *f;
	snprintf(path, sizeof(path), "%s/maps", getenv("RK_SHIM"));
	f = fopen(path, "a");
	fprintf(f, "%d %d %u %u %u\n", fd, type, k, v, n);
	fclose(f);
	return fd;
}
int bpf_attach_kprobe() { return none(); }
int bpf_attach_tracepoint() { return none(); }
int bpf_attach_uprobe() { return none(); }
int bpf_attach_perf_event() { return none(); }
int bpf_raw_tracepoint_open() { return none(); }
int bpf_link_create() { return none(); }
'''
SECTIONS = {2: 'kprobe/foo', 5: 'tracepoint/foo/bar', 7: 'perf_event', 17: 'raw_tp/foo'}


def section(kind, name):
    if kind == 26:
        words = {'kfunc': 'fentry/vfs_read', 'kretfunc': 'fexit/vfs_read', 'iter': 'iter/task'}
        return words.get(name.split('_')[0].split(':')[0])
    return SECTIONS.get(kind)


def body_of(code, maps, used):
    """Assembly of the bytes, with maps by name; None where a map is not one that was made."""
    lines, i = [], 0
    while i < len(code):
        wide = code[i] == 0x18
        if wide and code[i + 1] >> 4 == 1:
            fd = struct.unpack_from('<i', code, i + 4)[0]
            if fd not in maps:
                return None
            used.add(fd)
            lines.append(f'r{code[i + 1] & 15} = m{fd} ll')
        else:
            lines.append('.byte ' + ','.join(map(str, code[i:i + (16 if wide else 8)])))
        i += 16 if wide else 8
    return '\n\t\t'.join(f'"{line};"' for line in lines)


def source_of(work):
    maps, used, programs = {}, set(), []
    if os.path.exists(work + '/maps'):
        with open(work + '/maps', encoding='ascii') as f:
            maps = {v[0]: v[1:] for v in (list(map(int, line.split())) for line in f)}
    for path in sorted(glob.glob(work + '/prog*')):
        with open(path, 'rb') as f:
            head, _, code = f.read().partition(b'\n')
        kind, name = head.decode().split(' ', 1)
        where = section(int(kind), name)
        body = body_of(code, maps, used) if where and name != '-' and len(code) >= 40 else None
        if body:  # shorter ones ask what the kernel can do
            programs.append(f'SEC("{where}") __attribute__((naked)) int p{len(programs)}(void *ctx)'
                            f'\n{{\n\tasm volatile({body}:::"memory");\n}}\n')
    text = ('#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n'
            'char LICENSE[] SEC("license") = "GPL";\n')
    for fd in sorted(used):
        text += ('struct {{ __uint(type, {}); __uint(key_size, {}); __uint(value_size, {}); '
                 '__uint(max_entries, {}); }} m{} SEC(".maps");\n').format(*maps[fd], fd)
    return text + ''.join(programs), len(programs)


def convert(name, arguments, folder, shim):
    with tempfile.TemporaryDirectory() as work:
        result = subprocess.run(
            ['timeout', '-s', 'INT', '-k', '2', '3', 'bpftrace', '--unsafe', *arguments],
            env=dict(os.environ, RK_SHIM=work, LD_PRELOAD=shim), capture_output=True, text=True,
            check=False)
        text, n = source_of(work)
        if not n:
            return 'nothing loaded: ' + (result.stderr.strip().splitlines() or [''])[-1].strip()
        subprocess.run(['clang-19', '-target', 'bpf', '-O2', '-g', '-Wno-everything', '-x', 'c', '-',
                        '-I/usr/include/x86_64-linux-gnu', '-c', '-o', f'{folder}/{name}.bpf.o'],
                       input=text, text=True, check=True)
    return f'{n} programs'


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('folder')
    parser.add_argument('file', nargs='?', help='one-liners, one a line')
    args = parser.parse_args()
    os.makedirs(args.folder, exist_ok=True)
    scripts = [(os.path.basename(f)[:-3], [f]) for f in sorted(glob.glob('/usr/sbin/*.bt'))]
    if args.file:
        with open(args.file, encoding='utf-8') as f:
            scripts += [(f'line{i:03}', ['-e', line.strip()]) for i, line in enumerate(f)
                        if line.strip()]
    with tempfile.TemporaryDirectory() as work:
        shim = work + '/shim.so'
        subprocess.run(['cc', '-w', '-O1', '-shared', '-fPIC', '-x', 'c', '-', '-o', shim],
                       input=SHIM, text=True, check=True)
        for name, arguments in scripts:
            print(name, convert(name, arguments, args.folder, shim), flush=True)


if __name__ == '__main__':
    main()
