# SPDX-License-Identifier: MIT
# truncate.py RKVERIFY OBJECT SCRATCH : cut the object at many lengths; each is refused in words.
import subprocess
import sys

tool, path, scratch = sys.argv[1:]
data = open(path, 'rb').read()
for size in sorted({1, 4, 16, 63, 64} | {len(data) * k // 40 for k in range(1, 40)}):
    with open(scratch, 'wb') as f:
        f.write(data[:size])
    done = subprocess.run([tool, scratch], capture_output=True, text=True, timeout=20)
    assert done.returncode in (1, 2), (size, done)
    assert 'error: ' in done.stdout + done.stderr, (size, done)
