#!/bin/bash
# SPDX-License-Identifier: MIT
# The packages that cpack makes: each holds what its name promises, the tools run, and the sources of
# rkbpf-dkms build with dkms for the robots' kernels (those of scripts/robot.sh) without a warning.
#
# usage: packages.sh BUILD-FOLDER
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
die() { echo "packages.sh: $*" >&2; exit 1; }

(cd "$build" && cpack -B "$work/debs" >"$work/log" 2>&1) || { cat "$work/log"; die "cpack failed"; }
for name in tools agent dkms; do
	deb=$(ls "$work"/debs/rkbpf-${name}_*.deb) || die "no package rkbpf-$name"
	dpkg -x "$deb" "$work/$name"
done
for tool in rk rkcc rkverify rkaot; do
	"$work/tools/usr/bin/$tool" --help >/dev/null || die "$tool does not run"
done

# The step of the workflow that people copy, with the packaged headers and verifier: it passes on the
# examples, and fails at the line where one does wrong.
workflow() { # FOLDER OF SOURCES
	sed -n '/name: Verify/,/- uses/s/^          //p' "$top/examples/ci/rkverify.yml" |
		sed "s#/usr/include/rkbpf#$work/tools&#" >"$work/step"
	(cd "$work" && SOURCES=$1 PATH=$work/tools/usr/bin:$PATH bash -e step)
}
mkdir "$work/good"
cp "$top"/examples/{imu_clip,estop_gpio,loop_jitter}.bpf.c "$work/good/"
workflow "$work/good" >"$work/log" 2>&1 || { cat "$work/log"; die "the workflow fails on the examples"; }
rm -r "$work/objects"
! workflow "$top/examples/mistakes" >"$work/log" 2>&1 || die "the workflow passes on mistakes"
grep -q '^::error file=.*address_of_evt.bpf.c,line=15' "$work/log" || die "no annotation at the mistake"
jq -e '.version == "2.1.0" and (.runs[0].results | length > 0)' "$work/rkverify.sarif" >/dev/null ||
	die "no SARIF of the mistakes"

for page in "$work"/tools/usr/share/man/man1/*.1 "$work"/agent/usr/share/man/man8/*.8; do
	[ -z "$(groff -man -ww -Tutf8 -z "$page" 2>&1)" ] || die "${page##*/}: groff warns"
done
for file in "$work"/{tools,agent}/usr/share/zsh/vendor-completions/_*; do
	zsh -n "$file" || die "${file##*/} is no zsh"
done
"$work/agent/usr/bin/rk-agent" --help >/dev/null || die "rk-agent does not run"
sed "s#/usr/bin/rk-agent#$work/agent&#" "$work/agent/usr/lib/systemd/system/rkbpf.service" >"$work/rkbpf.service"
[ -z "$(systemd-analyze verify --man=no "$work/rkbpf.service" 2>&1)" ] || die "systemd does not take the unit"
! ldd "$work/agent/usr/bin/rk-agent" 2>/dev/null | grep -q '=>' || die "rk-agent is not static"

version=$(basename "$work"/dkms/usr/src/rkbpf-*)
version=${version#rkbpf-}
mkdir "$work/tree"
built=0
for env in "${RK_VM:-$HOME/.cache/rkbpf-vm}"/6.*-x86_64/kernel.env; do
	[ -e "$env" ] || continue
	. "$env"
	dkms build --dkmstree "$work/tree" --sourcetree "$work/dkms/usr/src" -m rkbpf -v "$version" \
		-k "$K_VERSION" --kernelsourcedir "$K_BUILD" >"$work/log" 2>&1 ||
		{ cat "$work/log" "$work"/tree/rkbpf/*/build/make.log; die "dkms does not build for $K_VERSION"; }
	! grep -i 'warning:' "$work"/tree/rkbpf/*/"$K_VERSION"/*/log/make.log || die "built with warnings"
	modinfo "$work/tree/rkbpf/$version/$K_VERSION"/*/module/rkbpf.ko* | grep -q "^vermagic: *$K_VERSION " ||
		die "not a module of $K_VERSION"
	built=$((built + 1))
done
[ $built -gt 0 ] || die "no robot kernel here: run scripts/robot.sh build first"
echo "packages: three, dkms built for $built kernels"
