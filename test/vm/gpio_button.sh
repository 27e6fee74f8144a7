# SPDX-License-Identifier: MIT
# only: *-aarch64
# Edges that come from outside, on a real driver (PL061), in the hard interrupt. The
# host presses the power key: each press is a rising and a falling edge, 100 ms apart.
. "${0%/*}/lib.sh"
seen() { value "$1" seen "$2" | grep . || echo 0; }
level() { sed -n 's/.* out \([hl][io]\) .*/\1/p' /sys/kernel/debug/gpio; }
edges() { echo $(($(seen "$id" 1) + $(seen "$id" 2))); }
# N: press until there were N edges
press() {
	echo "RK-HOST qmp system_powerdown"
	for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ "$(edges)" != "$1" ] || return 0
		sleep 0.1
	done
	fail "$(edges) edges, not $1"
}

[ "$(uname -m)" = aarch64 ] || fail "this machine has no such key"
mount -t debugfs none /sys/kernel/debug || fail debugfs
start
rk-agent key add dev.pub || fail key
id=$(load gpio_button.rkb)
rk-agent output add gpio name:9030000.pl061 5 --estop --rt-safe || fail output
rk-agent output list | grep "sleeps 0" || fail "the chip sleeps"
rk-agent attach "$id" || fail attach
[ "$(level)" = lo ] || fail "line 5 is $(level)"
press 2
press 4
press 6
dump "$id" seen
[ "$(seen "$id" 1)" = 3 ] && [ "$(seen "$id" 2)" = 3 ] && [ "$(seen "$id" 3)" = 0 ] || fail edges
# Edge 4 is the third press: it set the line, then stopped it; its release was refused.
[ "$(seen "$id" 0)" = 1 ] && [ "$(seen "$id" 4)" = 0 ] && [ "$(seen "$id" 5)" = 0 ] || fail effects
[ "$(level)" = lo ] || fail "line 5 is $(level)"
rk-agent output arm 1 || fail arm
rk-agent detach "$id" || fail detach
echo "RK-HOST qmp system_powerdown"
sleep 0.5
[ "$(edges)" = 6 ] || fail "edges after detach"
finish
passed
