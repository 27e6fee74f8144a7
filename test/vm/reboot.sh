# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# disk: 16
# seconds: 300
# slow: yes
# A real reboot, by the robot and by its reset line in the middle of a health window: what persists runs again,
# what does not is gone, what was on trial is gone, and the history of the boots before is there.
. "${0%/*}/here.sh"
deploy() { "$RK_BIN/rk" deploy "$@" --max-overruns 100000 --max-drops 100000; }
runs() { rk status --json | jq -r 'select(.attached) | "\(.name) \(.sha3)"' | sort; }
boot() { timeout 10 $RK_SSH robot cat /proc/sys/kernel/random/boot_id 2>/dev/null; }

# A kernel that is gone closes no connection: ssh ends before.
restart() { there 'sync; { sleep 1; reboot -f; } >/dev/null 2>&1 </dev/null &'; }

up_again() { # BOOT-ID: until another boot answers
	local now
	for _ in $(seq 120); do
		now=$(boot)
		[ -z "$now" ] || [ "$now" = "$1" ] || return 0
		sleep 0.5
	done
	fail "it does not come back"
}

printf 'key add /blobs/dev.pub\nrestore\n' | there 'mkdir -p /var/lib/rkbpf && cat >/var/lib/boot && sync' || fail boot
there 'insmod /rkbpf.ko && rk-agent boot /var/lib/boot' || fail insmod
deploy step_1.rkb robot --persist || fail persist
deploy tick.rkb robot || fail deploy
kept=$(runs | grep ^step)
before=$(boot)
restart
up_again "$before"
[ "$(runs)" = "$kept" ] || fail "after a reboot: $(runs)"

# On trial, and the robot loses its power: the version that persists is back, and nobody has committed the other.
before=$(boot)
deploy step_4.rkb robot --persist --health 20s --timeout 10s >said 2>&1 &
child=$!
for _ in $(seq 100); do
	[ "$(runs)" = "$kept" ] || break
	sleep 0.1
done
[ "$(runs)" != "$kept" ] || fail "the trial did not begin"
$RK_QMP system_reset || fail reset
up_again "$before"
wait $child && fail "the workstation thinks that it was installed"
cat said
grep -qE 'robot: .*(the connection broke|does not answer|the agent is gone)' said || fail "not said: $(cat said)"
[ "$(runs)" = "$kept" ] || fail "after a reset in the health window: $(runs)"
deploy step_4.rkb robot --persist || fail "the same program once more"
new=$(runs)
before=$(boot)
restart
up_again "$before"
[ "$(runs)" = "$new" ] || fail "the new version does not persist: $(runs)"
rk history
[ "$(rk history --json | jq -r '.program + " " + .result' | xargs)" = \
	"step installed tick installed step restored step restored step installed step restored" ] || fail history
[ "$(rk history --json | jq -r .boot | uniq | wc -l)" = 4 ] || fail "boots"
rm said
passed
