# SPDX-License-Identifier: MIT
# Programs that set outputs because outputs were set, without end: two GPIO lines crosswise from
# within the driver, a PWM channel through its worker. Every processor gets on with other work, and
# the emergency stop ends it.
# modules: rk-lines rk-pwm
# needs: kprobes
# seconds: 60
. "${0%/*}/lib.sh"
writes() { cat /sys/module/rk_lines/parameters/writes; }
applies() { cat /sys/module/rk_pwm/parameters/applies; }

# TEXT: what both chains do in a second: at most 32 turns of two lines in a millisecond.
both() {
	w=$(writes) p=$(applies)
	sleep 1
	w=$(($(writes) - w)) p=$(($(applies) - p))
	echo "$1: $w writes and $p states in a second"
}

modprobe rk-lines && modprobe rk-pwm || fail stand-ins
gpio=$(ls -d /sys/devices/platform/rk-lines/gpiochip* | head -n 1) gpio=${gpio##*gpiochip}
pwm=$(ls /sys/devices/platform/rk-pwm/pwm) pwm=${pwm#pwmchip}
start
rk-agent key add dev.pub || fail key
for line in 0 1; do
	rk-agent output add gpio name:rk-lines $line --estop --rt-safe || fail "output $line"
done
rk-agent output add pwm name:rk-pwm 1 --stopped 5 --period 1000 --estop || fail "PWM output"
states=$(load feedback_pwm.rkb) lines=$(load feedback.rkb) kick=$(load output_line0.rkb)
rk-agent map set "$lines" seen 0 "$gpio" && rk-agent map set "$lines" seen 1 "$pwm" || fail map
rk-agent map set "$kick" seen 0 "$gpio" || fail map
rk-agent attach "$states" && rk-agent attach "$lines" && rk-agent attach "$kick" || fail attach
sleep 0.2
rk-agent detach "$kick" || fail detach
both "by themselves"
[ $w -gt 100 ] && [ $p -gt 10 ] || fail "no chain: the test shows nothing"
[ $w -lt 70000 ] || fail "writes without pauses"
for cpu in 1 2; do
	timeout 20 taskset $cpu sh -c 'i=0; while [ $i -lt 2000 ]; do i=$((i + 1)); done' ||
		fail "processor mask $cpu does nothing else"
done
rk-agent output stop 7 || fail stop
sleep 0.2
both "stopped"
[ $w = 0 ] && [ $p = 0 ] || fail "the stop did not end it"
finish
passed
