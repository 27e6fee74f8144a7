#!/bin/bash
# SPDX-License-Identifier: MIT
# The Debian packages for arm64, made on amd64: rkbpf-tools for workstations, rkbpf-agent for robots.
#
# usage: packages-arm64.sh BUILD-FOLDER OUT     packages and sysroot go to OUT
#
# Debian's arm64 packages of what the tools are linked with are unpacked below OUT/sysroot (about
# 1 GB), never installed. BUILD-FOLDER is that of amd64: its rkbpf-tools says which libraries the
# package depends on, for both come from the same Debian.
set -eu
[ $# = 2 ] || { sed -n '3,9s/^# \{0,1\}//p' "$0"; exit 2; }
top=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
root=$out/sysroot
die() { echo "packages-arm64.sh: $*" >&2; exit 1; }
. "$top/scripts/vm/kernel.sh"

# Every package that the tools need to be built and to run, from an apt that knows of none.
sysroot() {
	local names
	[ ! -e "$root" ] || return 0
	cache=$out deb=arm64 rt='' series=6.1
	apt_config
	touch "$out/apt/status"
	names=$(grep -E -- '-dev$' "$top/scripts/packages.txt" | grep -v clang-rt)
	# shellcheck disable=SC2086
	apt-get "${apt[@]}" -o "Dir::State::status=$out/apt/status" -o APT::Architecture=arm64 \
		install -qq -y --no-install-recommends --download-only $names musl-dev libstdc++-12-dev >&2
	for file in "$out"/apt/cache/archives/*.deb; do
		dpkg -x "$file" "$root.new"
	done
	rm "$out"/apt/cache/archives/*.deb
	mv "$root.new" "$root"
}

toolchain() {
	cat <<-END
		set(CMAKE_SYSTEM_NAME Linux)
		set(CMAKE_SYSTEM_PROCESSOR aarch64)
		set(CMAKE_SYSROOT $root)
		set(CMAKE_C_COMPILER clang-19)
		set(CMAKE_CXX_COMPILER clang++-19)
		set(CMAKE_C_COMPILER_TARGET aarch64-linux-gnu)
		set(CMAKE_CXX_COMPILER_TARGET aarch64-linux-gnu)
		set(CMAKE_STRIP aarch64-linux-gnu-strip)
		set(CMAKE_CROSSCOMPILING_EMULATOR "qemu-aarch64-static;-L;$root")
		foreach(what IN ITEMS LIBRARY INCLUDE PACKAGE)
		  set(CMAKE_FIND_ROOT_PATH_MODE_\${what} ONLY)
		endforeach()
		set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
	END
}

(cd "$build" && cpack -B "$out/amd64" >"$out/log" 2>&1) || { cat "$out/log"; die "cpack fails for amd64"; }
depends=$(dpkg-deb -f "$out"/amd64/rkbpf-tools_*.deb Depends)
sysroot
toolchain >"$out/toolchain.cmake"
export RK_MUSL=$root PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_LIBDIR=$root/usr/lib/aarch64-linux-gnu/pkgconfig:$root/usr/share/pkgconfig
cmake -S "$top" -B "$out/build" -G Ninja -DRK_PROFILE=embedded -DRK_WERROR=ON -DBUILD_TESTING=OFF \
	-DCMAKE_TOOLCHAIN_FILE="$out/toolchain.cmake" -DCPACK_DEBIAN_PACKAGE_ARCHITECTURE=arm64 \
	"-DRK_TOOLS_DEPENDS=$depends" >"$out/log" || { cat "$out/log"; die "cmake fails"; }
ninja -C "$out/build" >"$out/log" || { tail -n 30 "$out/log"; die "the build fails"; }
(cd "$out/build" && cpack -B "$out/arm64" >"$out/log" 2>&1) || { cat "$out/log"; die "cpack fails"; }
ls "$out"/arm64/*_arm64.deb
