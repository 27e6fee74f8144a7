#!/bin/bash
# SPDX-License-Identifier: MIT
# The virtual robot: a stock Debian kernel in QEMU (no KVM) with rkbpf.ko and a busybox around it.
#
#   scripts/robot.sh build [OPTIONS]          download, build module, stand-ins, client and blobs
#   scripts/robot.sh run [OPTIONS] [TEST...]  boot, run test/vm/TEST.sh, judge it; all but slow ones
#                                             (a TEST with a slash is a script elsewhere)
#   scripts/robot.sh up [OPTIONS]             boot into a shell (Ctrl-a x ends it)
#   scripts/robot.sh up --ssh [OPTIONS]       boot in the background, with an ssh server
#   scripts/robot.sh ssh [OPTIONS] [CMD...]   a command, or a shell, on that robot
#   scripts/robot.sh env [OPTIONS]            its kernel, keys and ssh configuration, for a shell
#   scripts/robot.sh qmp [OPTIONS] COMMAND    tell its QEMU, such as system_powerdown: the power key
#   scripts/robot.sh down [OPTIONS]           end it
#   scripts/robot.sh run --host root@BOARD [TEST...]   on a real machine (scripts/vm/board.sh)
#
# Options: --arch x86_64|aarch64   --rt (PREEMPT_RT)   --kernel 6.1|6.12|kasan|16k|stock
# (the last three are built from source: 8 to 20 minutes, then cached)   --machine raspi3b
#
# For an amd64 Debian 12. RK_BUILD: the build folder that holds bin/rkcc and bin/rk (default: build).
# RK_VM: the cache of kernels (default ~/.cache/rkbpf-vm); RK_VM_WORK: what is built from this tree
# (default: in the cache). RK_VM_MODULES: modules for `up`. RK_VM_CPU: QEMU's -cpu. RK_VM_SET:
# NAME=VALUE words for a test's environment. RK_VM_THREADS: multi runs the processors of a robot at once
# where they would run by turns: on x86_64, and where a test asks for it. Packages: scripts/packages-vm.txt.
#
# A test says in comments at its head what it needs:
#   # modules: vcan can-raw     modules and stand-ins (test/vm/standin/) that it loads with modprobe
#   # cmdline: nosmap           parameters of the kernel
#   # runs: workstation         here, with bash, against a robot that is reached by ssh
#   # runs: virtual robot       never on a real machine
#   # only: x86_64 6.1-rt-*     robots (shell patterns of their names) that it is for
#   # needs: kprobes btf        features of the robot's kernel, hotplug among them (has())
#   # lacks: kprobes            features without which alone it makes sense
#   # seconds: 300              until it is given up (120), more on slow kernels
#   # slow: yes                 run where it is named
#   # icount: yes               one processor, whose clock counts instructions
#   # parallel: yes             processors that run at once on x86_64, too; no: by turns on any robot
#   # memory: 1024              MiB (512)
#   # robots: good sick         for a workstation: several, with these names (robot)
#   # disk: 16                  for a workstation: MiB of a disk that outlives a reboot, at /var/lib
#   # debian: yes               for a workstation: a Debian with systemd, sudo and DKMS (scripts/vm/debian.sh)
#   # binaries: /usr/bin/dig    of this machine, with their libraries
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)

die() { echo "robot.sh: $*" >&2; exit 2; }
usage() { sed -n '3,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 2; }

[ $# -gt 0 ] || usage
action=$1 arch=x86_64 rt='' kernel=6.1 board='' by_ssh='' host=''
shift
while :; do
	case ${1-} in
	--arch) arch=${2-} && shift 2 || usage ;;
	--kernel) kernel=${2-} && shift 2 || usage ;;
	--rt) rt=rt- && shift ;;
	--machine) arch=aarch64 board=${2-} && shift 2 || usage ;;
	--ssh) by_ssh=1 && shift ;;
	--host) host=${2-} && shift 2 || usage ;;
	*) break ;;
	esac
done
case $arch in
x86_64) deb=amd64 cross='' karch=x86 ;;
aarch64) deb=arm64 cross=aarch64-linux-gnu- karch=arm64 ;;
*) usage ;;
esac
series=6.1 memory=512
case $kernel$rt in
6.1 | 6.1rt- | 6.12 | 6.12rt- | stock) series=${kernel/stock/6.1} ;;
kasan) memory=1024 ;;
16k) [ $arch = aarch64 ] || die "pages of 16 KiB are a matter of aarch64" ;;
*) usage ;;
esac
case $board in '' | raspi3b) ;; *) usage ;; esac
bin=$(cd "${RK_BUILD:-$top/build}" && pwd)/bin
name=$kernel-$rt$arch
pool=${RK_VM:-${XDG_CACHE_HOME:-$HOME/.cache}/rkbpf-vm}/packages
cache=${pool%/packages}/$name
work=${RK_VM_WORK:-${pool%/packages}/work}/$name
mkdir -p "$work"
export RK_KEYS=$work/keys
. "$top/scripts/vm/kernel.sh"
. "$top/scripts/vm/own-kernel.sh"
. "$top/scripts/vm/ssh.sh"
. "$top/scripts/vm/debian.sh"
. "$top/scripts/vm/board.sh"

# FOLDER: make modules there for the robot's kernel. Warnings are errors.
kbuild() {
	local log=$work/make-$(basename "$1").log
	make -s -j"$(nproc)" ARCH=$karch ${cross:+CROSS_COMPILE="$cross"} -C "$K_BUILD" M="$1" modules \
		>"$log" 2>&1 || { cat "$log"; die "$1 does not build"; }
	[ "${2-}" = lenient ] || ! grep -A5 -i 'warning:' "$log" || die "$1 builds with warnings"
}

module() {
	local src=$work/src
	mkdir -p "$src"
	cp -ru "$top/kmod" "$top/runtime" "$top/include" "$src/"
	kbuild "$src/kmod"
	module_client
}

module_client() {
	local cc=("${cross:-}gcc" -static -O2 -Wall -Wextra -Wno-unused-parameter -Werror)
	"${cc[@]}" -I"$top/include" "$top"/test/vm/client*.c -o "$work/client"
	"${cc[@]}" "$top/test/vm/can.c" -o "$work/can"
}

agent() {
	local musl
	musl_get
	RK_MUSL=$musl "$top/scripts/agent.sh" $arch "$work/rk-agent"
}

# Devices that QEMU and Debian's kernels lack. A stand-in is a folder with a Kbuild and perhaps
# SOURCES, files of the kernel's sources that are built with it, and prepare, a script that edits
# them ($K_VERSION tells it for which kernel). The kernel's files are copied, never committed.
standin() {
	local from=$1 to=$work/standin/$(basename "$1") files
	mkdir -p "$to"
	cp -u "$from"/* "$to/"
	if [ -e "$from/SOURCES" ] && [ ! -e "$to/.copied" ]; then
		files=$(sed "s#^#linux-source-$series/#" "$from/SOURCES")
		# shellcheck disable=SC2086
		tar -xJf "$K_SOURCE" -C "$to" --transform 's#.*/##' $files
		[ ! -e "$from/prepare" ] || (cd "$to" && K_VERSION=$K_VERSION sh ./prepare)
		touch "$to/.copied"
	fi
	kbuild "$to" lenient
}

standins() {
	local folder
	for folder in "$top"/test/vm/standin/*/; do
		[ ! -d "$folder" ] || standin "${folder%/}"
	done
}

# SOURCE OUT ARGUMENT...: one signed image for the robot. Left out is only what has no fault but that
# it needs types that this kernel does not tell.
blob() {
	local said
	if said=$("$bin/rkcc" build --target $arch "${@:3}" "$1" -o "$work/blobs/$2.rkb" 2>&1 >/dev/null); then
		[ -z "$said" ] || echo "$said" >&2
		return
	fi
	if [ -n "$K_BTF" ] || ! grep -q "$needs_types" <<<"$said" ||
		grep 'error:' <<<"$said" | grep -qv "$needs_types"; then
		echo "$said" >&2
		die "$1 does not build"
	fi
	rm -f "$work/blobs/$2.rkb"
	echo "robot.sh: left out, for this kernel has no BTF: $2" >&2
}
needs_types="depends on the target kernel's types \[RKV0008\]"

blobs() {
	local i key source counter tick=$top/test/vm/tick.bpf.c other=x86_64 mine
	[ $arch = aarch64 ] || other=aarch64
	[ -x "$bin/rkcc" ] || die "no rkcc in $bin: build the project first"
	mkdir -p "$work/blobs"
	for key in dev stranger; do
		[ -e "$RK_KEYS/$key.sec" ] || "$bin/rk" key generate "$key" >/dev/null 2>&1
		grep -v '^untrusted' "$RK_KEYS/$key.pub" | base64 -d | tail -c +3 >"$work/blobs/$key.key"
		cp "$RK_KEYS/$key.pub" "$work/blobs/"
	done
	mine=(--key "$RK_KEYS/dev.sec" ${K_BTF:+--target-btf "$arch=$K_BTF"})
	counter=$(date +%s) # one more each: some share a name
	for source in "$top"/test/vm/*.bpf.c "$top"/bench/robot/*.bpf.c "$top"/examples/loop_jitter.bpf.c; do
		counter=$((counter + 1))
		[ "${source##*/}" != ten.bpf.c ] || continue
		if grep -qE 'SEC\("(raw_tp|tp|tp_btf|tracepoint|k(ret)?probe)/' "$source"; then
			blob "$source" "$(basename "$source" .bpf.c)" "${mine[@]}" --counter $counter \
				--kernel-release "$K_VERSION" --kernel-version "$K_BANNER"
		else
			blob "$source" "$(basename "$source" .bpf.c)" "${mine[@]}" --counter $counter
		fi
	done
	for i in 0 1 2 3 4 5 6 7 8 9; do
		blob "$top/bench/robot/ten.bpf.c" ten_$i "${mine[@]}" -DPROGRAM=ten_$i
	done
	blob "$top/test/vm/switches.bpf.c" other-kernel "${mine[@]}" \
		--kernel-release 5.4.0-none --kernel-version none
	blob "$tick" old "${mine[@]}" --counter 1
	blob "$tick" stranger --key "$RK_KEYS/stranger.sec"
	arch=$other blob "$tick" other-arch --key "$RK_KEYS/dev.sec"
}

build() {
	kernel_get
	module
	agent
	standins
	blobs
}

# FILE WORD: what a test's head says after "# WORD:".
head_of() { sed -n "s/^# $2: //p" "$1"; }

# ROOT NAME...: those modules and what they need, for the robot's modprobe.
pack_modules() {
	local root=$1 tree=$1/lib/modules/$K_VERSION all=$work/modules ko
	shift
	[ $# -gt 0 ] || return 0
	if [ ! -e "$K_MODULES/lib/modules/$K_VERSION/modules.dep" ]; then
		depmod -b "$K_MODULES" "$K_VERSION"
	fi
	mkdir -p "$tree/extra" "$all"
	cp "$work"/standin/*/*.ko "$work"/src/kmod/*.ko "$tree/extra/" 2>/dev/null || true
	for ko in "$tree"/extra/*.ko; do "${cross}strip" --strip-debug "$ko"; done
	for ko in "$@" $(for ko in "$tree"/extra/*.ko; do modinfo -F depends "$ko" | tr , ' '; done); do
		modprobe -d "$K_MODULES" -S "$K_VERSION" --show-depends "$ko" 2>/dev/null |
			sed -n 's/^insmod \([^ ]*\).*/\1/p'
	done | sort -u | while read -r ko; do
		mkdir -p "$root/$(dirname "${ko#"$K_MODULES"/}")"
		cp "$ko" "$root/${ko#"$K_MODULES"/}"
	done
	cp "$K_MODULES/lib/modules/$K_VERSION"/modules.{order,builtin,builtin.modinfo} "$tree/" 2>/dev/null || true
	depmod -b "$root" "$K_VERSION"
}

# ROOT FILE...: those and their shared libraries; /binaries/NAME in the robot lists the files.
pack_binaries() {
	local root=$1 file
	for file in "${@:2}"; do
		[ -x "$file" ] || die "no $file: scripts/packages-full.txt has its package"
		mkdir -p "$root/binaries"
		{ echo "$file"; ldd "$file" | grep -o '/[^ ]*'; } >"$root/binaries/$(basename "$file")"
		# /lib is /usr/lib here, and need not be in the robot.
		tar -chP "$file" $(ldd "$file" | grep -o '/[^ ]*') | tar -xP --transform "s#^/#$root/#"
	done
}

# FILE [PACK]: what /init does: a test, or a shell. PACK may put more into the root.
initramfs() {
	local root=$work/initramfs
	rm -rf "$root"
	mkdir -p "$root"/{bin,dev,etc,proc,sys,test,tmp,blobs}
	cp "$cache/root/bin/busybox" "$root/bin/busybox"
	cp "$work"/src/kmod/*.ko "$root/"
	"${cross}strip" --strip-debug "$root"/*.ko
	cp "$work/client" "$root/bin/rkclient"
	cp "$work/can" "$root/bin/rkcan"
	cp "$work/rk-agent" "$root/bin/rk-agent"
	cp "$work"/blobs/* "$root/blobs/"
	cp "$1" "$root/test/"
	cp "$top/test/vm/lib.sh" "$root/test/"
	# shellcheck disable=SC2046
	pack_modules "$root" $(head_of "$1" modules) ${board:+bcm2835_wdt}
	# shellcheck disable=SC2046
	pack_binaries "$root" $(head_of "$1" binaries)
	cat >"$root/init" <<-END
		#!/bin/busybox sh
		/bin/busybox --install -s /bin
		[ ! -e /bin/poweroff.board ] || mv /bin/poweroff.board /bin/poweroff
		mount -t proc none /proc; mount -t sysfs none /sys; mount -t devtmpfs none /dev
		cd /blobs
		${RK_VM_SET:+export $RK_VM_SET}
		echo RK-INIT
		sh /test/${1##*/}
		/bin/poweroff -f # a shell of busybox would take its own
	END
	# This machine cannot be switched off; QEMU ends where it would start again.
	[ -z "$board" ] || printf '#!/bin/sh\nmodprobe bcm2835_wdt\nexec reboot -f\n' >"$root/bin/poweroff.board"
	chmod +x "$root"/init "$root"/bin/*
	[ -z "${2-}" ] || "$2" "$root"
	(cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$work/initramfs.gz"
}

# SERIAL PARAMETERS ICOUNT MEMORY PARALLEL: sets qemu, the command line.
machine() {
	local console=ttyS0 smp=2 extra='' accel='-accel tcg,thread=multi'
	# By turns: of two threads one may keep code that the other's kernel has replaced (stale.sh).
	case ${5-}$arch in
	no* | x86_64) accel="-accel tcg,thread=${RK_VM_THREADS:-single}" ;;
	esac
	[ -z "${3-}" ] || smp=1 accel='-accel tcg,thread=single -icount shift=0,sleep=off'
	qemu=(qemu-system-x86_64)
	# A busy host delays QEMU's timer; the kernel's check of it would then end in a panic.
	[ $arch != x86_64 ] || extra=no_timer_check
	# The default machine computes its interrupt routing in ACPI's language: longer than Linux waits
	# where KASAN is slow on a busy host, and the network card is left without an interrupt.
	[ $kernel != kasan ] || qemu+=(-M q35)
	if [ $arch = aarch64 ]; then
		qemu=(qemu-system-aarch64 -M virt -cpu cortex-a53) console=ttyAMA0
		# No cortex-a53 has such pages.
		[ $kernel != 16k ] || qemu=(qemu-system-aarch64 -M virt -cpu max,pauth-impdef=on)
	fi
	if [ "$board" ]; then
		qemu=(qemu-system-aarch64 -M raspi3b -dtb "$K_DTB/broadcom/bcm2837-rpi-3-b.dtb")
		console=ttyAMA0,115200 memory=1G smp=4
	fi
	qemu+=(${RK_VM_CPU:+-cpu "$RK_VM_CPU"} $accel -m "${4:-$memory}" -smp $smp -nographic -nodefaults
		-serial "$1" -monitor none -no-reboot -kernel "$K_IMAGE" -initrd "$work/initramfs.gz"
		-append "console=$console panic=-1 oops=panic softlockup_panic=1 $extra ${2-}")
}

bad='BUG:|WARNING:|Oops|KASAN|possible recursive|INFO: rcu|Call Trace|scheduling while atomic'

# FILE LOG SECONDS: on the robot.
run_there() {
	local qemu
	initramfs "$1"
	machine stdio "$(head_of "$1" cmdline)" "$(head_of "$1" icount)" "$(head_of "$1" memory)" \
		"$(head_of "$1" parallel)"
	"$top/scripts/vm/boot.py" "$3" "$2" "$work/qmp" "${qemu[@]}" || true
}

# FILE LOG SECONDS: here, against robots of its own; the log begins with their consoles.
run_here() {
	local ssh robots name RK_VM_MEMORY RK_VM_DISK RK_VM_DEBIAN RK_VM_MODULES
	read -r -a robots <<<"$(head_of "$1" robots)"
	[ "${robots-}" ] || robots=(robot)
	RK_VM_MEMORY=$(head_of "$1" memory) RK_VM_DISK=$(head_of "$1" disk) RK_VM_DEBIAN=$(head_of "$1" debian)
	RK_VM_MODULES=$(head_of "$1" modules)
	for name in "${robots[@]}"; do
		ssh_name "$name"
		ssh_up
		cat "$sshdir/config"
	done >"$work/ssh-config"
	RK_SSH="ssh -F $work/ssh-config" RK_BIN=$bin RK_BLOBS=$work/blobs RK_CUT=$top/test/vm/cut \
		RK_QMP="$top/scripts/vm/boot.py qmp $sshdir/qmp" RK_MUSL=$pool/musl-$deb \
		RK_KBUILD="make -s ARCH=$karch ${cross:+CROSS_COMPILE=$cross} -C $K_BUILD" \
		timeout "$3" bash "$1" >"$2.here" 2>&1 </dev/null || true
	for name in "${robots[@]}"; do
		ssh_name "$name"
		ssh_down
		cat "$sshdir/log"
	done >"$2.there"
	cat "$2.there" "$2.here" | tr -d '\r' >"$2"
}

# FILE: is this robot among those that it is for?
is_for() {
	local pattern patterns
	read -r -a patterns <<<"$(head_of "$1" only)"
	[ "${patterns-}" ] || return 0
	for pattern in "${patterns[@]}"; do
		# shellcheck disable=SC2053
		[[ $name${board:+-$board} != $pattern && $arch != $pattern ]] || return 0
	done
	return 1
}

# FEATURE: has this robot's kernel it?
has() {
	case $1 in
	btf) [ -n "$K_BTF" ] ;;
	kprobes) grep -qx CONFIG_KRETPROBES=y "$K_CONFIG" ;;
	hotplug) grep -qx CONFIG_HOTPLUG_CPU=y "$K_CONFIG" ;;
	*) die "no feature of a kernel is called $1" ;;
	esac
}

# FILE: prints why the test is not for this robot; nothing where it is.
not_here() {
	local feature
	is_for "$1" || { echo "for $(head_of "$1" only)"; return; }
	for feature in $(head_of "$1" needs); do
		has "$feature" || { echo "needs $feature"; return; }
	done
	for feature in $(head_of "$1" lacks); do
		! has "$feature" || { echo "for kernels without $feature"; return; }
	done
}

all_tests() {
	local file
	for file in "$top"/test/vm/*.sh; do
		case ${file##*/} in lib.sh | here.sh) continue ;; esac
		[ "$(head_of "$file" slow)" ] || basename "$file" .sh
	done
}

# A test has passed where it said so and the kernel, from /init on, had nothing to complain of.
judge() {
	grep -q "^RK-TEST $1 passed" "$2" && ! sed '1,/^RK-INIT/d' "$2" | grep -qE "$bad"
}

# TEST LOG LABEL
report() {
	if judge "$1" "$2"; then
		echo "PASS: $3"
		return
	fi
	sed 's/^/    /' "$2" | tail -n 25
	echo "FAIL: $3 ($2)"
	return 1
}

# FILE LOG SECONDS
execute() {
	if [ "$(head_of "$1" runs)" = workstation ]; then
		run_here "$@"
	else
		run_there "$@"
	fi
}

run_one() {
	local test=$(basename "$1" .sh) file=$top/test/vm/$1.sh
	case $1 in */*) file=$1 ;; esac
	local log=$work/$test${board:+-$board}.log label="vm :: $name${board:+-$board} :: $test" seconds reason
	[ -e "$file" ] || die "no test/vm/$1.sh"
	reason=$(not_here "$file") || exit 2
	[ -z "$reason" ] || { echo "SKIP: $label ($reason)"; return 0; }
	seconds=$(head_of "$file" seconds)
	[ $kernel != kasan ] || seconds=$((4 * ${seconds:-120}))
	execute "$file" "$log" "${seconds:-120}"
	if "$top/scripts/vm/stale.sh" "$log"; then
		echo "AGAIN: $label: QEMU kept a breakpoint that the kernel had removed ($log.stale)"
		mv "$log" "$log.stale"
		execute "$file" "$log" "${seconds:-120}"
	fi
	report "$test" "$log" "$label"
}

run() {
	local test status=0
	# shellcheck disable=SC2046
	[ $# -gt 0 ] || set -- $(all_tests)
	for test in "$@"; do
		run_one "$test" || status=1
	done
	return $status
}

up() {
	local qemu
	if [ -n "$by_ssh" ]; then
		ssh_up
		echo "up: '$0 ssh' reaches it, and so does: ssh -F $work/ssh/config robot"
		return
	fi
	printf '# modules: %s\ninsmod /rkbpf.ko; exec sh\n' "${RK_VM_MODULES-}" >"$work/shell.sh"
	initramfs "$work/shell.sh"
	machine mon:stdio
	"${qemu[@]}"
}

robot_ssh() {
	local ssh
	ssh_robot
	"${ssh[@]}" "$@"
}

case $action in
build) build ;;
ssh) robot_ssh "$@" ;;
down) ssh_down ;;
env)
	. "$cache/kernel.env"
	cat "$cache/kernel.env"
	printf "RK_KEYS='%s'\nRK_SSH_CONFIG='%s'\n" "$RK_KEYS" "$sshdir/config"
	;;
qmp) "$top/scripts/vm/boot.py" qmp "$sshdir/qmp" "$1" ;;
run | up)
	[ -z "$host" ] || { board_run "$@"; exit; }
	[ -e "$cache/kernel.env" ] && [ -e "$work/client" ] || die "run '$0 build' with these options first"
	. "$cache/kernel.env"
	K_CONFIG=$K_BUILD/.config
	$action "$@"
	;;
*) usage ;;
esac
