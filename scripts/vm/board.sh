# SPDX-License-Identifier: MIT
# Sourced by robot.sh: the tests of test/vm on a machine that runs already, reached by ssh as root
# (--host root@board; $RK_SSH is the ssh to take). Its kernel is what it is: blobs are built for it,
# the module must be there, at $RK_MODULE or for modprobe. Tests that need stand-in devices or
# kernel parameters are skipped.

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
	K_CONFIG=$work/config
	"${ssh[@]}" 'zcat /proc/config.gz 2>/dev/null || cat "/boot/config-$(uname -r)"' >"$K_CONFIG" ||
		die "$host does not show its kernel's configuration"
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
	tar -cz -C "$work/pack" . | "${ssh[@]}" "rm -rf $there && mkdir -p $there && tar -xz -C $there"
}

# TEST: the log begins with the kernel's messages from the test's start on.
board_test() {
	"${ssh[@]}" "echo RK-INIT $1 $$ >/dev/kmsg; cd $there/blobs; PATH=$there/bin:/usr/sbin:/sbin:\$PATH \
		RK_MODULE=${RK_MODULE-rkbpf} timeout 120 sh ../test/$1.sh 2>&1;
		echo RK-INIT; dmesg | sed '1,/RK-INIT $1 $$/d'" >"$2" 2>&1 </dev/null || true
}

board_run() {
	local test file status=0 there=/tmp/rkbpf-tests ssh
	board_facts
	module_client
	agent
	blobs
	board_pack
	for test in "$@"; do
		file=$top/test/vm/$test.sh
		[ -e "$file" ] || die "no test/vm/$test.sh"
		if [ -n "$(head_of "$file" modules)$(head_of "$file" cmdline)$(head_of "$file" runs)" ]; then
			echo "SKIP: vm :: $name :: $test (needs a virtual robot)"
			continue
		fi
		board_test "$test" "$work/$test.log"
		report "$test" "$work/$test.log" "vm :: $name :: $test" || status=1
	done
	"${ssh[@]}" "rm -rf $there"
	return $status
}
