# SPDX-License-Identifier: MIT
# System calls by name, by number and all together: 200 mkdir calls, of which 100 fail, are counted
# once each with their argument and result; none is counted after detach; a strange name is refused.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
before=$(state)
none=$(load syscall_none.rkb)
said=$(rk-agent attach "$none" 2>&1) && fail "a strange name was attached"
echo "$said"
case $said in *"no system call of this name"*) ;; *) fail "a strange name: $said" ;; esac
rk-agent unload "$none" || fail unload
enter=$(load syscall_enter.rkb)
exit=$(load syscall_exit.rkb)
number=$(load syscall_number.rkb)
names=$(seq 100 | sed "s#^#$tmp/d#")
mkdir $tmp/before
for id in $enter $exit $number; do rk-agent attach "$id" || fail "attach $id"; done
mkdir $names || fail mkdir
mkdir $names 2>/dev/null && fail "mkdir twice"
for id in $enter $exit $number; do rk-agent detach "$id" || fail "detach $id"; done
mkdir $tmp/after
dump "$enter" calls; dump "$exit" results; dump "$number" calls
for id in $enter $exit $number; do rk-agent status "$id"; done
[ "$(value "$enter" calls 0)" = 200 ] && [ "$(sum "$enter" calls)" = 200 ] || fail "entries"
[ "$(value "$exit" results 0)" = 100 ] || fail "successes"
[ "$(value "$exit" results 1)" = 100 ] || fail "failures"
# The second mkdir also writes 100 messages.
[ "$(value "$exit" results 3)" -ge 100 ] || fail "other calls"
[ "$(sum "$number" calls)" = 200 ] || fail "by number"
for id in $enter $number; do
	rk-agent status "$id" | grep -q 'runs 200 skips 0 ' || fail "statistics"
done
for id in $enter $exit $number; do rk-agent unload "$id" || fail "unload $id"; done
unchanged "$before"
finish
passed
