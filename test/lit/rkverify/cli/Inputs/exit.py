# SPDX-License-Identifier: MIT
# exit.py N COMMAND... : run it, succeed if it exits with N.
import subprocess
import sys

code = subprocess.run(sys.argv[2:]).returncode
if code != int(sys.argv[1]):
    sys.exit(f'exit code {code}, expected {sys.argv[1]}')
