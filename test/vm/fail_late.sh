# SPDX-License-Identifier: MIT
# seconds: 300
# A program that fails in its last run, at the moment it is detached or replaced: the successor runs,
# and nothing is paused or used that is gone. The moment is swept over the four runs of over 10 ms each
# in which it fails; they begin when a command that is given after the attach has come to the module.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
before=$(state) swaps=0 work=$(work_for 20)
busy=$(load busy.rkb)
rk-agent attach "$busy" || fail attach
runs=$(count "$busy" runs)
for i in 1 2 3 4 5 6 7; do count "$busy" runs >/dev/null; done
from=$((($(count "$busy" runs) - runs) / 8))
rk-agent detach "$busy" && rk-agent unload "$busy" || fail unload
echo "$work units of work take 20 ms, a command $from expiries"
for i in $(seq 60); do
	busy=$(load busy.rkb) next=$(load queues.rkb)
	rk-agent map set "$busy" work 0 "$work" && rk-agent map set "$busy" work 1 "$from" || fail set
	taskset 1 rk-agent attach "$busy" || fail attach
	usleep $((i * 3000))
	if [ $((i % 2)) = 0 ]; then
		taskset 2 rk-agent detach "$busy" 2>/dev/null
	elif said=$(taskset 2 rk-agent replace "$busy" "$next" --reset-maps 2>&1); then
		swaps=$((swaps + 1))
		runs=$(count "$next" runs)
		for try in 1 2 3 4 5 6 7 8 9 10; do
			sleep 0.05
			[ "$(count "$next" runs)" = "$runs" ] || break
		done
		[ "$(count "$next" runs)" -gt "$runs" ] || fail "the successor does not run: $(rk-agent status "$next")"
		rk-agent detach "$next" || fail "detach the successor"
	else
		echo "$said"
		rk-agent detach "$busy" 2>/dev/null # where it had not failed yet
	fi
	rk-agent unload "$busy" && rk-agent unload "$next" || fail unload
done
echo "$swaps of 30 replaced"
[ "$swaps" -ge 5 ] || fail "it had failed before nearly every replace: this has shown little"
dmesg | grep -c "too often: detached" | grep -v '^0' || fail "no program failed: this has shown nothing"
unchanged "$before"
finish
passed
