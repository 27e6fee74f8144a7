# SPDX-License-Identifier: MIT
# 200 times load, attach, detach, unload; then a tracepoint that fires all the time, module removal
# while programs are attached, and a second start: nothing is left, nothing grows.
fail() { echo "RK-TEST cycles FAILED: $*"; poweroff -f; }
free_kib() { sync; echo 3 >/proc/sys/vm/drop_caches; sed -n 's/MemFree: *\([0-9]*\).*/\1/p' /proc/meminfo; }

insmod /rkbpf.ko || fail insmod
rkclient key dev.key || fail key
rkclient cycle tick.rkb 10 || fail cycle
state=$(rkclient info)
before=$(free_kib)
rkclient cycle tick.rkb 200 || fail cycle
rkclient cycle switches.rkb 20 || fail "cycle of a tracepoint"
after=$(free_kib)
echo "free KiB: $before before, $after after"
[ $((before - after)) -lt 2048 ] || fail "memory grew"
[ "$(rkclient info)" = "$state" ] || fail "left over: $(rkclient info)"

id=$(rkclient load switches.rkb) || fail "load: $id"
rkclient attach "$id" || fail "attach"
rkclient attach "$id" && fail "attached twice"
for i in 1 2 3 4 5 6 7 8 9 10; do true | cat; done
rkclient detach "$id" || fail "detach"
runs=$(rkclient stats "$id" | sed 's/runs \([0-9]*\) .*/\1/')
rkclient map "$id" by_cpu >/tmp/map
cat /tmp/map
[ "$runs" -gt 20 ] || fail "$runs switches"
# Both CPUs may insert the same key at once: then one update is refused and one run not counted.
[ $((runs - $(sed -n 's/^sum //p' /tmp/map))) -le 2 ] || fail "runs $runs"
rkclient set "$id" by_cpu 7 5 && rkclient del "$id" by_cpu 7 || fail "update, delete"
rkclient del "$id" by_cpu 7 && fail "deleted twice"

rkclient attach "$id" || fail "attach again"
tick=$(rkclient load tick.rkb) || fail "load: $tick"
rkclient attach "$tick" || fail "attach"
rkclient list
rmmod rkbpf || fail "rmmod while events fire"
sleep 1
insmod /rkbpf.ko || fail "second insmod"
[ "$(rkclient info)" = "keys 0 programs 0 arena 0 pool 0" ] || fail "second start: $(rkclient info)"
rmmod rkbpf || fail rmmod
echo "RK-TEST cycles passed"
