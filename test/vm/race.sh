# SPDX-License-Identifier: MIT
# seconds: 300
# Both CPUs change what is attached while events fire: programs that fail are detached by hand at
# the moment they fail, others are loaded, replaced, frozen and unloaded; nothing is left in the end.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
before=$(state)
old=$(load step_1.rkb) new=$(load step_4.rkb) busy=$(load busy.rkb)
rk-agent map set "$busy" work 0 40000 || fail set
rk-agent attach "$old" || fail attach
rkclient replace "$old" "$new" 0 || fail replace
(while [ ! -e /tmp/stop ]; do rkclient swap "$(rk-agent status | sed -n 's/^\([0-9]*\) step .* attached .*/\1/p')" 5 >/dev/null 2>&1; done) &
(while [ ! -e /tmp/stop ]; do rkclient cycle tick.rkb 3 && rkclient cycle switches.rkb 1; done) &
for i in $(seq 40); do
	rk-agent attach "$busy" >/dev/null 2>&1
	sleep 0.$((i % 4))$((i % 10))
	rk-agent detach "$busy" >/dev/null 2>&1
	[ $((i % 5)) -gt 0 ] || rkclient freeze $((i / 5 % 2))
done
touch /tmp/stop
wait
rkclient freeze 0
for id in $old $new $busy; do rk-agent detach "$id" 2>/dev/null; done
for id in $old $new $busy; do rk-agent unload "$id" || fail "unload $id"; done
unchanged "$before"
finish
passed
