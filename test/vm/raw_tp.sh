# SPDX-License-Identifier: MIT
# Tracepoints with arguments, raw and typed: 1,000 events are counted once each with a negative int
# and a bool as their types say; a typed pointer is the running task's; a module's tracepoint is
# waited for, counted, survives the module, and comes back with it.
# modules: tracestim
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

# The module comes, goes and comes back while the program is attached.
rmmod tracestim || fail "rmmod tracestim"
id=$(load tp_module.rkb)
rk-agent attach "$id" || fail "attach before the module"
dmesg | grep -q 'waits for a module with this tracepoint' || fail "no word of waiting"
modprobe tracestim || fail tracestim
fire 300
[ "$(value "$id" seen 0)" = 300 ] || fail "module's events: $(dump "$id" seen)"
rmmod tracestim || fail "rmmod tracestim with a program attached"
modprobe tracestim || fail "tracestim again"
fire 200
[ "$(value "$id" seen 0)" = 500 ] || fail "the module came back: $(dump "$id" seen)"
[ -z "$(value "$id" seen 1)" ] || fail "arguments of the module's events"
rk-agent detach "$id" || fail detach
fire 10
[ "$(count "$id" runs)" = 500 ] || fail "events after detach"
# Attached to what is loaded already; the module goes first, then ours, which still waits.
rk-agent attach "$id" || fail "attach again"
fire 5
[ "$(value "$id" seen 0)" = 505 ] || fail "the module was there: $(dump "$id" seen)"
rk-agent detach "$id" && rk-agent unload "$id" || fail unload
unchanged "$before"
id=$(load tp_module.rkb)
rk-agent attach "$id" || fail "attach a last time"
finish
fire 5
rmmod tracestim || fail "rmmod at the end"
passed
