#!/bin/bash
# SPDX-License-Identifier: MIT
# Builds the static rk-agent of one architecture against musl: scripts/agent.sh ARCH OUT
#
# This machine's takes musl-gcc (package musl-tools), else cc: three times as large. Another architecture takes Debian's cross compiler
# and its musl-dev, unpacked in $RK_MUSL (usr/include and usr/lib below it), and no file of glibc.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
[ $# = 2 ] || { sed -n '3,6s/^# \{0,1\}//p' "$0"; exit 2; }
arch=$1 out=$2
version=$(sed -n 's/^project(rkbpf VERSION \([^ ]*\).*/\1/p' "$top/CMakeLists.txt")
flags=(-std=gnu17 -Os -Wall -Wextra -Wno-unused-parameter -Wstrict-prototypes -Wvla -Werror
	-fno-strict-aliasing -fstack-protector-strong -ffunction-sections -fdata-sections
	-D_GNU_SOURCE -DRK_PROFILE_EMBEDDED=1 "-DRK_VERSION=\"$version\""
	-I"$top/include" -I"$top/rk" -I"$top/rk/agent")
link=(-static -s -Wl,--gc-sections)
sources=("$top"/rk/agent/*.c)

if [ "$arch" = "$(uname -m)" ]; then
	# The kernel's headers come last: musl has its own of everything else.
	cc=musl-gcc
	command -v $cc >/dev/null || cc=cc
	$cc "${flags[@]}" -idirafter /usr/include -idirafter "/usr/include/$arch-linux-gnu" \
		"${sources[@]}" "${link[@]}" -o "$out"
	exit
fi
cross=$arch-linux-gnu
lib=$RK_MUSL/usr/lib/$arch-linux-musl
[ "$arch" != aarch64 ] || flags+=(-mno-outline-atomics) # libgcc's ask glibc for the processor
"$cross-gcc" "${flags[@]}" -nostdinc -isystem "$RK_MUSL/usr/include/$arch-linux-musl" \
	-isystem "$("$cross-gcc" -print-file-name=include)" -idirafter "/usr/$cross/include" \
	"${sources[@]}" "${link[@]}" -nostdlib "$lib/crt1.o" "$lib/crti.o" \
	"$lib/libc.a" "$("$cross-gcc" -print-file-name=libgcc.a)" "$lib/crtn.o" -o "$out"
