# SPDX-License-Identifier: MIT
# A processor that comes online after a program was attached, and one that went and came back: events
# of both processors are counted once each.
# modules: tracestim
# needs: btf hotplug
# only: *-x86_64 *-aarch64
. "${0%/*}/lib.sh"
online=/sys/devices/system/cpu/cpu1/online
fire() { taskset "$1" sh -c "echo $2 >/sys/module/tracestim/parameters/fire" || fail "stimulus"; }
# Counters come from a worker.
turn() { echo "$1" >$online || fail "processor 1 stays as it is"; sleep 0.5; }
expect() { # EVENTS ON PROCESSOR 0, ON 1
	dump "$id" by_cpu
	[ "$(value "$id" by_cpu 0)" = "$1" ] && [ "$(value "$id" by_cpu 1)" = "$2" ] || fail "not $1 and $2"
}

[ -e $online ] || fail "processor 1 cannot be switched"
modprobe tracestim || fail tracestim
start
rk-agent key add dev.pub || fail key
turn 0
id=$(load record.rkb)
rk-agent attach "$id" || fail attach
turn 1
fire 1 1000
fire 2 1000
expect 1000 1000
for i in 1 2 3; do turn 0; turn 1; done
fire 1 1000
fire 2 1000
expect 2000 2000
turn 0
fire 1 500
rk-agent detach "$id" || fail "detach with a processor away"
turn 1
fire 2 500
expect 2500 2000
rk-agent attach "$id" || fail "attach again"
fire 2 500
expect 2500 2500
[ "$(sum "$id" seen)" = 5000 ] && [ "$(count "$id" missed)" = 0 ] || fail "other events"
(for i in 1 2 3 4; do echo 0 >$online; echo 1 >$online; done) &
finish
wait
passed
