# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# robots: good nokey sick gone
# memory: 256
# seconds: 900
# slow: yes
# Four robots at once: one is off, one lacks the key, one overruns in the health window, one is well.
# Each gets its line, and what does not take the program keeps what it had. A sick canary saves the rest.
. "${0%/*}/here.sh"
on() { $RK_SSH "$@"; }
runs() { "$RK_BIN/rk" status --host "$1" --json | jq -r 'select(.attached) | "\(.id) \(.name)"'; }

for host in good nokey sick gone; do
	on $host 'mkdir -p /var/lib/rkbpf && insmod /rkbpf.ko && rk-agent key add /blobs/dev.pub' || fail "$host"
done
# Virtual processors are taken away for milliseconds: some overruns say nothing here.
"$RK_BIN/rk" deploy busy.rkb good nokey sick gone --max-overruns 1000 || fail "the first deploy"
# This one forgets its keys; the last one is gone.
on nokey 'rk-agent detach busy && rk-agent unload busy && rmmod rkbpf && insmod /rkbpf.ko' || fail nokey
$RK_QMP quit || fail qmp
good=$(runs good) sick=$(runs sick)
# What that one has to do is much for the new program alone.
"$RK_BIN/rk" map set busy work 0 1000 --host sick || fail "make it sick"
cat >hosts.ini <<-END
	[arms]
	good
	nokey
	[carts]
	sick
	gone
END
start=$(date +%s%N)
"$RK_BIN/rk" deploy busy_2.rkb -i hosts.ini --health 4s --max-overruns 3 --timeout 15s >said 2>err
code=$?
echo "four robots: $((($(date +%s%N) - start) / 1000000)) ms, exit code $code"
cat said err
[ $code = 7 ] || fail "exit code $code"
grep -q '^good: busy: installed as .*, in place of the one before' said || fail good
[ "$(wc -l <said)" = 1 ] || fail "more than one is as wanted"
grep -q '^rk deploy: nokey: .*no signature is of a trusted key' err || fail nokey
grep -qE '^rk deploy: gone: (ssh does not get there|no answer within 15 s)' err || fail gone
grep -qE '^rk deploy: sick: not healthy: (it was detached, for it overran|[0-9]+ overruns, 3 allowed)' err || fail sick
grep -q '^rk deploy: sick: the program before it runs again' err || fail "sick was not taken back"
[ "$(grep -c '^rk deploy: ' err)" = 4 ] || fail "not one line for each that failed, and one of the way back"
[ "$(runs good)" != "$good" ] || fail "good has the old one"
[ -z "$(runs nokey)" ] || fail "something runs at nokey"
on sick rk-agent status
[ "$(runs sick)" = "$sick" ] || fail "sick does not run the old one"
"$RK_BIN/rk" history --host sick
"$RK_BIN/rk" history --host sick --json | tail -n 1 | jq -e '.result == "reverted" and (.why | test("overr"))' >/dev/null ||
	fail history

"$RK_BIN/rk" deploy busy_2.rkb sick good nokey --canary 1 --health 4s --max-overruns 3 >said 2>err && fail "a sick canary"
cat said err
grep -q 'stopped: 1 of 1 hosts failed, 2 are untouched' err || fail "others were touched"
"$RK_BIN/rk" rollback busy --host good || fail rollback
[ "$(runs good)" = "$good" ] || fail "rolled back to something else"
rm -f said err hosts.ini
passed
