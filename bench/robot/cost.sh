# SPDX-License-Identifier: MIT
# Instructions that an event costs, hook by hook. Under icount the clock advances by 1 ns with each
# instruction of the only processor, so that a difference of times is a count of instructions.
# icount: yes
. "${0%/*}/lib.sh"

calls=10000 base=

# PROGRAM WHAT: one system call with the program attached, less one without.
row() {
	id=$(load "$1.rkb")
	if ! rk-agent attach "$id" >/tmp/why 2>&1; then
		printf 'cost %-34s %s\n' "$2" "not on this kernel"
		rk-agent unload "$id"
		return
	fi
	with=$(rkclient spin $calls)
	runs=$(count "$id" runs)
	rk-agent detach "$id" && rk-agent unload "$id" || fail "$1: detach"
	printf 'cost %-34s %6d runs %d\n' "$2" $(((with - base) / 10)) "$runs"
}

rkclient spin $calls >/dev/null
without=$(rkclient spin $calls)
start
rk-agent key add dev.pub || fail key
base=$(rkclient spin $calls)
printf 'cost %-34s %6d\n' "one getppid, no module" $((without / 10))
printf 'cost %-34s %6d\n' "module loaded, nothing attached" $(((base - without) / 10))
row cost_raw_tp "raw_tp"
row cost_btf "tp_btf"
row cost_record "tracepoint"
row cost_syscall "syscall/enter/NAME"
row cost_other "syscall/enter/OTHER (not this call)"
row cost_kprobe "kprobe"
row cost_kretprobe "kretprobe"
row cost_record_ring "time stamp and ring record"
after=$(rkclient spin $calls)
printf 'cost %-34s %6d\n' "all detached again" $(((after - without) / 10))

quiet=$(rkclient work 20000000)
id=$(load cost_timer.rkb)
rk-agent attach "$id" || fail "timer"
busy=$(rkclient work 20000000)
rk-agent detach "$id" || fail "timer"
runs=$(count "$id" runs)
printf 'cost %-34s %6d runs %d\n' "timer, interrupt included" $(((busy - quiet) / runs)) "$runs"
rk-agent unload "$id"

quiet=$(rkclient loop 1000)
id=$(load cost_switch.rkb)
rk-agent attach "$id" || fail "sched_switch"
busy=$(rkclient loop 1000)
runs=$(count "$id" runs)
rk-agent detach "$id" && rk-agent unload "$id" || fail "sched_switch"
printf 'cost %-34s %6d to %d runs %d\n' "1 kHz loop with sched_switch" "$quiet" "$busy" "$runs"
finish
passed
