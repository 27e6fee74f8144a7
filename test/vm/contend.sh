# SPDX-License-Identifier: MIT
# Two processors raise 20,000 events each while a third task attaches and detaches programs at the
# same hooks, 20 times each: the programs that stay attached count every event once, those that come
# and go never count one twice. The module goes while both processors raise events.
# modules: tracestim
# needs: btf kprobes
# seconds: 240
. "${0%/*}/lib.sh"

events() { taskset "$1" sh -c "echo $2 >/sys/module/tracestim/parameters/fire"; }

start
modprobe tracestim || fail tracestim
rk-agent key add dev.pub || fail key
before=$(state)
raw=$(load tp_args.rkb) record=$(load record.rkb) module=$(load tp_module.rkb)
guests="$(load tp_btf.rkb) $(load record_module.rkb) $(load kprobe_entry.rkb) $(load kprobe_return.rkb)"
for id in $raw $record $module; do rk-agent attach "$id" || fail "attach $id"; done
for cpu in 1 2; do
	(for i in $(seq 10); do events $cpu 2000; mkdir $tmp/$cpu.$i; done) &
done
for i in $(seq 20); do
	for id in $guests; do rk-agent attach "$id" || fail "attach $id, round $i"; done
	for id in $guests; do rk-agent detach "$id" || fail "detach $id, round $i"; done
done
wait
for id in $raw $record $module; do rk-agent detach "$id" || fail "detach $id"; done
for id in $raw $record; do
	dump "$id" seen
	[ "$(value "$id" seen 0)" = 20000 ] && [ "$(value "$id" seen 1)" = 20000 ] || fail "lost"
	[ "$(sum "$id" seen)" = 40000 ] || fail "doubled"
	rk-agent status "$id" | grep -q 'runs 40000 skips 0 drops 0 missed 0 ' || fail "statistics"
done
[ "$(value "$record" by_cpu 0)" = 20000 ] && [ "$(value "$record" by_cpu 1)" = 20000 ] ||
	fail "processors: $(dump "$record" by_cpu)"
[ "$(sum "$module" seen)" = 40000 ] || fail "the module's: $(dump "$module" seen)"
for id in $guests; do
	rk-agent status "$id"
	[ "$(count "$id" runs)" -le 40000 ] || fail "more runs than events"
done
for id in $raw $record $module $guests; do rk-agent unload "$id" || fail "unload $id"; done
unchanged "$before"

# The module goes while events come.
for blob in tp_args tp_btf record record_module tp_module kprobe_entry kprobe_return; do
	id=$(load $blob.rkb)
	rk-agent attach "$id" || fail "attach $blob"
done
for cpu in 1 2; do
	(while [ ! -e $tmp/enough ]; do events $cpu 1000; mkdir $tmp/x.$cpu; rmdir $tmp/x.$cpu; done) &
done
sleep 1
finish
: >$tmp/enough
wait
rmmod tracestim || fail "rmmod tracestim"
passed
