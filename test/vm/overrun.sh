# SPDX-License-Identifier: MIT
# Timers are admitted while their worst cases fit. One that overruns its period again and again is
# detached, with its reason in the log; it can be attached again.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
first=$(load busy.rkb)
rk-agent attach "$first" || fail attach
ppm=$(rk-agent info | sed -n 's/^periodic_ppm //p')
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
rk-agent status "$first" | grep -q " attached runs " || fail "$(rk-agent status "$first")"
rk-agent map set "$first" work 0 100000 || fail update
for i in 1 2 3 4 5 6 7 8 9 10; do
	sleep 0.5
	rk-agent status "$first" | grep -q " detached " && break
done
rk-agent status "$first"
rk-agent status "$first" | grep -q " detached failed runs " || fail "still there"
[ "$(count "$first" overruns)" -ge 4 ] || fail "overruns $(count "$first" overruns)"
dmesg | grep -q "ran longer than 10000000 ns too often: detached" || fail "nothing in the log"
rk-agent info | grep -qx "periodic_ppm 0" && rk-agent info | grep -qx "failed 1" || fail "$(rk-agent info)"
rk-agent map set "$first" work 0 0 && rk-agent attach "$first" || fail "attach again"
sleep 0.2
rk-agent status "$first" | grep -q " attached runs " || fail "$(rk-agent status "$first")"
finish
passed
