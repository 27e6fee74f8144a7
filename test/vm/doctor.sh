# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# rk doctor on a robot: each gap, until there is none; the hooks that this kernel has; what a shell
# tells where there is no agent.
. "${0%/*}/here.sh"

# CODE STATE CHECK...: doctor ends so, and these checks have this state.
doctor() {
	local code=$1 state=$2 check
	shift 2
	rk doctor --json >said
	[ $? = "$code" ] || fail "exit code is not $code: $(cat said)"
	for check in "$@"; do
		jq -es "any(.check == \"$check\" and .state == \"$state\")" said >/dev/null ||
			fail "$check is not $state: $(cat said)"
	done
}

doctor 1 gap module
doctor 1 ok kernel agent timer raw_tp tracepoint gpio pwm
kprobes=ok
there 'grep -q " register_kretprobe$" /proc/kallsyms' || kprobes=note
doctor 1 $kprobes kprobe
there insmod /rkbpf.ko || fail insmod
doctor 1 gap keys
doctor 1 ok module device
jq -es 'any(.check == "keys" and (.fix | startswith("rk provision robot --key")))' said >/dev/null || fail fix
there rk-agent key add /blobs/dev.pub || fail key
doctor 0 ok keys
doctor 0 note seal boot outputs
there mount -t tracefs nodev /sys/kernel/tracing 2>/dev/null
doctor 0 ok syscall
there rk-agent seal || fail seal
doctor 0 ok seal

# The clock of a robot that is an hour off. Not every robot has one that runs while it is off.
there "date -s @$(date +%s)" >/dev/null || fail date
there 'date -s @$(($(date +%s) - 3600))' >/dev/null
doctor 0 note clock
rk doctor | grep -q '3[56][0-9][0-9] s behind' || fail "clock: $(rk doctor | grep clock)"
there 'date -s @$(($(date +%s) + 3600))' >/dev/null
doctor 0 ok kernel
there 'mv /bin/rk-agent /bin/away'
doctor 1 gap agent
doctor 1 ok kernel module
there 'mv /bin/away /bin/rk-agent'
doctor 0 ok agent
rk doctor
rm said
passed
