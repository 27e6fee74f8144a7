#!/bin/bash
# SPDX-License-Identifier: MIT
# The arm64 packages, made on amd64 and run under qemu-user: the compiler makes the same blob, bit for
# bit, as amd64's; the verifier's verdict is the same; a blob runs natively; the agent is static.
#
# usage: packages-arm64.sh BUILD-FOLDER
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
die() { echo "packages-arm64.sh: $*" >&2; exit 1; }

"$top/scripts/packages-arm64.sh" "$build" "$work/out" >/dev/null
for name in tools agent; do
	deb=$(ls "$work"/out/arm64/rkbpf-${name}_*_arm64.deb) || die "no package rkbpf-$name"
	[ "$(dpkg-deb -f "$deb" Architecture)" = arm64 ] || die "$deb is for another machine"
	dpkg -x "$deb" "$work/$name"
done
there() { qemu-aarch64-static -L "$work/out/sysroot" "$work/tools/usr/bin/$1" "${@:2}"; }

export RK_KEYS=$work/keys
"$build/bin/rk" key generate dev >/dev/null 2>&1
for source in imu_clip estop_gpio loop_jitter; do
	file=$top/examples/$source.bpf.c
	"$build/bin/rkcc" build "$file" --counter 7 --emit-obj "$work/$source.o" -o "$work/here.rkb" >/dev/null
	there rkcc build "$file" --counter 7 -o "$work/there.rkb" >/dev/null || die "rkcc fails"
	cmp "$work/here.rkb" "$work/there.rkb" || die "$source: another blob than amd64's"
	there rkverify "$work/$source.o" >/dev/null || die "rkverify refuses $source"
done
there rkcc build "$top/examples/imu_clip.bpf.c" -o "$work/imu.rkb" >/dev/null
there rk run "$work/imu.rkb" --replay "$top/examples/data/imu.csv" | grep -q 'native): 200 events, 197 forwarded, 3 dropped' ||
	die "rk run does not run natively"
qemu-aarch64-static "$work/agent/usr/bin/rk-agent" --help >/dev/null || die "rk-agent is not static"
echo "packages: two for arm64, run"
