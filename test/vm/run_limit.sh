# SPDX-License-Identifier: MIT
# A limit of run time for programs without a period: one that takes too long again and again is
# detached, a `keep` one is counted and stays, at a `stop` one the outputs stop. A fast one with the
# limit that it is given without asking is not struck, whatever the load.
# modules: rk-lines
. "${0%/*}/lib.sh"
level() { echo $(($(cat /sys/module/rk_lines/parameters/levels) >> $1 & 1)); }
call() { for i in $(seq "$1"); do sync; done; } # N: as many system calls, which nobody else makes

modprobe rk-lines || fail stand-in
gpio=$(ls -d /sys/devices/platform/rk-lines/gpiochip* | head -n 1) gpio=${gpio##*gpiochip}
start
rk-agent key add dev.pub || fail key
rk-agent output add gpio name:rk-lines 0 --estop --rt-safe || fail output

# Fast: the whole system's calls for some seconds, with the default.
fast=$(load syscall_all.rkb)
rk-agent status "$fast" | grep -q " limit_ns 10000000 " || fail "default: $(rk-agent status "$fast")"
rk-agent attach "$fast" || fail attach
timeout 3 dd if=/dev/zero of=/dev/null bs=1 2>/dev/null &
timeout 3 dd if=/dev/zero of=/dev/null bs=1 2>/dev/null
wait
rk-agent status "$fast"
rk-agent status "$fast" | grep -q " attached " || fail "a fast program was taken off"
[ "$(count "$fast" runs)" -gt 10000 ] || fail "no load: $(count "$fast" runs) runs"
rk-agent detach "$fast"

# Detach.
id=$(load run_limit_detach.rkb)
rk-agent attach "$id" || fail attach
rk-agent status "$id" | grep -q " limit_ns 2000000 " || fail "limit: $(rk-agent status "$id")"
call 30
rk-agent status "$id" | grep -q " attached " || fail "taken off while it was fast"
runs=$(count "$id" runs) over=$(count "$id" overruns)
[ "$runs" = 30 ] || fail "runs $runs"
rk-agent map set "$id" work 0 100000 || fail "map set"
call 40 # until one is timed on some processor, and three more there
for i in 1 2 3 4 5 6 7 8 9 10; do
	rk-agent status "$id" | grep -q " detached failed " && break
	sleep 0.2
done
rk-agent status "$id"
rk-agent status "$id" | grep -q " detached failed " || fail "a slow program stays"
[ "$(count "$id" overruns)" -ge $((over > 4 ? over : 4)) ] || fail "overruns: $(count "$id" overruns), $over before"
dmesg | grep -q "'limit_detach' ran longer than 2000000 ns too often: detached" || fail "nothing in the log"
runs=$(count "$id" runs)
call 3
[ "$(count "$id" runs)" = "$runs" ] || fail "it runs detached"

# Keep: counted, each one.
id=$(load run_limit_keep.rkb)
rk-agent attach "$id" || fail attach
call 8
rk-agent status "$id"
rk-agent status "$id" | grep -q " attached interlock " || fail "an interlock was taken off"
[ "$(count "$id" overruns)" = 8 ] || fail "overruns $(count "$id" overruns)"

# Stop: the line that a program drives falls.
tick=$(load estop_tick.rkb)
rk-agent map set "$tick" told 0 "$gpio" && rk-agent output arm 1 && rk-agent attach "$tick" || fail drive
sleep 0.3
[ "$(level 0)" = 1 ] || fail "the line is not driven"
id=$(load run_limit_stop.rkb)
rk-agent attach "$id" || fail attach
[ "$(level 0)" = 1 ] || fail "stopped without an overrun"
call 1
sleep 0.2
[ "$(level 0)" = 0 ] || fail "not stopped"
rk-agent output list | grep -q " latched 1 " || fail "not latched"
[ "$(count "$id" overruns)" = 1 ] && rk-agent status "$id" | grep -q " attached interlock " || fail "it is gone"
finish
passed
