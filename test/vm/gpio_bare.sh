# SPDX-License-Identifier: MIT
# Two GPIO chips without a parent device have numbers of their own: a program that writes line 0 of
# the second does not write line 0 of the first.
# modules: rk-lines
. "${0%/*}/lib.sh"
number() { rk-agent output list | sed -n "s/^$1 .*chip \([0-9]*\) .*/\1/p"; }

modprobe rk-lines || fail stand-in
start
rk-agent key add dev.pub || fail key
rk-agent output add gpio name:rk-bare 0 --estop --rt-safe || fail "output 0"
rk-agent output add gpio name:rk-bare2 0 --rt-safe || fail "output 1"
rk-agent output list
tick=$(load estop_tick.rkb)
rk-agent map set "$tick" told 0 "$(number 1)"
rk-agent attach "$tick" || fail attach
sleep 0.3
rk-agent detach "$tick" || fail detach
levels=$(cat /sys/module/rk_lines/parameters/levels)
[ "$levels" = $((1 << 16)) ] || fail "chips $(number 0) and $(number 1), levels $levels"
finish
passed
