# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# seconds: 240
# rk deploy: what is new goes on trial and stays, what is sick or cut off is taken back by the robot
# itself, what runs already is left alone; at each moment exactly one of the two programs runs.
. "${0%/*}/here.sh"
deploy() { "$RK_BIN/rk" deploy "$@"; }
# Virtual processors are taken away for milliseconds: overruns say nothing here.
lax="--max-overruns 100000"
any="$lax --max-drops 100000"

runs() { rk status --json | jq -r 'select(.attached) | .id'; }
total() { rk map get step runs 0; }
alone() { # ID TEXT
	[ "$(runs)" = "$1" ] || fail "$2: $(rk status)"
	local before
	before=$(total)
	sleep 0.1
	[ "$(total)" -gt "$before" ] || fail "$2: it does not run"
}

there insmod /rkbpf.ko || fail insmod
refused 4 "no signature is of a trusted key" deploy step_1.rkb robot
there rk-agent key add /blobs/dev.pub || fail key
[ -z "$(runs)" ] || fail "something runs"
deploy step_1.rkb robot --check || fail check
[ "$(rk status | wc -l)" = 0 ] || fail "a check left something"
deploy step_1.rkb robot --health 500ms --min-runs 10 $lax || fail deploy
first=$(runs)
deploy step_1.rkb robot | grep -q 'robot: step: unchanged' || fail "not recognised"
alone "$first" "deployed twice"

# A successor: the map goes on, the old one is one rollback away.
count=$(total)
deploy step_4.rkb robot --health 500ms $lax --json >said || fail "successor"
cat said
second=$(jq .id said)
[ "$(jq -r '"\(.result) \(.before)"' said)" = "installed $first" ] || fail "said: $(cat said)"
alone "$second" successor
[ "$(total)" -gt "$count" ] || fail "the map began anew"
rk rollback step || fail rollback
alone "$first" rollback
rk rollback step || fail "rollback of the rollback"
alone "$second" "rollback of the rollback"

# Sick ones are taken back and leave nothing. Their counter is the highest, so that no other one can
# be loaded after it.
deploy step_5_drops.rkb robot --health 1s $lax >said 2>&1 && fail "drops were accepted"
cat said
grep -q "dropped records, 0 allowed" said || fail "no reason"
grep -q "the program before it runs again" said || fail "not said to be taken back"
alone "$second" drops
deploy step_5_drops.rkb robot --health 200ms --min-runs 100000 $any >said 2>&1 && fail "too few runs were accepted"
grep -q "runs, 100000 expected" said || fail "no reason: $(cat said)"
alone "$second" "too few runs"
[ "$(rk status | wc -l)" = 1 ] || fail "left over: $(rk status)"

# Cut off after any time: exactly one runs, and it is the old one or the new one.
for after in 0.05 0.2 0.3 0.4 0.5 0.7 1 1.5; do
	"$RK_BIN/rk" deploy step_5_drops.rkb robot --health 3s $any >/dev/null 2>&1 &
	sleep $after
	pkill -KILL -P $! 
	kill -KILL $! 2>/dev/null
	wait $! 2>/dev/null
	sleep 1
	alone "$second" "cut off after $after s"
done

# A connection that is silent but not closed: the robot does not wait for ever.
"$RK_BIN/rk" deploy step_5_drops.rkb robot --health 8s $any >said 2>&1 &
child=$!
for try in $(seq 50); do [ "$(runs)" = "$second" ] || break; done
ssh_pid=$(pgrep -P "$(pgrep -P $child)")
kill -STOP "$ssh_pid" || fail "no ssh to stop"
[ "$(runs)" != "$second" ] || fail "the trial had not begun, or ended"
for try in $(seq 60); do
	sleep 1
	[ "$(runs)" != "$second" ] || break
done
alone "$second" "a silent connection"
kill -CONT "$ssh_pid"
wait $child && fail "the workstation thinks that it was installed"
cat said

# Several hosts, and a freeze.
deploy step_4.rkb robot nowhere.invalid >said 2>&1
[ $? = 7 ] || fail "some hosts: $(cat said)"
grep -q 'robot: step: unchanged' said && grep -q 'nowhere.invalid: ssh does not get there' said || fail "$(cat said)"
rk freeze || fail freeze
count=$(total)
sleep 0.2
[ "$(total)" = "$count" ] || fail "frozen programs run"
rk thaw || fail thaw
alone "$second" thawed
there rk-agent seal || fail seal
there rk-agent key add /blobs/stranger.pub 2>said && fail "a key after the seal"
cat said
deploy step_5_drops.rkb robot $any || fail "deploy on a sealed robot"
rm said
passed
