# SPDX-License-Identifier: MIT
# Timers are admitted while their worst cases fit. One that overruns its period again and again is
# detached, with its reason in the log; it can be attached again.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
first=$(load busy.rkb)
rk-agent attach "$first" || fail attach
ppm=$(rkclient status | sed 's/.*ppm \([0-9]*\) .*/\1/')
echo "$ppm parts per million each"
room=$((1000000 / ppm - 1)) last=$first
[ $room -ge 1 ] && [ $room -le 8 ] || fail "ppm $ppm"
for i in $(seq $room); do
	last=$(load busy.rkb)
	rk-agent attach "$last" || fail "attach of one more"
done
one=$(load busy.rkb)
rk-agent attach "$one" 2>&1 | tee /tmp/said && grep -q "do not fit into their periods" /tmp/said || fail "admitted"
rk-agent detach "$last" && rk-agent attach "$one" || fail "no room after a detach"
for id in $(seq $((first + 1)) "$one"); do
	[ "$id" = "$last" ] || rk-agent detach "$id" || fail detach
done
sleep 0.3
[ "$(count "$first" runs)" -gt 5 ] || fail "it does not run"
rkclient state "$first" | grep -q "^place runs flags 0 " || fail "$(rkclient state "$first")"
rk-agent map set "$first" work 0 100000 || fail update
for i in 1 2 3 4 5 6 7 8 9 10; do
	sleep 0.5
	rkclient state "$first" | grep -q "^place none" && break
done
rkclient state "$first"
rkclient state "$first" | grep -q "^place none flags 2 " || fail "still there"
[ "$(count "$first" overruns)" -ge 4 ] || fail "overruns $(count "$first" overruns)"
dmesg | grep -q "overran its period too often: detached" || fail "nothing in the log"
rkclient status | grep -q "ppm 0 failed 1" || fail "$(rkclient status)"
rk-agent map set "$first" work 0 0 && rk-agent attach "$first" || fail "attach again"
sleep 0.2
rkclient state "$first" | grep -q "^place runs flags 0 " || fail "$(rkclient state "$first")"
finish
passed
