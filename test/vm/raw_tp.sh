# SPDX-License-Identifier: MIT
# A module's tracepoint is waited for, counted, survives the module, and comes back with it.
# modules: tracestim
. "${0%/*}/lib.sh"

fire() { echo "$1" >/sys/module/tracestim/parameters/fire || fail "stimulus"; }

start
rk-agent key add dev.pub || fail key
before=$(state)

id=$(load tp_module.rkb)
said=$(rk-agent attach "$id" 2>&1) || fail "attach before the module"
[ "$said" = "rk-agent attach: $id waits for a module with tracepoint tracestim_event" ] || fail "no word of waiting: $said"
rk-agent status "$id" | grep -q " attached waits " || fail "$(rk-agent status "$id")"
dmesg | grep -q 'waits for a module with this tracepoint' || fail "no word of waiting"
modprobe tracestim || fail tracestim
rk-agent status "$id" | grep -q " attached runs " || fail "it waits still: $(rk-agent status "$id")"
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
[ -z "$(rk-agent attach "$id" 2>&1)" ] || fail "attach again"
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
