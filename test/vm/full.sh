# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# seconds: 240
# A full disk: a deploy says so in one line and has changed nothing, and the old program runs on; one that
# fills up in the health window leaves files that are whole, and what is true is said. Provisioning takes back what it did.
. "${0%/*}/here.sh"
deploy() { "$RK_BIN/rk" deploy "$1" robot --max-overruns 100000 --max-drops 100000 "${@:2}"; }
runs() { rk status --json | jq -r '"\(.id) \(.name) \(.attached)"'; }
files() { there 'cd /var/lib/rkbpf && find . -type f ! -name full | sort | xargs sha256sum'; }
fill() { there 'dd if=/dev/zero of=/var/lib/rkbpf/full bs=1k 2>/dev/null; true'; }
total() { rk map get step runs 0; }

there 'mkdir -p /var/lib/rkbpf && mount -t tmpfs -o size=256k none /var/lib/rkbpf && insmod /rkbpf.ko &&
	rk-agent key add /blobs/dev.pub' || fail robot
deploy step_1.rkb --persist || fail "with room"
before=$(runs) kept=$(files)
fill
for how in --check "" --persist "--persist --health 1s"; do
	# shellcheck disable=SC2086
	refused 1 "No space left on device: /var/lib/rkbpf needs" deploy step_4.rkb $how
	[ "$(runs)" = "$before" ] || fail "deploy $how: $(runs)"
	[ "$(files)" = "$kept" ] || fail "deploy $how: $(files)"
done
count=$(total)
sleep 0.3
[ "$(total)" -gt "$count" ] || fail "the old program does not run"
deploy step_4.rkb --json 2>/dev/null | jq -e '.result == "failed" and .code == 1 and (.why | test("needs"))' >/dev/null || fail json
deploy step_1.rkb | grep -q unchanged || fail "what runs already needs no room"

# Room at first, and none when it has been accepted.
there rm /var/lib/rkbpf/full
deploy step_4.rkb --persist --health 4s >said 2>&1 &
child=$!
until [ "$(runs)" != "$before" ]; do kill -0 $child || break; done
sleep 1
fill
wait $child && fail "persisted on a full disk"
cat said
grep -q 'robot: No space left on device' said || fail "no reason"
grep -q 'robot: it runs, but will be gone after a reboot' said || fail "what is true is not said"
rk status --json | jq -e 'select(.name == "step" and .attached)' >/dev/null || fail "it does not run"
there rm /var/lib/rkbpf/full
[ "$(files | grep programs/)" = "$(echo "$kept" | grep programs/)" ] || fail "the old image: $(files)"
there 'rmmod rkbpf && insmod /rkbpf.ko && rk-agent key add /blobs/dev.pub && rk-agent restore' || fail restore
[ "$(rk status --json | jq -r .sha3)" = "$(rk history --json | jq -r 'select(.result == "restored") | .sha3' | tail -n 1)" ] ||
	fail "restored: $(rk status)"
rk history | tail -n 1 | grep -q 'restored step' || fail "history: $(rk history)"

# A robot that has no room for the module.
there "rmmod rkbpf; umount /var/lib/rkbpf; cd /lib/modules/$(there uname -r) && rm -rf extra /etc/rkbpf /var/lib/rkbpf &&
	mkdir updates && mount -t tmpfs -o size=64k none updates && depmod -a" || fail bare
llvm-strip-19 --strip-debug ../src/kmod/rkbpf.ko -o rkbpf.ko || fail strip
"$RK_BIN/rk" provision robot --agent ../rk-agent --key dev.pub --module rkbpf.ko >said 2>&1 && fail "provisioned without room"
cat said
grep -q 'No space left on device' said || fail "no reason"
grep -q 'step 2 failed: those before it are taken back' said || fail "no word of the way back"
there 'ls /etc/rkbpf /usr/bin/rk-agent /lib/modules/*/updates/* /sys/module/rkbpf 2>/dev/null' && fail "something is left"
rm -f said rkbpf.ko
passed
