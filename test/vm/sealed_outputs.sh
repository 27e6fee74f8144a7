# SPDX-License-Identifier: MIT
# After the seal no output is added; those that there are stop and arm as before. The module stays.
# modules: rk-lines
. "${0%/*}/lib.sh"
level() { cat /sys/module/rk_lines/parameters/levels; }

modprobe rk-lines || fail stand-in
start
rkclient output gpio name:rk-lines 3 1 0 s || fail output
[ "$(level)" = 8 ] || fail "level $(level)"
rkclient seal || fail seal
said=$(rkclient output gpio name:rk-lines 4 1 0 s) && fail "an output was added"
echo "$said"
case $said in *sealed*) ;; *) fail "said $said" ;; esac
[ "$(level)" = 8 ] || fail "level $(level)"
rkclient stop 1 && rkclient outputs | grep -q "latched 1" || fail stop
rkclient arm 1 && rkclient outputs | grep -q "latched 0" || fail arm
rmmod rkbpf 2>/dev/null && fail "removed"
passed
