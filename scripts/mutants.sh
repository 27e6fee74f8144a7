#!/bin/bash
# SPDX-License-Identifier: MIT
# mutants.sh BUILD COUNT [SEED]: mutants of the verifier's accepting tests, the examples and, where
# libbpf-tools are installed, of their programs; what is accepted is run (docs/verifier.md).
set -eu
cd "$(dirname "$0")/.."
build=$1 count=$2 seed=${3:-1}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for source in test/lit/verifier/accept-*.c examples/*.bpf.c test/lit/rkaot/*.c; do
	clang-19 -target bpf -O2 -g -mcpu=v4 -Iinclude/rk/bpf -Iinclude -D__TARGET_ARCH_x86 -c "$source" \
		-o "$out/$(basename "$source" .c).o" 2>/dev/null || true
done
target=()
if [ -e /usr/sbin/runqlat ] && [ -r /sys/kernel/btf/vmlinux ]; then
	python3 scripts/extract-libbpf-tools.py "$out" >/dev/null
	target=(--target-btf /sys/kernel/btf/vmlinux)
fi
"$build/bin/rk-conformance" --mutate "$count" --seed "$seed" "${target[@]}" "$out"/*.o
