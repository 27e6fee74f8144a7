# SPDX-License-Identifier: MIT
# Trace records on a kernel that does not describe its types: a program that was written after the
# event's format file counts 1,000 records by their fields. (PREEMPT_RT has longer common fields.)
# only: kasan-* stock-* 16k-* 6.1-[!r]* 6.12-[!r]*
# modules: tracestim
. "${0%/*}/lib.sh"

fire() { echo "$1" >/sys/module/tracestim/parameters/fire || fail "stimulus"; }

mount -t tracefs none /sys/kernel/tracing 2>/dev/null
grep -q 'int val;.*offset:16;' /sys/kernel/tracing/events/power/suspend_resume/format || fail "another format"
modprobe tracestim || fail tracestim
start
rk-agent key add dev.pub || fail key
before=$(state)
id=$(load record_plain.rkb)
fire 10
rk-agent attach "$id" || fail attach
fire 1000
rk-agent detach "$id" || fail detach
fire 10
dump "$id" seen
[ "$(value "$id" seen 0)" = 500 ] && [ "$(value "$id" seen 1)" = 500 ] || fail "fields"
[ "$(sum "$id" seen)" = 1000 ] || fail "other events"
rk-agent unload "$id" || fail unload
unchanged "$before"
finish
passed
