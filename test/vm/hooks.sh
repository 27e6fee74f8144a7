# SPDX-License-Identifier: MIT
# runs: workstation
# modules: configfs vcan can-raw rk-gpio-sim iio_dummy rk-pwm
# only: *-x86_64 *-aarch64
# rk hooks names what a robot's kernel has: devices as they come, tracepoints have the ids of tracefs, functions only where they are asked for.
. "${0%/*}/here.sh"

there mount -t tracefs nodev /sys/kernel/tracing || fail tracefs
rk hooks >said || fail hooks
grep -q '^timer/<period> ' said || fail timer
id=$(there cat /sys/kernel/tracing/events/sched/sched_switch/id)
grep -Eq "^tracepoint/sched/sched_switch +$id$" said || fail "id $id: $(grep sched_switch said)"
grep -Eq '^raw_tp/sched_switch +sched$' said || fail raw_tp
grep -q '^kprobe/' said && fail "functions that nobody asked for"
[ "$(grep -c '^tracepoint/' said)" -gt 300 ] || fail "$(grep -c '^tracepoint/' said) tracepoints"
rk hooks 'kprobe/vfs_*' | grep -Eq '^kprobe/vfs_read +kernel$' || fail kprobe
rk hooks kretprobe/vfs_read | grep -q '^kretprobe/vfs_read ' || fail kretprobe
rk hooks --json sched_switch | jq -es 'length == 2 and all(.schema == 1)' >/dev/null || fail json
grep -q '^can/' said && fail "a CAN interface that there is not"
there 'modprobe vcan && ip link add can0 type vcan' || fail vcan
rk hooks can | grep -Eq '^can/can0 +down$' || fail "can: $(rk hooks can)"
there ip link set can0 up
rk hooks 'can/*' | grep -Eq '^can/can0 +up$' || fail up
there 'modprobe configfs && mount -t configfs none /sys/kernel/config && modprobe rk-gpio-sim && modprobe rk-pwm &&
	modprobe iio_dummy && sim=/sys/kernel/config/gpio-sim/robot && mkdir $sim $sim/bank0 && echo 8 >$sim/bank0/num_lines &&
	echo buttons >$sim/bank0/label && echo 1 >$sim/live && mkdir /sys/kernel/config/iio/devices/dummy/imu' || fail devices
rk hooks gpio | grep -Eq '^gpio/name:buttons/line<N>/<rising\|falling\|both> +chip[0-9]+, N is 0 to 7$' || fail "gpio: $(rk hooks gpio)"
chip=$(rk hooks gpio/name:buttons | sed 's/.* \(chip[0-9]*\),.*/\1/')
rk hooks "gpio/$chip" | grep -Eq " buttons, N is 0 to 7$" || fail "$chip"
rk hooks pwm/chip | grep -Eq '^pwm/chip[0-9]+/channel<N> ' || fail "pwm: $(rk hooks pwm)"
rk hooks iio | grep -Eq '^iio/name:[a-z_]+/in_[a-z0-9_]+ +device0$' || fail "iio: $(rk hooks iio)"
rk hooks iio | grep -q in_timestamp && fail "the timestamp is no channel"
rk hooks iio; rk hooks gpio; rk hooks pwm
refused 1 "nothing there matches" rk hooks nothing-of-that-name

rm said
passed
