# SPDX-License-Identifier: MIT
# Entry and return of a kernel function: 200 calls, of which 100 fail, are counted once each with
# argument and result, and those of other processes apart; none after detach; functions of the module
# and strange ones are refused; the module goes while both probes are armed.
# needs: kprobes
. "${0%/*}/lib.sh"

# FILE TEXT: attach refuses and says TEXT.
refused() {
	id=$(load "$1")
	said=$(rk-agent attach "$id" 2>&1) && fail "$1 was attached"
	echo "$said"
	case $said in *"$2"*) ;; *) fail "$1: $said" ;; esac
	rk-agent unload "$id" || fail unload
}

# mkdir as a process whose number both programs know before it begins.
make_all() {
	sh -c 'read -r go; exec mkdir "$@"' sh $names <$tmp/go 2>/dev/null &
	for id in $entry $return; do rk-agent map set "$id" whose 0 $! || fail "map set"; done
	echo >$tmp/go
	wait $!
}

start
rk-agent key add dev.pub || fail key
before=$(state)
refused kprobe_own.rkb "functions of this module"
refused kprobe_strange.rkb "no such function"
[ "$(uname -m)" != x86_64 ] || refused kprobe_breakpoint.rkb "no ftrace entry"
entry=$(load kprobe_entry.rkb)
return=$(load kprobe_return.rkb)
names=$(seq 100 | sed "s#^#$tmp/d#")
mkdir $tmp/before
mkfifo $tmp/go
for id in $entry $return; do rk-agent attach "$id" || fail "attach $id"; done
make_all || fail mkdir
make_all && fail "mkdir twice"
mkdir $tmp/other
for id in $entry $return; do rk-agent detach "$id" || fail "detach $id"; done
mkdir $tmp/after
dump "$entry" calls; dump "$return" results
[ "$(value "$entry" calls 0)" = 200 ] && [ -z "$(value "$entry" calls 1)" ] || fail "entries"
[ "$(value "$return" results 0)" = 100 ] || fail "successes"
[ "$(value "$return" results 1)" = 100 ] || fail "failures"
[ -z "$(value "$return" results 2)" ] || fail "other results"
[ "$(value "$entry" calls 2)" -ge 1 ] && [ "$(value "$return" results 3)" -ge 1 ] || fail "others'"
# ID MAP: every run was counted.
all_counted() {
	rk-agent status "$1"
	rk-agent status "$1" | grep -q "runs $(sum "$1" "$2") skips 0 drops 0 missed 0" || fail "statistics"
}
all_counted "$entry" calls
all_counted "$return" results
for id in $entry $return; do rk-agent unload "$id" || fail "unload $id"; done
unchanged "$before"
for blob in kprobe_entry kprobe_return; do
	id=$(load $blob.rkb)
	rk-agent attach "$id" || fail "attach again"
done
finish
mkdir $tmp/last || fail "mkdir after all"
passed
