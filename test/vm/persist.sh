# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# What is deployed with --persist runs again after rk-agent boot, what is not does not; the counters
# that the module had accepted hold after a restart of it; forget.
. "${0%/*}/here.sh"
deploy() { "$RK_BIN/rk" deploy "$@"; }
lax="--max-overruns 100000"
runs() { rk status --json | jq -r 'select(.attached) | .name' | sort | xargs; }
restart() {
	there rmmod rkbpf || fail rmmod
	there insmod /rkbpf.ko || fail insmod
}

there 'mkdir -p /var/lib /etc/rkbpf && cat >/etc/rkbpf/boot' <<-'END' || fail boot
	# who may sign, what ran, and no more keys
	key add /blobs/dev.pub
	restore
	seal
END
there insmod /rkbpf.ko && there rk-agent key add /blobs/dev.pub || fail insmod
deploy tick.rkb robot $lax || fail deploy
there test ! -e /var/lib/rkbpf || fail "something is kept that nobody asked for"
deploy tick.rkb robot --persist || fail "persist of what runs"
deploy step_4.rkb robot $lax --persist || fail "persist"
deploy step_1.rkb robot $lax 2>&1 | grep -q "counter is lower" || fail "an older version was installed"
there find /var/lib/rkbpf -type f | sort | xargs | grep -qx \
	'/var/lib/rkbpf/counters /var/lib/rkbpf/history /var/lib/rkbpf/persisted /var/lib/rkbpf/programs/step.rkb /var/lib/rkbpf/programs/tick.rkb' ||
	fail "files: $(there find /var/lib/rkbpf)"
restart
[ -z "$(runs)" ] || fail "something runs after a restart"
there rk-agent key add /blobs/dev.pub && there rk-agent restore || fail restore
[ "$(runs)" = "step tick" ] || fail "restored: $(runs)"
deploy step_4.rkb robot | grep -q unchanged || fail "what was restored is not what was deployed"

# An older image in the folder, a damaged one, a strange one: said, and the others run.
restart
there 'cd /var/lib/rkbpf/programs && mv step.rkb /tmp && cp /blobs/step_1.rkb step.rkb &&
	head -c 700 tick.rkb >a-damaged.rkb && cp /blobs/stranger.rkb b-strange.rkb'
there rk-agent boot >said 2>&1 && fail "a boot with bad files succeeded"
cat said
grep -q "step.rkb: counter is lower" said || fail "older"
grep -q "a-damaged.rkb: " said && grep -q "b-strange.rkb: no signature is of a trusted key" said || fail bad
grep -q "/etc/rkbpf/boot:3 failed" said || fail "no line is named"
[ "$(runs)" = tick ] || fail "runs: $(runs)"
there rk-agent info | grep -qx 'sealed 1' || fail "not sealed after a bad line"
there 'cd /var/lib/rkbpf/programs && rm a-damaged.rkb b-strange.rkb && mv /tmp/step.rkb .'
rk forget tick || fail forget
refused 1 "no program of this name persists" rk forget tick
refused 1 "cannot be a file's" rk forget ../counters
rm said
passed
