# SPDX-License-Identifier: MIT
# Sourced by robot.sh: the tests of test/vm on a machine that runs already, reached by ssh as root
# (--host root@board; $RK_SSH is the ssh to take). Its kernel is what it is: blobs are built for it,
# the module must be there, at $RK_MODULE or for modprobe, and not loaded: tests remove it, and with it
# whatever runs there. Tests that need stand-in devices or kernel parameters are skipped.

# Sets arch and the K_ variables that blobs() needs.
board_facts() {
	read -r -a ssh <<<"${RK_SSH:-ssh}"
	ssh+=("$host")
	K_VERSION=$("${ssh[@]}" uname -r) && K_BANNER=$("${ssh[@]}" uname -v) &&
		arch=$("${ssh[@]}" uname -m) || die "$host cannot be reached"
	cross=''
	[ "$arch" = "$(uname -m)" ] || cross=$arch-linux-gnu-
	case $arch in x86_64) deb=amd64 ;; aarch64) deb=arm64 ;; *) die "$host is $arch" ;; esac
	name=$host
	work=${work%/*}/host-${host//[^a-zA-Z0-9.-]/_}
	mkdir -p "$work"
	export RK_KEYS=$work/keys
	K_BTF=''
	if "${ssh[@]}" cat /sys/kernel/btf/vmlinux >"$work/btf" 2>/dev/null; then
		K_BTF=$work/btf
	fi
	K_CONFIG=$work/config # of what has() asks for
	"${ssh[@]}" "sed -n 's/.* register_kretprobe\$/CONFIG_KRETPROBES=y/p' /proc/kallsyms" >"$K_CONFIG"
	! "${ssh[@]}" "test -e /sys/module/rkbpf" ||
		die "rkbpf is loaded on $host; tests would take its programs away: rmmod it first"
}

# All that a test needs, below a folder of the board's /tmp.
board_pack() {
	rm -rf "$work/pack"
	mkdir -p "$work/pack"/{bin,test}
	cp "$work/rk-agent" "$work/pack/bin/"
	cp "$work/client" "$work/pack/bin/rkclient"
	cp "$work/can" "$work/pack/bin/rkcan"
	cp -r "$work/blobs" "$work/pack/"
	cp "$top"/test/vm/*.sh "$work/pack/test/"
	there=$("${ssh[@]}" mktemp -d /tmp/rkbpf-tests.XXXXXX)
	tar -cz -C "$work/pack" . | "${ssh[@]}" "tar -xz -C $there"
}

# TEST LOG SECONDS: the log ends with the kernel's messages from the test's start on. Where the
# kernel no longer has that start, nobody can say that it had nothing to complain of.
board_test() {
	local mark="RK-INIT $1 $$"
	"${ssh[@]}" "echo $mark >/dev/kmsg; cd $there/blobs; PATH=$there/bin:/usr/sbin:/sbin:\$PATH \
		RK_MODULE=${RK_MODULE-rkbpf} timeout $3 sh ../test/$1.sh 2>&1; echo RK-INIT
		dmesg | grep -q '$mark\$' || echo 'WARNING: the kernel log lost the start of the test'
		dmesg | sed '1,/$mark\$/d'" >"$2" 2>&1 </dev/null || true
}

# FILE: prints why the test is not for this board; nothing where it is.
board_not_here() {
	local word
	for word in modules cmdline runs icount memory binaries; do
		[ -z "$(head_of "$1" $word)" ] || { echo "needs a virtual robot"; return; }
	done
	not_here "$1"
}

board_run() {
	local test file seconds reason status=0 there ssh
	board_facts
	module_client
	agent
	blobs
	board_pack
	# shellcheck disable=SC2046
	[ $# -gt 0 ] || set -- $(all_tests)
	for test in "$@"; do
		file=$top/test/vm/$test.sh
		[ -e "$file" ] || die "no test/vm/$test.sh"
		reason=$(board_not_here "$file") || exit 2
		[ -z "$reason" ] || { echo "SKIP: vm :: $name :: $test ($reason)"; continue; }
		seconds=$(head_of "$file" seconds)
		board_test "$test" "$work/$test.log" "${seconds:-120}"
		report "$test" "$work/$test.log" "vm :: $name :: $test" || status=1
	done
	"${ssh[@]}" "rm -rf $there"
	return $status
}
