# SPDX-License-Identifier: MIT
# Both edges of a chip that sleeps, faster than the program takes them: each is one event with its own
# time and level; what found no room is counted as missed and no level is wrong after it. On PREEMPT_RT
# the simulated chip itself merges edges.
# only: 6.1-x86_64 6.1-aarch64 6.12-* kasan-* stock-* 16k-*
# modules: configfs rk-gpio-sim
. "${0%/*}/lib.sh"
seen() { value "$id" seen "$1" | grep . || echo 0; }
edges() { echo $(($(seen 1) + $(seen 2))); }

modprobe configfs && mount -t configfs none /sys/kernel/config || fail configfs
modprobe rk-gpio-sim || fail "gpio-sim"
sim=/sys/kernel/config/gpio-sim/robot
mkdir $sim $sim/bank0 && echo 8 >$sim/bank0/num_lines && echo robot >$sim/bank0/label && echo 1 >$sim/live || fail live
pull=$(echo /sys/devices/platform/gpio-sim.0/gpiochip*/sim_gpio4/pull)

# EDGES: they begin with a rising one, and what is to run has run.
burst() {
	rkclient poke "$pull" pull-up pull-down "$1" || fail poke
	was=-1
	while [ "$(edges)" != $was ]; do
		was=$(edges)
		sleep 1
	done
	dump "$id" seen
	rk-agent status "$id"
}

start
rk-agent key add dev.pub || fail key
id=$(load gpio_both.rkb)
rk-agent attach "$id" || fail attach
burst 60
[ "$(seen 1)" = 30 ] && [ "$(seen 2)" = 30 ] || fail "edges"
burst 600
missed=$(rk-agent status "$id" | sed -n 's/.* missed \([0-9]*\).*/\1/p')
[ $(($(edges) + missed)) = 660 ] && [ "$missed" -gt 0 ] || fail "$(edges) edges and $missed missed"
burst 20
[ $(($(edges) + missed)) = 680 ] || fail "edges after that"
[ "$(seen 0)" = 0 ] && [ "$(seen 3)" = 0 ] || fail "wrong events"
finish
passed
