# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# seconds: 400
# slow: yes
# ssh is killed after every frame of a deploy, in both directions, and in the middle of every frame: until COMMIT
# has arrived the old program runs and the new one is not there, from then on the new one runs; never both or none.
. "${0%/*}/here.sh"
lax="--max-overruns 100000 --max-drops 100000"
state() { rk status --json | jq -r '"\(.id) \(if .attached then "runs" else "spare" end)"' | xargs; }

there 'mkdir -p /var/lib/rkbpf && insmod /rkbpf.ko && rk-agent key add /blobs/dev.pub' || fail robot
"$RK_BIN/rk" deploy step_1.rkb robot $lax || fail "the first deploy"
old=$(state)
[ "$old" = "1 runs" ] || fail "before: $old"
for half in 0 1; do
	for n in $(seq 0 40); do
		if RK_SSH="$RK_CUT $n $half kill $RK_SSH" "$RK_BIN/rk" deploy step_5_drops.rkb robot $lax >said 2>&1; then
			whole=$n
			break
		fi
		for _ in $(seq 20); do # until the robot has seen the end
			there 'pidof rk-agent' >/dev/null || break
			sleep 0.2
		done
		now=$(state)
		echo "cut after $n.$half frames: $now"
		[ "$now" != "$old" ] || continue
		[ "$(echo "$now" | grep -o runs | wc -l)" = 1 ] || fail "not exactly one runs: $now"
		[ "$n" -ge 15 ] || fail "the new one runs before COMMIT: $now"
		rk rollback step || fail rollback
		rk unload "$(rk status --json | jq 'select(.attached | not) | .id')" || fail "unload"
		[ "$(state)" = "$old" ] || fail "back: $(state)"
	done
	[ "${whole-0}" -ge 15 ] || fail "only $whole frames"
	rk rollback step && rk unload "$(rk status --json | jq 'select(.attached | not) | .id')" || fail "unload"
done
rm -f said
passed
