# SPDX-License-Identifier: MIT
# A program that sets an output from where the chip's driver holds its lock waits for nobody: while
# another processor writes that output, and so waits for the driver's lock, it would be for ever. The
# periods differ, so that one write after the other begins within the other's.
# modules: rk-lines
# needs: kprobes
# seconds: 40
. "${0%/*}/lib.sh"

modprobe rk-lines || fail stand-in
gpio=$(ls -d /sys/devices/platform/rk-lines/gpiochip* | head -n 1) gpio=${gpio##*gpiochip}
start
rk-agent key add dev.pub || fail key
for line in 0 1; do
	rk-agent output add gpio name:rk-lines $line --rt-safe || fail "output $line"
done
echo 20000 >/sys/module/rk_lines/parameters/slow
cpu=1
for blob in output_held output_line0 output_line1; do
	id=$(load $blob.rkb) ids="${ids-} $id"
	rk-agent map set "$id" seen 0 "$gpio" || fail "$blob: map"
	taskset $cpu rk-agent attach "$id" || fail "attach $blob"
	[ $blob = output_held ] || cpu=2
done
sleep 5
for id in $ids; do
	dump "$id" seen
	[ "$(value "$id" seen 1)" -ge 20 ] || fail "$id set nothing"
done
finish
passed
