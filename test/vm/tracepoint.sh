# SPDX-License-Identifier: MIT
# Trace records: 2,000 events from two processors at once are counted once each by the fields of
# their records; a module's record with its text, while its module stays; strange events, and
# programs that read further than a record reaches, are refused, also in another's place.
# modules: tracestim
# needs: btf
. "${0%/*}/lib.sh"

fire() { echo "$1" >/sys/module/tracestim/parameters/fire || fail "stimulus"; }

# TEXT COMMAND...: refused, and says TEXT.
refused() {
	text=$1
	shift
	said=$("$@" 2>&1) && fail "not refused: $*"
	echo "$said"
	case $said in *"$text"*) ;; *) fail "$*: $said" ;; esac
}

start
rk-agent key add dev.pub || fail key
before=$(state)
none=$(load record_none.rkb)
refused "no such trace event" rk-agent attach "$none"
long=$(load record_long.rkb)
refused "reads more than every record" rk-agent attach "$long"
late=$(load record_module.rkb)
refused "its module is not loaded" rk-agent attach "$late"
modprobe tracestim || fail tracestim
rk-agent attach "$late" || fail "attach to the module"
rmmod tracestim 2>/dev/null && fail "the module went while its event was open"

id=$(load record.rkb)
fire 10
rk-agent attach "$id" || fail attach
refused "reads more than every record" rk-agent replace "$id" "$long"
taskset 1 sh -c 'echo 1000 >/sys/module/tracestim/parameters/fire' &
taskset 2 sh -c 'echo 1000 >/sys/module/tracestim/parameters/fire' || fail "second processor"
wait
rk-agent detach "$id" || fail detach
rk-agent detach "$late" || fail "detach from the module"
fire 10
dump "$id" seen; dump "$id" by_cpu; dump "$late" seen
[ "$(value "$id" seen 0)" = 1000 ] && [ "$(value "$id" seen 1)" = 1000 ] || fail "fields"
[ "$(sum "$id" seen)" = 2000 ] || fail "other events"
[ "$(value "$id" by_cpu 0)" = 1000 ] && [ "$(value "$id" by_cpu 1)" = 1000 ] || fail "processors"
[ "$(value "$late" seen 0)" = 2010 ] && [ "$(sum "$late" seen)" = 2010 ] || fail "the module's"
rk-agent status "$id" | grep -q 'runs 2000 skips 0 drops 0 missed 0 ' || fail "statistics"
rmmod tracestim || fail "rmmod tracestim"
for id in $id $late $none $long; do rk-agent unload "$id" || fail "unload $id"; done
unchanged "$before"

id=$(load record_syscall.rkb)
wide=$(load record_syscall_wide.rkb)
rk-agent attach "$id" || fail "attach to a system call"
leave() { for i in $(seq "$1"); do sh -c 'exit 42'; done; }
leave 20
refused "differs in type, size, flags or layout" rk-agent replace "$id" "$wide"
leave 30
[ "$(count "$id" missed)" = 0 ] || fail "a replace that failed has made records too short"
# Events of between are as long as what runs needs them, back and forth.
rk-agent replace "$id" "$wide" --reset-maps || fail replace
leave 10
[ "$(count "$wide" missed)" -ge 10 ] && [ "$(count "$wide" runs)" = 0 ] || fail "read past a record"
rk-agent rollback "$wide" || fail rollback
leave 10
[ "$(count "$id" missed)" = 0 ] || fail "rolled back, and records are too short"
rk-agent detach "$id" || fail detach
dump "$id" calls
[ "$(value "$id" calls 0)" = 60 ] || fail "system calls"
rk-agent attach "$id" || fail "attach again"
finish
passed
