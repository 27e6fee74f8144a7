# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# seconds: 300
# From a workstation over ssh: rk loads, attaches, watches and takes away a program on a robot, and
# says what is wrong in one line with its exit code.
here=$(cd "${0%/*}" && pwd)/
. "${0%/*}/here.sh"

refused 5 "not loaded" rk status
there insmod /rkbpf.ko || fail insmod
refused 4 "no signature is of a trusted key" rk load tick.rkb
there rk-agent key add /blobs/dev.pub || fail key
refused 1 "architecture" rk load other-arch.rkb
refused 4 "no signature is of a trusted key" rk load stranger.rkb
id=$(rk load tick.rkb) || fail load
rk attach tick || fail attach
rk events tick records --count 2000 --timeout 20 >records || fail events
awk 'NR > 1 && $1 != last + 1 { exit 1 } { last = $1 } END { exit NR != 2000 }' records ||
	fail "records lost or out of sequence"
rm records
rk status
[ "$(rk status --json | jq -r 'select(.attached) | "\(.id) \(.name) \(.section)"')" = "$id tick timer/1ms" ] ||
	fail status
# A terminal gets what people look for.
script -qec "$RK_BIN/rk status --host robot" /dev/null </dev/null >seen
cat seen
grep -q "$id tick  timer/1ms attached" seen && grep -q 'runs [1-9].*; longest .* of 1000000; .* bytes of code' seen || fail "status on a terminal"
rm seen
[ "$(rk map get tick runs 0)" -gt 1000 ] || fail "map get"
rk top --count 2 --interval 500 || fail top
rk top --count 1 --json | jq -e '.runs_per_s > 100 and .runs_per_s < 1500 and .ns_avg > 0 and .core > 0 and .attached' >/dev/null ||
	fail "top: a 1 kHz program"
timeout -s INT 3 "$RK_BIN/rk" status tick --watch --json --host robot >watched
[ "$(jq -s 'length > 1 and .[0].runs < .[-1].runs' watched)" = true ] || fail "status --watch"
rm watched
rk detach tick || fail detach
runs=$(rk status tick --json | jq .runs)
[ "$(rk map dump tick runs --sum | tail -n 1)" = "sum $runs" ] || fail "map dump"
rk map set tick runs 0 7 && [ "$(rk map get tick runs 0)" = 7 ] || fail "map set"
rk unload tick || fail unload
refused 1 "no program is named 'tick'" rk attach tick

# Fields by name, from what this workstation kept of the blob; bytes as before where it knows nothing.
export XDG_CACHE_HOME=$(mktemp -d)
rk load typed.rkb >/dev/null && rk attach typed || fail "load typed"
rk events typed samples --count 2 | grep -qx 'sequence [0-9]*, temperature -40, name motor' || fail "events by name"
rk events typed samples --count 1 --json | jq -e '.record.temperature == -40 and .size == 24' >/dev/null || fail "events --json"
rk map dump typed last | grep -qx -- '-1: sequence [0-9]*, temperature -40, name motor' || fail "map dump"
rk map get typed last -- -1 --json | jq -e '.name == "motor"' >/dev/null || fail "map get"
rk map dump typed wake_us_log2 || fail bars
rk map dump typed wake_us_log2 | grep -q '^  \[64, 128) .*|@@@' || fail "bars"
rk map dump typed wake_us_log2 --sum | grep -q '^sum [1-9]' || fail "options ask for numbers"
XDG_CACHE_HOME=/nowhere rk map dump typed last | grep -q ': hex:' || fail "without types"
rk detach typed && rk unload typed || fail "unload typed"

# From the source, for a while: built for this robot, run, watched, taken away; also where nobody can say goodbye.
source=${here}typed.bpf.c
newer=$(($(date +%s) + 1000)) # than the blob, whose counter is a little ahead of the clock
"$RK_BIN/rk" run "$source" --host robot --for 2s --json -- --counter $newer >out 2>said || { cat said; fail "rk run --host"; }
jq -es 'map(select(.event)) | length > 20 and all(.record.temperature == -40)' out >/dev/null || fail "records of rk run"
jq -es '.[-1].summary.runs > 20' out >/dev/null || fail "summary of rk run"
grep -q "taken away again" said && [ -z "$(rk status)" ] || fail "rk run left something"
"$RK_BIN/rk" run "$source" --host robot -- --counter $((newer + 1)) >/dev/null 2>&1 &
for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 1 && rk status typed --json | jq -e '.runs > 0' >/dev/null && break; done
kill -9 $!
for _ in 1 2 3 4 5; do sleep 1 && [ -z "$(rk status)" ] && break; done
[ -z "$(rk status)" ] || fail "rk run was killed and its program stayed"
"$RK_BIN/rk" run "$source" --host robot --for 1s -- -include none.h 2>/dev/null && fail "a source that does not compile"
rm -r out said "$XDG_CACHE_HOME"

# Killed in the middle of a stream: the program stays as it was, and the robot can be asked again.
rk load tick.rkb >/dev/null && rk attach tick || fail "load again"
timeout 2 "$RK_BIN/rk" events tick records --host robot >/dev/null
rk status tick --json | jq -e .attached >/dev/null || fail "a broken connection changed the program"
sleep 1
rk detach tick && rk unload tick || fail "a broken connection left a reader"

# A chatty login shell, no agent, no such host.
there 'printf "#!/bin/sh\necho Welcome; echo rkagent\nexec rk-agent serve\n" >/bin/chatty; chmod +x /bin/chatty'
printf '#!/bin/sh\nexec %s robot chatty\n' "$RK_SSH" >chatty-ssh && chmod +x chatty-ssh
RK_SSH=$PWD/chatty-ssh rk status || fail "a login banner"
rm chatty-ssh
there mv /bin/rk-agent /bin/away || fail mv
refused 5 "no rk-agent there" rk status
there mv /bin/away /bin/rk-agent || fail mv
refused 5 "ssh does not get there" env RK_SSH=ssh "$RK_BIN/rk" status --host nowhere.invalid
there rmmod rkbpf || fail rmmod
passed
