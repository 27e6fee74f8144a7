#!/bin/bash
# SPDX-License-Identifier: MIT
# The virtual robot: a stock Debian kernel in QEMU (no KVM) with rkbpf.ko and a busybox around it.
#
#   scripts/robot.sh build [--arch x86_64|aarch64] [--rt]   download, build module and test client
#   scripts/robot.sh run [--arch ARCH] [--rt] TEST...       boot, run test/vm/TEST.sh, judge it
#   scripts/robot.sh up [--arch ARCH] [--rt]                boot into a shell (Ctrl-a x ends it)
#
# For an amd64 Debian 12. RK_BUILD: the build folder that holds bin/rkcc and bin/rk (default: build).
# RK_VM: the cache (default ~/.cache/rkbpf-vm). RK_VM_CPU: QEMU's -cpu. Packages:
# scripts/packages-vm.txt.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)

die() { echo "robot.sh: $*" >&2; exit 2; }
usage() { sed -n '3,13s/^# \{0,1\}//p' "$0"; exit 2; }

[ $# -gt 0 ] || usage
action=$1 arch=x86_64 rt=''
shift
while :; do
	case ${1-} in
	--arch) arch=${2-} && shift 2 || usage ;;
	--rt) rt=rt- && shift ;;
	*) break ;;
	esac
done
case $arch in
x86_64) deb=amd64 cross='' ;;
aarch64) deb=arm64 cross=aarch64-linux-gnu- ;;
*) usage ;;
esac
bin=$(cd "${RK_BUILD:-$top/build}" && pwd)/bin
cache=${RK_VM:-${XDG_CACHE_HOME:-$HOME/.cache}/rkbpf-vm}/$rt$arch
flavour=$rt$deb
mkdir -p "$cache"/debs "$cache"/apt/lists/partial "$cache"/apt/cache/archives/partial
export RK_KEYS=$cache/keys

# Package lists of another architecture are kept in the cache: the machine's own stay as they are.
foreign=()
if [ "$deb" != amd64 ]; then
	foreign=(-o APT::Architectures::=amd64 -o "APT::Architectures::=$deb"
		-o "Dir::State::lists=$cache/apt/lists" -o "Dir::Cache=$cache/apt/cache")
fi

# The newest kernel of Debian 12: its number moves, so it is asked for, never written down.
release() {
	if [ "$deb" != amd64 ] && [ -z "$(ls "$cache/apt/lists/"*Packages 2>/dev/null)" ]; then
		apt-get "${foreign[@]}" update -qq >&2
	fi
	apt-cache "${foreign[@]}" depends "linux-image-$flavour:$deb" |
		sed -n 's/.*Depends: linux-image-\(6\.1\.[^ :]*\).*/\1/p' | head -n 1
}

# NAME ARCH: the package in the cache.
fetch() {
	compgen -G "$cache/debs/${1}_*.deb" >/dev/null && return
	(cd "$cache/debs" && apt-get "${foreign[@]}" download -q "$1:$2")
}

download() {
	fetch "linux-image-$1" $deb
	fetch "linux-headers-$1" $deb
	fetch "linux-headers-${1%-"$flavour"}-common${rt:+-rt}" amd64
	fetch linux-kbuild-6.1 amd64
	fetch busybox-static $deb
}

unpack() {
	local version=$1 root=$cache/root-$1 file
	[ -e "$root/done" ] && return
	rm -rf "$root"
	for file in "$cache"/debs/*.deb; do
		case $file in *"${version%-"$flavour"}"* | */linux-kbuild-* | */busybox-*) dpkg -x "$file" "$root" ;; esac
	done
	sed -i "s#/usr/src/#$root/usr/src/#" "$root/usr/src/linux-headers-$version/Makefile"
	touch "$root/done"
}

# What uname -v prints. Offset 0x20e of a bzImage points at "RELEASE (BUILDER) VERSION"; an arm64
# Image holds the banner as it is.
kernel_version() {
	local at
	if [ $arch = aarch64 ]; then
		grep -ao 'Linux version 6[^%]*' "$1" | grep -o '#[1-9].*' | head -n 1
		return
	fi
	at=$(od -An -tu2 -j $((0x20e)) -N 2 "$1")
	tail -c +$((at + 0x200 + 1)) "$1" | head -c 256 | tr '\0' '\n' | head -n 1 | sed 's/^[^)]*) //'
}

module() {
	local version=$1 src=$cache/src
	mkdir -p "$src"
	cp -ru "$top/kmod" "$top/runtime" "$top/include" "$src/"
	make -s -j"$(nproc)" ${cross:+ARCH=arm64 CROSS_COMPILE="$cross"} -C "$cache/root-$version/usr/src/linux-headers-$version" M="$src/kmod" \
		modules >"$cache/make.log" 2>&1 || { cat "$cache/make.log"; die "the module does not build"; }
	grep -A5 -i 'warning:' "$cache/make.log" && die "the module builds with warnings"
	"${cross:-}gcc" -static -O2 -Wall -Wextra -Wno-unused-parameter -Werror -I"$top/include" \
		"$top/test/vm/client.c" -o "$cache/client"
}

blobs() {
	local vmlinuz=$1 key out=$cache/blobs source args other=x86_64
	[ $arch = aarch64 ] || other=aarch64
	[ -x "$bin/rkcc" ] || die "no rkcc in $bin: build the project first"
	mkdir -p "$out"
	for key in dev stranger; do
		[ -e "$RK_KEYS/$key.sec" ] || "$bin/rk" key generate "$key" >/dev/null 2>&1
		grep -v '^untrusted' "$RK_KEYS/$key.pub" | base64 -d | tail -c +3 >"$out/$key.key"
	done
	for source in "$top"/test/vm/*.bpf.c "$top"/examples/loop_jitter.bpf.c; do
		args=(--target "$arch" --kernel-release "$2" --kernel-version "$(kernel_version "$vmlinuz")")
		grep -qE 'SEC\("(raw_tp|k(ret)?probe)' "$source" || args=(--target "$arch")
		"$bin/rkcc" build "${args[@]}" --key "$RK_KEYS/dev.sec" "$source" \
			-o "$out/$(basename "$source" .bpf.c).rkb" >/dev/null
	done
	"$bin/rkcc" build --target "$arch" --kernel-release 5.4.0-none --kernel-version none \
		--key "$RK_KEYS/dev.sec" "$top/test/vm/switches.bpf.c" -o "$out/other-kernel.rkb" >/dev/null
	"$bin/rkcc" build --target "$arch" --counter 1 --key "$RK_KEYS/dev.sec" \
		"$top/test/vm/tick.bpf.c" -o "$out/old.rkb" >/dev/null
	"$bin/rkcc" build --target "$arch" --key "$RK_KEYS/stranger.sec" "$top/test/vm/tick.bpf.c" \
		-o "$out/stranger.rkb" >/dev/null
	"$bin/rkcc" build --target "$other" --key "$RK_KEYS/dev.sec" "$top/test/vm/tick.bpf.c" \
		-o "$out/other-arch.rkb" >/dev/null
}

build() {
	local version
	version=$(release)
	[ -n "$version" ] || die "apt knows no linux-image-$flavour 6.1"
	download "$version"
	unpack "$version"
	module "$version"
	blobs "$cache/root-$version/boot/vmlinuz-$version" "$version"
	ln -sfn "root-$version/boot/vmlinuz-$version" "$cache/vmlinuz"
	cp "$cache/root-$version/bin/busybox" "$cache/busybox"
}

# What /init does: a test, or a shell.
initramfs() {
	local root=$cache/initramfs
	rm -rf "$root"
	mkdir -p "$root"/{bin,dev,etc,proc,sys,tmp,blobs}
	cp "$cache/busybox" "$root/bin/busybox"
	cp "$cache/src/kmod/rkbpf.ko" "$root/rkbpf.ko"
	"${cross}strip" --strip-debug "$root/rkbpf.ko"
	cp "$cache/client" "$root/bin/rkclient"
	cp "$cache"/blobs/* "$root/blobs/"
	cp "$1" "$root/test.sh"
	cat >"$root/init" <<-'END'
		#!/bin/busybox sh
		/bin/busybox --install -s /bin
		mount -t proc none /proc; mount -t sysfs none /sys; mount -t devtmpfs none /dev
		cd /blobs
		echo RK-INIT
		sh /test.sh
		poweroff -f
	END
	chmod +x "$root/init"
	(cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$cache/initramfs.gz"
}

boot() {
	local machine=(qemu-system-x86_64) console=ttyS0
	if [ $arch = aarch64 ]; then
		machine=(qemu-system-aarch64 -M virt -cpu cortex-a53) console=ttyAMA0
	fi
	timeout "$1" "${machine[@]}" ${RK_VM_CPU:+-cpu "$RK_VM_CPU"} -accel tcg,thread=multi \
		-m 512 -smp 2 -nographic -nodefaults -serial "$2" -monitor none -no-reboot \
		-kernel "$cache/vmlinuz" -initrd "$cache/initramfs.gz" \
		-append "console=$console panic=-1 oops=panic softlockup_panic=1"
}

bad='BUG:|WARNING:|Oops|KASAN|possible recursive|INFO: rcu|Call Trace|scheduling while atomic'

# A test has passed where it said so and the kernel, from /init on, had nothing to complain of.
run() {
	local test status=0 log
	for test in "$@"; do
		log=$cache/$test.log
		initramfs "$top/test/vm/$test.sh"
		boot 120 stdio </dev/null 2>&1 | tr -d '\r' >"$log" || true
		if grep -q "^RK-TEST $test passed" "$log" &&
			! sed '1,/^RK-INIT/d' "$log" | grep -qE "$bad"; then
			echo "PASS: vm :: $rt$arch :: $test"
		else
			sed 's/^/    /' "$log" | tail -n 25
			echo "FAIL: vm :: $rt$arch :: $test ($log)"
			status=1
		fi
	done
	return $status
}

case $action in
build) build ;;
run) [ $# -gt 0 ] || usage; run "$@" ;;
up)
	printf 'insmod /rkbpf.ko; exec sh\n' >"$cache/shell.sh"
	initramfs "$cache/shell.sh"
	boot 0 mon:stdio
	;;
*) usage ;;
esac
