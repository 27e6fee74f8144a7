# SPDX-License-Identifier: MIT
# After the seal no output is added; those that there are stop and arm as before. The module stays.
# modules: rk-lines
. "${0%/*}/lib.sh"
level() { cat /sys/module/rk_lines/parameters/levels; }

modprobe rk-lines || fail stand-in
start
rk-agent output add gpio name:rk-lines 3 --stopped 1 --estop || fail output
[ "$(level)" = 8 ] || fail "level $(level)"
rk-agent seal || fail seal
said=$(rk-agent output add gpio name:rk-lines 4 --stopped 1 --estop 2>&1) && fail "an output was added"
echo "$said"
case $said in *sealed*) ;; *) fail "said $said" ;; esac
[ "$(level)" = 8 ] || fail "level $(level)"
rk-agent output stop 1 && rk-agent output list | grep -q "latched 1" || fail stop
rk-agent output arm 1 && rk-agent output list | grep -q "latched 0" || fail arm
rmmod rkbpf 2>/dev/null && fail "removed"
passed
