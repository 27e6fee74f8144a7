# SPDX-License-Identifier: MIT
# Of several GPIO chips with one label the kernel gives away lines of the first alone: a line of
# another, named by the chip's number, is refused and not taken from the wrong chip.
# modules: rk-lines
. "${0%/*}/lib.sh"
levels() { cat /sys/module/rk_lines/parameters/levels; }

modprobe rk-lines label=twins || fail stand-in
number=$(ls -d /sys/devices/platform/rk-lines/gpiochip* | head -n 1) number=${number##*gpiochip}
start
if rk-agent output add gpio "chip$number" 0 --stopped 1 --estop --rt-safe; then
	rk-agent output list
	[ "$(levels)" = 1 ] || fail "wrong chip: levels $(levels)"
else
	[ "$(levels)" = 0 ] || fail "refused and driven: levels $(levels)"
	dmesg | tail -n 3
fi
rk-agent output add gpio name:twins 1 --stopped 1 --rt-safe || fail "by label"
finish
passed
