#!/bin/sh
# SPDX-License-Identifier: MIT
# The harness and the value domain as one LLVM module: build-harness.sh DOMAIN-FOLDER OUT.bc. The
# folder is rkverify/, or a copy of its domain files with one of them changed (mutants.py).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec clang-19 -std=gnu17 -O1 -Xclang -disable-llvm-passes -fno-strict-aliasing -fno-discard-value-names \
	-Wall -Wextra -Wno-unused-parameter -I"$1" -I"$here/../../include" -emit-llvm -c -o "$2" "$here/harness.c"
