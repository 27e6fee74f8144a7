# SPDX-License-Identifier: MIT
"""split_btf.py BASE OUT [STRUCT]: a module's BTF, whose types and strings go on where BASE's end:
typedef void (*btf_trace_late)(void *, signed char, the base's int, or a pointer to its STRUCT)."""
import struct
import sys

TAIL = {1: 4, 3: 12, 14: 4, 17: 4}
EACH = {4: 12, 5: 12, 6: 8, 13: 8, 15: 12, 19: 12}
INT, PTR, STRUCT, TYPEDEF, FUNC_PROTO = 1, 2, 4, 8, 13

base = open(sys.argv[1], 'rb').read()
header, types_at, types_len, strings_at, strings_len = struct.unpack_from('<5I', base, 4)
strings = base[header + strings_at:][:strings_len]
ids, at = {}, header + types_at
count = 1
while at < header + types_at + types_len:
    name, info, _ = struct.unpack_from('<3I', base, at)
    kind, vlen = info >> 24 & 31, info & 0xffff
    ids[kind, strings[name:strings.index(b'\0', name)]] = count
    at += 12 + TAIL.get(kind, 0) + EACH.get(kind, 0) * vlen
    count += 1

text = b'late_char\0btf_trace_late\0'
char, trace = strings_len, strings_len + len(b'late_char\0')
kind = lambda k, vlen=0: k << 24 | vlen
if len(sys.argv) > 3:
    last, target = count + 2, ids[STRUCT, sys.argv[3].encode()]
else:
    last, target = ids[INT, b'int'], 0
types = struct.pack('<4I', char, kind(INT), 1, 0x01000008)
types += struct.pack('<3I', 0, kind(PTR), 0)
types += struct.pack('<3I', 0, kind(PTR), target)
types += struct.pack('<3I', 0, kind(FUNC_PROTO, 3), 0)
types += struct.pack('<6I', 0, count + 1, 0, count, 0, last)
types += struct.pack('<3I', 0, kind(PTR), count + 3)
types += struct.pack('<3I', trace, kind(TYPEDEF), count + 4)
with open(sys.argv[2], 'wb') as f:
    f.write(struct.pack('<HBB5I', 0xeb9f, 1, 0, 24, 0, len(types), len(types), len(text)))
    f.write(types + text)
