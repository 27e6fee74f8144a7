# SPDX-License-Identifier: MIT
# A PWM chip whose driver is unbound while channels of it are outputs: the emergency stop's is left
# at its stopped value, nothing reaches the driver afterwards, writes are refused, the rest goes on.
# modules: rk-lines rk-pwm
. "${0%/*}/lib.sh"
seen() { value "$tick" seen "$1" | grep . || echo 0; }
duty() { cut -d, -f$1 /sys/module/rk_pwm/parameters/duty; }
level() { echo $(($(cat /sys/module/rk_lines/parameters/levels) & 1)); }
late() { cat /sys/module/rk_pwm/parameters/late; }
driver=/sys/bus/platform/drivers/rk-pwm

modprobe rk-lines && modprobe rk-pwm || fail stand-ins
gpio=$(ls -d /sys/devices/platform/rk-lines/gpiochip* | head -n 1) gpio=${gpio##*gpiochip}
pwm=$(ls /sys/devices/platform/rk-pwm/pwm) pwm=${pwm#pwmchip}
start
rk-agent key add dev.pub || fail key
rk-agent output add gpio name:rk-lines 0 --estop --rt-safe || fail "output 0"
rk-agent output add pwm "chip$pwm" 2 --stopped 1500000 --period 20000000 --estop || fail "output 1"
rk-agent output add pwm name:rk-pwm 3 --stopped 5 --period 100 || fail "output 2, not of the stop"
tick=$(load estop_tick.rkb)
rk-agent map set "$tick" told 0 "$gpio"
rk-agent map set "$tick" told 1 "$pwm"
rk-agent map set "$tick" told 2 7000000
rk-agent attach "$tick" || fail attach
sleep 0.3
[ "$(level)" = 1 ] && [ "$(duty 3)" = 7000000 ] || fail "outputs do not run: $(level) $(duty 3)"
echo rk-pwm >$driver/unbind || fail unbind
[ "$(duty 3)" = 1500000 ] || fail "left at $(duty 3)"
set=$(seen 5)
sleep 0.3
[ "$(seen 5)" = "$set" ] && [ "$(seen 4)" -gt 50 ] || fail "writes are not refused"
rk-agent output stop 3 || fail stop
sleep 0.3
[ "$(level)" = 0 ] || fail "the other output does not stop"
rk-agent output list
rk-agent output arm 3 || fail arm
sleep 0.3
[ "$(level)" = 1 ] || fail "the other output does not run"
[ "$(late)" = 0 ] || fail "given to a driver that was gone: $(late)"

# It comes back as another chip, whose channels are free.
echo rk-pwm >$driver/bind || fail bind
rk-agent output add pwm name:rk-pwm 2 --stopped 9 --period 100 --estop || fail "output of the new chip"
[ "$(duty 3)" = 9 ] || fail "the new output is at $(duty 3)"
rk-agent detach "$tick"
finish
[ "$(late)" = 0 ] || fail "given to a driver that was gone: $(late)"
rmmod rk_pwm && rmmod rk_lines || fail "a line is still held"
passed
