# SPDX-License-Identifier: MIT
# The emergency stop: drives its outputs, at once where the chip allows it, latches them against
# programs until they are armed again, and does so while a long tracing program has the CPU.
# modules: rk-lines rk-pwm
. "${0%/*}/lib.sh"
seen() { value "$1" seen "$2" | grep . || echo 0; }
level() { echo $(($(cat /sys/module/rk_lines/parameters/levels) >> $1 & 1)); }
duty() { cut -d, -f3 /sys/module/rk_pwm/parameters/duty; }
tell() { rk-agent map set "$tick" told "$1" "$2" || fail "tell $1"; }
stop_by_program() {
	before=$(seen "$tick" 0)
	tell 3 1
	for try in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(seen "$tick" 0)" = "$before" ] || return 0
		sleep 0.05
	done
	fail "no emergency stop"
}

modprobe rk-lines && modprobe rk-pwm || fail stand-ins
gpio=$(ls -d /sys/devices/platform/rk-lines/gpiochip* | head -n 1) gpio=${gpio##*gpiochip}
pwm=$(ls /sys/devices/platform/rk-pwm/pwm) pwm=${pwm#pwmchip}
start
rk-agent key add dev.pub || fail key
rk-agent output stop 1 && fail "stopped what there is not"
rk-agent output add gpio name:rk-lines 0 --estop --rt-safe || fail "output 0"
rk-agent output add pwm "chip$pwm" 2 --stopped 1500000 --period 20000000 --estop || fail "output 1"
rk-agent output add pwm name:rk-pwm 2 --period 20000000 --estop && fail "a channel twice"
rk-agent output add pwm name:rk-pwm 4 --period 20000000 --estop && fail "a channel that the chip lacks"
rk-agent output add pwm name:rk-pwm 1 --stopped 9 --period 8 --estop && fail "a duty time longer than the period"
rk-agent output add gpio name:rk-lines 1 --rt-safe || fail "output 2, not of the stop"
rk-agent output list
rk-agent output list | grep -q "^1 .* value 1500000 latched 0 motor 2 sleeps 1" || fail "PWM output"
rk-agent output list | grep -q "^0 .* value 0 latched 0 motor 1 sleeps 0" || fail "GPIO output"
[ "$(duty)" = 1500000 ] || fail "an output begins at its stopped value, not $(duty)"
tick=$(load estop_tick.rkb)
tell 0 "$gpio"; tell 1 "$pwm"; tell 2 7000000
taskset 1 rk-agent attach "$tick" || fail attach
sleep 0.3
[ "$(level 0)" = 1 ] && [ "$(duty)" = 7000000 ] || fail "outputs do not run: $(level 0) $(duty)"

stop_by_program
sleep 0.2
[ "$(level 0)" = 0 ] && [ "$(duty)" = 1500000 ] || fail "not stopped: $(level 0) $(duty)"
[ "$(seen "$tick" 1)" = 1 ] || fail "the line fell late"
rk-agent output list | grep -c "latched 1" | grep -q 2 || fail "latches"
set1=$(seen "$tick" 3) pwm1=$(seen "$tick" 5) writes=$(cat /sys/module/rk_lines/parameters/writes)
sleep 0.2
[ "$(seen "$tick" 3)" = "$set1" ] && [ "$(seen "$tick" 5)" = "$pwm1" ] || fail "set while latched"
[ "$(cat /sys/module/rk_lines/parameters/writes)" = "$writes" ] || fail "written while latched"
[ "$(seen "$tick" 2)" -gt 100 ] && [ "$(seen "$tick" 4)" -gt 100 ] || fail "refusals"
[ "$(seen "$tick" 6)" = 0 ] && [ "$(seen "$tick" 7)" = 0 ] || fail "strange writes were not refused"
rk-agent output arm 8 && fail "armed what there is not"
rk-agent output arm 1 || fail arm
sleep 0.2
[ "$(level 0)" = 1 ] && [ "$(duty)" = 1500000 ] || fail "one armed: $(level 0) $(duty)"
rk-agent output arm 0xffffffff || fail arm
sleep 0.2
[ "$(duty)" = 7000000 ] || fail "armed: $(duty)"
rk-agent output stop 2 || fail stop
sleep 0.2
[ "$(level 0)" = 1 ] && [ "$(duty)" = 1500000 ] || fail "stopped by user space: $(level 0) $(duty)"
rk-agent output arm 2

# A chip that refuses is asked again.
echo 3 >/sys/module/rk_pwm/parameters/refuse
rk-agent output stop 2
sleep 0.5
[ "$(duty)" = 1500000 ] && [ "$(cat /sys/module/rk_pwm/parameters/refuse)" = 0 ] || fail "gave up: $(duty)"
rk-agent output arm 2

# While a long program has the same CPU.
long=$(load estop_long.rkb)
rk-agent map set "$long" seen 0 "$gpio"
rk-agent attach "$long" || fail "attach"
taskset 1 dd if=/dev/zero of=/dev/null bs=1 2>/dev/null &
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	stop_by_program
	[ "$(level 0)" = 0 ] || fail "not stopped beside a long program"
	rk-agent output arm 0xffffffff
	sleep 0.05
done
kill %1
rk-agent detach "$long"
dump "$long" seen
[ "$(seen "$long" 2)" -ge 5 ] || fail "the line did not fall within runs of the long program"
[ "$(seen "$tick" 1)" = 21 ] || fail "the line fell late"
rk-agent detach "$tick"

# By the tracing program itself, through an interrupt.
rk-agent attach "$tick"; sleep 0.2; rk-agent detach "$tick"
self=$(load estop_self.rkb)
rk-agent map set "$self" seen 0 "$gpio"
rk-agent attach "$self" || fail attach
for i in 1 2 3 4 5; do sync; done
rk-agent detach "$self"
dump "$self" seen
[ "$(seen "$self" 1)" = 5 ] && [ "$(seen "$self" 2)" = 5 ] && [ "$(level 0)" = 0 ] || fail "by itself"

# Without the module its outputs stay stopped.
rk-agent output arm 0xffffffff
rk-agent attach "$tick"; sleep 0.3
[ "$(level 0)" = 1 ] && [ "$(duty)" = 7000000 ] || fail "last run: $(level 0) $(duty)"
rmmod rkbpf || fail rmmod
[ "$(level 0)" = 0 ] && [ "$(duty)" = 1500000 ] || fail "rmmod: $(level 0) $(duty)"
rmmod rk_lines && rmmod rk_pwm || fail "a line is still held"
passed
