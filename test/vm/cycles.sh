# SPDX-License-Identifier: MIT
# 200 times load, attach, detach, unload; then a tracepoint that fires all the time, module removal
# while programs are attached, and a second start: nothing is left, nothing grows.
. "${0%/*}/lib.sh"
free_kib() { sync; echo 3 >/proc/sys/vm/drop_caches; sed -n 's/MemFree: *\([0-9]*\).*/\1/p' /proc/meminfo; }
limit=2048
! grep -q ' kasan_report$' /proc/kallsyms || limit=65536 # what is freed waits in quarantine

start
rk-agent key add dev.pub || fail key
rkclient cycle tick.rkb 10 || fail cycle
before=$(state)
free=$(free_kib)
rkclient cycle tick.rkb 200 || fail cycle
rkclient cycle switches.rkb 20 || fail "cycle of a tracepoint"
after=$(free_kib)
echo "free KiB: $free before, $after after"
[ $((free - after)) -lt $limit ] || fail "memory grew"
unchanged "$before"

id=$(load switches.rkb)
rk-agent attach "$id" || fail "attach"
rk-agent attach "$id" && fail "attached twice"
for i in 1 2 3 4 5 6 7 8 9 10; do true | cat; done
rk-agent detach "$id" || fail "detach"
runs=$(count "$id" runs)
dump "$id" by_cpu
[ "$runs" -gt 20 ] || fail "$runs switches"
# Both CPUs may insert the same key at once: then one update is refused and one run not counted.
[ $((runs - $(sum "$id" by_cpu))) -le 2 ] || fail "runs $runs"
rk-agent map set "$id" by_cpu 7 5 && [ "$(rk-agent map get "$id" by_cpu 7)" = 5 ] || fail "update"
rk-agent map set "$id" by_cpu 7 6 --new && fail "inserted twice"
rk-agent map delete "$id" by_cpu 7 || fail "delete"
rk-agent map delete "$id" by_cpu 7 && fail "deleted twice"

rk-agent attach "$id" || fail "attach again"
tick=$(load tick.rkb)
rk-agent attach "$tick" || fail "attach"
rk-agent status
finish
sleep 1
start
unchanged "keys 0 programs 0 arena_used 0 pool_used 0" "second start"
finish
passed
