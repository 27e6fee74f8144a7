# SPDX-License-Identifier: MIT
# A program whose emergency stop names an output that is not configured is not attached; lines that
# are no outputs of the stop do not count.
# modules: rk-lines
. "${0%/*}/lib.sh"
refused() { # TEXT
	said=$(rk-agent attach "$id" 2>&1) && fail "attached: $1"
	echo "$said"
	case $said in *"$1"*) ;; *) fail "said $said" ;; esac
}

modprobe rk-lines || fail stand-in
start
rk-agent key add dev.pub || fail key
id=$(load estop_named.rkb)
refused "no output of it is configured"
rk-agent output add gpio name:rk-lines 0 --estop --rt-safe || fail output
refused "names an output that is not configured"
rk-agent output add gpio name:rk-lines 1 --estop || fail output
rk-agent output add gpio name:rk-lines 2 || fail output
refused "names an output that is not configured"
rk-agent output add gpio name:rk-lines 3 --stopped 1 --estop || fail output
rk-agent attach "$id" || fail attach
sleep 0.5
rk-agent output list
[ "$(rk-agent output list | sed -n 's/.*latched \([01]\) motor.*/\1/p' | tr -d '\n')" = 1001 ] || fail latches
[ "$(cat /sys/module/rk_lines/parameters/levels)" = 8 ] || fail levels
finish
passed
