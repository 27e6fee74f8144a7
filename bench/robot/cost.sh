# SPDX-License-Identifier: MIT
# Instructions that an event costs, hook by hook. Under icount the clock advances by 1 ns with each
# instruction of the only processor, so that a difference of times is a count of instructions.
# icount: yes
# seconds: 240
# modules: configfs iio-trig-hrtimer rk-gpio-sim rk-pwm rk-iio-odd vcan can-raw
. "${0%/*}/lib.sh"

calls=10000 base= each=1

# PROGRAM WHAT: what `stimulus` causes with the program attached, less one without.
row() {
	id=$(load "$1.rkb")
	if ! rk-agent attach "$id" >/tmp/why 2>&1; then
		printf 'cost %-34s %s\n' "$2" "not on this kernel"
		rk-agent unload "$id"
		return
	fi
	with=$($stimulus)
	runs=$(count "$id" runs)
	rk-agent detach "$id" && rk-agent unload "$id" || fail "$1: detach"
	printf 'cost %-34s %6d runs %d\n' "$2" $(((with - base) * each / 10)) "$runs"
}
# COMMAND...: the stimulus of the rows that follow.
compare() {
	stimulus=$*
	$stimulus >/dev/null
	base=$($stimulus)
}

iio() {
	modprobe iio_dummy && modprobe rk-iio-odd && mkdir /sys/kernel/config/iio/devices/dummy/other || fail iio
	for d in /sys/bus/iio/devices/iio:device*; do [ "$(cat $d/name)" != odd ] || odd=$d; done
	for n in 1 2; do echo 1 >$odd/scan_elements/in_voltage${n}_en || fail channel; done
	echo 131072 >$odd/buffer/length || fail length
	for way in ftrace store_to kprobe; do
		modprobe rkbpf_iio iio_way=$way 2>/dev/null || continue
		echo 1 >$odd/buffer/enable || fail enable
		compare rkclient poke /sys/module/rk_iio_odd/parameters/push 1 1 4000
		row cost_iio_other "iio, $way, another device"
		row cost_iio "iio, $way"
		echo 0 >$odd/buffer/enable
		sleep 1 # store_to keeps the module until then
		rmmod rkbpf_iio || fail rmmod
	done
	modprobe rkbpf_iio proxy=name:odd || return
	for d in /sys/bus/iio/devices/iio:device*; do [ "$(cat $d/name)" != odd-filtered ] || filtered=$d; done
	echo 1 >$odd/buffer/enable || fail enable
	compare rkclient poke /sys/module/rk_iio_odd/parameters/push 1 1 4000
	raw=$base
	for n in 1 2; do echo 1 >$filtered/scan_elements/in_voltage${n}_en || fail channel; done
	echo 131072 >$filtered/buffer/length && echo 1 >$filtered/buffer/enable || fail buffer
	compare rkclient poke /sys/module/rk_iio_odd/parameters/push 1 1 4000
	printf 'cost %-34s %6d\n' "iio, a filtered device, no program" $(((base - raw) / 10))
	row cost_iio "iio, proxy"
	echo 0 >$filtered/buffer/enable
	rmmod rkbpf_iio || fail rmmod
}

gpio() {
	sim=/sys/kernel/config/gpio-sim/robot
	modprobe rk-gpio-sim && mkdir $sim $sim/bank0 && echo 8 >$sim/bank0/num_lines &&
		echo robot >$sim/bank0/label && echo 1 >$sim/live || fail gpio-sim
	compare rkclient poke /sys/devices/platform/gpio-sim.0/gpiochip*/sim_gpio2/pull pull-down pull-up 4000
	each=2 # of two writes one is an edge that is asked for
	row cost_gpio "gpio, interrupt included"
	each=1
}

pwm() {
	modprobe rk-pwm || fail pwm
	chip=$(echo /sys/class/pwm/pwmchip*)
	echo 1 >$chip/export && echo 2000000 >$chip/pwm1/period && echo 1 >$chip/pwm1/enable || fail pwm
	compare rkclient poke $chip/pwm1/duty_cycle 1000 2000 4000
	row cost_pwm pwm
}

can() {
	modprobe vcan && modprobe can-raw && modprobe rkbpf_can && ip link add vcan0 type vcan && ip link set vcan0 up || fail vcan
	compare rkcan cost vcan0 4000
	row cost_can can
	row cost_can_other "can, another id"
	rmmod rkbpf_can
}

rkclient spin $calls >/dev/null
without=$(rkclient spin $calls)
start
rk-agent key add dev.pub || fail key
compare rkclient spin $calls
printf 'cost %-34s %6d\n' "one getppid, no module" $((without / 10))
printf 'cost %-34s %6d\n' "module loaded, nothing attached" $(((base - without) / 10))
row cost_raw_tp "raw_tp"
row cost_btf "tp_btf"
row cost_record "tracepoint"
row cost_syscall "syscall/enter/NAME"
row cost_other "syscall/enter/OTHER (not this call)"
row cost_kprobe "kprobe"
row cost_kretprobe "kretprobe"
row cost_record_ring "time stamp and ring record"
after=$(rkclient spin $calls)
printf 'cost %-34s %6d\n' "all detached again" $(((after - without) / 10))

quiet=$(rkclient work 20000000)
id=$(load cost_timer.rkb)
rk-agent attach "$id" || fail "timer"
busy=$(rkclient work 20000000)
rk-agent detach "$id" || fail "timer"
runs=$(count "$id" runs)
printf 'cost %-34s %6d runs %d\n' "timer, interrupt included" $(((busy - quiet) / runs)) "$runs"
rk-agent unload "$id"

quiet=$(rkclient loop 1000)
id=$(load cost_switch.rkb)
rk-agent attach "$id" || fail "sched_switch"
busy=$(rkclient loop 1000)
runs=$(count "$id" runs)
rk-agent detach "$id" && rk-agent unload "$id" || fail "sched_switch"
printf 'cost %-34s %6d to %d runs %d\n' "1 kHz loop with sched_switch" "$quiet" "$busy" "$runs"
modprobe configfs && mount -t configfs none /sys/kernel/config || fail configfs
iio
gpio
pwm
can
finish
passed
