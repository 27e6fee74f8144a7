#!/bin/bash
# SPDX-License-Identifier: MIT
# The virtual robot: a stock Debian kernel in QEMU (no KVM) with rkbpf.ko and a busybox around it.
#
#   scripts/robot.sh build         download kernel and headers, build module and test client
#   scripts/robot.sh run TEST...   boot, run test/vm/TEST.sh, judge what the serial console says
#   scripts/robot.sh up            boot into a shell (Ctrl-a x ends it)
#
# RK_BUILD: the build folder that holds bin/rkcc and bin/rk (default: build). RK_VM: the cache
# (default ~/.cache/rkbpf-vm). RK_VM_CPU: QEMU's -cpu. Packages: scripts/packages-vm.txt.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
bin=$(cd "${RK_BUILD:-$top/build}" && pwd)/bin
cache=${RK_VM:-${XDG_CACHE_HOME:-$HOME/.cache}/rkbpf-vm}/x86_64
mkdir -p "$cache/debs"
export RK_KEYS=$cache/keys

die() { echo "robot.sh: $*" >&2; exit 2; }

# The newest kernel of Debian 12: its number moves, so it is asked for, never written down.
release() {
	apt-cache depends "$1" | sed -n "s/.*Depends: $1//; s/.*Depends: linux-image-\(6\.1\.[^ ]*\)/\1/p" | head -n 1
}

download() {
	local version=$1 package
	for package in "linux-image-$version" "linux-headers-$version" \
		"linux-headers-${version%-amd64}-common" linux-kbuild-6.1; do
		compgen -G "$cache/debs/${package}_*.deb" >/dev/null ||
			(cd "$cache/debs" && apt-get download -q "$package")
	done
}

unpack() {
	local version=$1 root=$cache/root-$1 deb
	[ -e "$root/done" ] && return
	rm -rf "$root"
	for deb in "$cache"/debs/*.deb; do
		case $deb in *"${version%-amd64}"* | */linux-kbuild-*) dpkg -x "$deb" "$root" ;; esac
	done
	sed -i "s#/usr/src/#$root/usr/src/#" "$root/usr/src/linux-headers-$version/Makefile"
	touch "$root/done"
}

# Offset 0x20e of a bzImage points at "RELEASE (BUILDER) VERSION"; VERSION is what uname -v prints.
kernel_version() {
	local at
	at=$(od -An -tu2 -j $((0x20e)) -N 2 "$1")
	tail -c +$((at + 0x200 + 1)) "$1" | head -c 256 | tr '\0' '\n' | head -n 1 | sed 's/^[^)]*) //'
}

module() {
	local version=$1 src=$cache/src
	mkdir -p "$src"
	cp -ru "$top/kmod" "$top/runtime" "$top/include" "$src/"
	make -s -j"$(nproc)" -C "$cache/root-$version/usr/src/linux-headers-$version" M="$src/kmod" \
		modules >"$cache/make.log" 2>&1 || { cat "$cache/make.log"; die "the module does not build"; }
	grep -A5 -i 'warning:' "$cache/make.log" && die "the module builds with warnings"
	cc -static -O2 -Wall -Wextra -Wno-unused-parameter -Werror -I"$top/include" \
		"$top/test/vm/client.c" -o "$cache/client"
}

blobs() {
	local vmlinuz=$1 key out=$cache/blobs source args
	[ -x "$bin/rkcc" ] || die "no rkcc in $bin: build the project first"
	mkdir -p "$out"
	for key in dev stranger; do
		[ -e "$RK_KEYS/$key.sec" ] || "$bin/rk" key generate "$key" >/dev/null 2>&1
		grep -v '^untrusted' "$RK_KEYS/$key.pub" | base64 -d | tail -c +3 >"$out/$key.key"
	done
	for source in "$top"/test/vm/*.bpf.c "$top"/examples/loop_jitter.bpf.c; do
		args=(--target x86_64 --kernel-release "$2" --kernel-version "$(kernel_version "$vmlinuz")")
		grep -q 'SEC("raw_tp' "$source" || args=(--target x86_64)
		"$bin/rkcc" build "${args[@]}" --key "$RK_KEYS/dev.sec" "$source" \
			-o "$out/$(basename "$source" .bpf.c).rkb" >/dev/null
	done
	"$bin/rkcc" build --target x86_64 --kernel-release 5.4.0-none --kernel-version none \
		--key "$RK_KEYS/dev.sec" "$top/test/vm/switches.bpf.c" -o "$out/other-kernel.rkb" >/dev/null
	"$bin/rkcc" build --target x86_64 --counter 1 --key "$RK_KEYS/dev.sec" \
		"$top/test/vm/tick.bpf.c" -o "$out/old.rkb" >/dev/null
	"$bin/rkcc" build --target x86_64 --key "$RK_KEYS/stranger.sec" "$top/test/vm/tick.bpf.c" \
		-o "$out/stranger.rkb" >/dev/null
	"$bin/rkcc" build --target aarch64 --key "$RK_KEYS/dev.sec" "$top/test/vm/tick.bpf.c" \
		-o "$out/arm.rkb" >/dev/null
}

build() {
	local version
	version=$(release linux-image-amd64)
	[ -n "$version" ] || die "apt knows no linux-image-amd64 6.1"
	download "$version"
	unpack "$version"
	module "$version"
	blobs "$cache/root-$version/boot/vmlinuz-$version" "$version"
	ln -sfn "root-$version/boot/vmlinuz-$version" "$cache/vmlinuz"
}

# What /init does: a test, or a shell.
initramfs() {
	local root=$cache/initramfs
	rm -rf "$root"
	mkdir -p "$root"/{bin,dev,proc,sys,tmp,blobs}
	cp "$(command -v busybox)" "$root/bin/busybox"
	cp "$cache/src/kmod/rkbpf.ko" "$root/rkbpf.ko"
	strip --strip-debug "$root/rkbpf.ko"
	cp "$cache/client" "$root/bin/rkclient"
	cp "$cache"/blobs/* "$root/blobs/"
	cp "$1" "$root/test.sh"
	cat >"$root/init" <<-'END'
		#!/bin/busybox sh
		/bin/busybox --install -s /bin
		mount -t proc none /proc; mount -t sysfs none /sys; mount -t devtmpfs none /dev
		cd /blobs
		sh /test.sh
		poweroff -f
	END
	chmod +x "$root/init"
	(cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$cache/initramfs.gz"
}

boot() {
	timeout "$1" qemu-system-x86_64 -accel tcg,thread=multi ${RK_VM_CPU:+-cpu "$RK_VM_CPU"} \
		-m 512 -smp 2 -nographic -nodefaults -serial "$2" -monitor none -no-reboot \
		-kernel "$cache/vmlinuz" -initrd "$cache/initramfs.gz" \
		-append "console=ttyS0 panic=-1 oops=panic softlockup_panic=1"
}

bad='BUG:|WARNING:|Oops|KASAN|possible recursive|INFO: rcu|Call Trace|scheduling while atomic'

# A test has passed where it said so and the kernel had nothing to complain of.
run() {
	local test status=0 log
	for test in "$@"; do
		log=$cache/$test.log
		initramfs "$top/test/vm/$test.sh"
		boot 120 stdio </dev/null >"$log" 2>&1 || true
		if grep -q "^RK-TEST $test passed" "$log" && ! grep -qE "$bad" "$log"; then
			echo "PASS: vm :: $test"
		else
			sed 's/^/    /' "$log" | tail -n 60
			echo "FAIL: vm :: $test ($log)"
			status=1
		fi
	done
	return $status
}

case ${1-} in
build) build ;;
run) shift; [ $# -gt 0 ] || die "which test?"; run "$@" ;;
up)
	printf 'insmod /rkbpf.ko; exec sh\n' >"$cache/shell.sh"
	initramfs "$cache/shell.sh"
	boot 0 mon:stdio
	;;
*) sed -n '3,10s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
