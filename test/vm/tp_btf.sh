# SPDX-License-Identifier: MIT
# Tracepoints whose arguments the kernel's types describe, raw and typed: 1,000 events are counted once
# each with a negative int and a bool as their types say; a typed pointer is the running task's.
# modules: tracestim
# needs: btf
. "${0%/*}/lib.sh"

fire() { echo "$1" >/sys/module/tracestim/parameters/fire || fail "stimulus"; }

start
rk-agent key add dev.pub || fail key
before=$(state)
modprobe tracestim || fail tracestim
raw=$(load tp_args.rkb)
typed=$(load tp_btf.rkb)
task=$(load tp_btf_task.rkb)
fire 10
for id in $raw $typed $task; do rk-agent attach "$id" || fail "attach $id"; done
fire 1000
for i in 1 2 3 4 5 6 7 8 9 10; do /bin/true; done
for id in $raw $typed $task; do rk-agent detach "$id" || fail "detach $id"; done
fire 10
for id in $raw $typed; do
	dump "$id" seen
	[ "$(value "$id" seen 0)" = 500 ] && [ "$(value "$id" seen 1)" = 500 ] || fail "arguments"
	[ "$(sum "$id" seen)" = 1000 ] || fail "other events"
	[ "$(count "$id" runs)" = 1000 ] || fail "runs"
done
dump "$task" exits
[ "$(value "$task" exits 0)" -ge 10 ] && [ -z "$(value "$task" exits 1)" ] || fail "tasks"
for id in $raw $typed $task; do rk-agent unload "$id" || fail "unload $id"; done
rmmod tracestim || fail "rmmod tracestim"
unchanged "$before"
finish
passed
