# SPDX-License-Identifier: MIT
# Edges of a GPIO line run a program: a button lights an LED, edges are counted exactly, inputs are
# read, lines that are not configured are refused. The chip sleeps: writes go through the worker.
# modules: configfs rk-gpio-sim
. "${0%/*}/lib.sh"
seen() { value "$1" seen "$2"; }

modprobe configfs && mount -t configfs none /sys/kernel/config || fail configfs
modprobe rk-gpio-sim || fail "gpio-sim"
sim=/sys/kernel/config/gpio-sim/robot
mkdir $sim $sim/bank0 && echo 8 >$sim/bank0/num_lines && echo robot >$sim/bank0/label && echo 1 >$sim/live || fail live
lines=$(echo /sys/devices/platform/gpio-sim.0/gpiochip*)
[ -d "$lines/sim_gpio0" ] || fail "no simulated lines"
chip=${lines##*gpiochip}
# line level
pull() { echo "pull-$2" >"$lines/sim_gpio$1/pull"; }
led() {
	for try in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(cat "$lines/sim_gpio1/value")" != "$1" ] || return 0
		sleep 0.05
	done
	return 1
}

start
rk-agent key add dev.pub || fail key
led=$(load gpio_led.rkb)
rk-agent attach "$led" || fail attach
pull 0 up; sleep 0.2
[ "$(seen "$led" 0)" = 1 ] || fail "an output that is not configured was written"
rk-agent output add gpio name:robot 0 && fail "a line that a program listens to was given away"
rk-agent output add gpio name:robot 1 --stopped 2 && fail "level 2"
rk-agent output add gpio name:none 1 && fail "no such chip"
rk-agent output add gpio name:robot 77 && fail "no such line"
rk-agent output add gpio "chip$chip" 1 || fail "output"
rk-agent output list
rk-agent output list | grep -q "chip $chip line 1 value 0 latched 0 motor 0 sleeps 1" || fail "outputs"
i=0
while [ $i -lt 50 ]; do
	pull 0 down; led 0 || fail "LED stays on"
	pull 0 up; led 1 || fail "LED stays off"
	i=$((i + 1))
done
dump "$led" seen
[ "$(seen "$led" 1)" = 51 ] && [ "$(seen "$led" 2)" = 50 ] || fail "edges"
[ "$(seen "$led" 0)" = 1 ] && [ -z "$(seen "$led" 3)" ] || fail "refused writes or wrong edges"
rk-agent detach "$led" || fail detach
pull 0 down; sleep 0.2
led 1 || fail "the LED follows a detached program"

# Edges as fast as the host gives them: none is lost, none is doubled.
rk-agent output add gpio name:robot 3 --input || fail "input"
count=$(load gpio_count.rkb)
rk-agent attach "$count" || fail attach
i=0
while [ $i -lt 500 ]; do
	pull 2 up; pull 2 down
	i=$((i + 1))
done
dump "$count" seen
[ "$(seen "$count" 0)" = 500 ] && [ -z "$(seen "$count" 1)" ] || fail "rising edges"
[ -z "$(seen "$count" 2)" ] || fail "line 3 is low"
pull 3 up
pull 2 up; sleep 0.2; pull 2 down; pull 2 up; sleep 0.2
[ "$(seen "$count" 2)" -ge 1 ] || fail "line 3 is high"
[ "$(count "$count" runs)" = 502 ] || fail "runs"

# The module goes while edges come.
rk-agent attach "$led" || fail "attach again"
(while :; do pull 0 up; pull 2 up; pull 0 down; pull 2 down; done) &
sleep 0.5
rmmod rkbpf || fail rmmod
sleep 0.2
start
rk-agent key add dev.pub && id=$(load gpio_count.rkb) && rk-agent attach "$id" || fail "again"
sleep 0.3
kill %1
[ "$(seen "$id" 0)" -gt 0 ] || fail "no edges after the module came back"
finish
passed
