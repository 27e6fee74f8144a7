# SPDX-License-Identifier: MIT
# seconds: 300
# slow: yes
# Both CPUs change what is attached while events fire: programs that fail are detached by hand at
# the moment they fail, others are loaded, replaced, frozen and unloaded; nothing is left in the end.
# It hardly ever meets a failure within the detach itself: fail_late does.
. "${0%/*}/lib.sh"
meanwhile() { while [ ! -e /tmp/stop ]; do "$@"; done; }
ended() { touch /tmp/stop && wait; rm /tmp/stop; }

start
rk-agent key add dev.pub || fail key
before=$(state) work=$(work_for 14)
busy=$(load busy.rkb)
rk-agent map set "$busy" work 0 "$work" || fail set
meanwhile rkclient cycle switches.rkb 1 &
for i in $(seq 40); do
	rk-agent attach "$busy" 2>/dev/null
	sleep 0.$((i % 4))$((i % 10))
	rk-agent detach "$busy" 2>/dev/null
	[ $((i % 10)) -gt 0 ] || rkclient freeze $((i / 10 % 2))
done
ended
rk-agent status "$busy"
dmesg | grep -c "ns too often: detached" | grep -v '^0' || fail "no program failed: this has shown nothing"
rk-agent unload "$busy" || fail "unload"

old=$(load step_1.rkb) new=$(load step_4.rkb)
rk-agent attach "$old" || fail attach
rkclient replace "$old" "$new" 0 || fail replace
meanwhile rkclient cycle tick.rkb 3 &
meanwhile rkclient freeze 0 &
rkclient swap "$new" 300 || fail swap
ended
rk-agent detach "$new" || fail detach
rk-agent unload "$old" && rk-agent unload "$new" || fail "unload"
unchanged "$before"
finish
passed
