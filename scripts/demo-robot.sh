#!/bin/bash
# SPDX-License-Identifier: MIT
# scripts/demo.sh --robot: a virtual ARM64 robot (a stock Debian kernel in QEMU) gets three programs over
# ssh: a motor stops at an edge, an IMU's clipped samples never reach user space, threads' waiting for a
# processor becomes a histogram; then a threshold changes while the robot runs.
set -eu
cd "$(dirname "$0")/.."
export PATH="$PWD/build/bin:$PATH" RK_BUILD=$PWD/build
arch=aarch64
robot() { scripts/robot.sh "$1" --arch "$arch" "${@:2}"; }
# shellcheck disable=SC2046
scripts/install.sh $(cat scripts/packages-vm.txt)

echo "== the robot: Debian's kernel, the module, an ssh server (a few minutes the first time)"
out=build/demo/robot
mkdir -p "$out"
cmake --build --preset default >"$out/build.log" 2>&1 || { tail -n 30 "$out/build.log"; exit 1; }
robot build >>"$out/build.log" 2>&1 || { tail -n 30 "$out/build.log"; exit 1; }
RK_VM_MODULES='rk-lines configfs iio_dummy iio-trig-hrtimer' scripts/robot.sh up --ssh --arch "$arch"
trap 'robot down' EXIT
eval "$(robot env)"
there() { robot ssh "$@"; }
export RK_SSH="ssh -F $RK_SSH_CONFIG" RK_KEYS

show() { # print a command as a person would type it, then run it
	printf '\n$ %s\n' "$*"
	"$@"
}
blob() { # NAME ARGUMENT...
	show rkcc build --target "$arch" "${@:2}" "examples/$1.bpf.c" -o "$out/$1.rkb"
}
bound=(--target-btf "$arch=$K_BTF" --kernel-release "$K_VERSION" --kernel-version "$K_BANNER")

printf '\n== on the robot, once: the module, who may sign, which line stops the motor, a simulated IMU\n'
there 'set -e
	modprobe rkbpf; modprobe rkbpf_iio; modprobe rk-lines; modprobe iio_dummy; modprobe iio-trig-hrtimer
	rk-agent key add /blobs/dev.pub
	rk-agent output add gpio name:rk-lines 0 --estop --rt-safe
	mount -t configfs none /sys/kernel/config
	mkdir /sys/kernel/config/iio/devices/dummy/imu /sys/kernel/config/iio/triggers/hrtimer/rk
	cd /sys/bus/iio/devices; echo 200 >trigger0/sampling_frequency; cd iio:device0
	echo rk >trigger/current_trigger; echo 1 >scan_elements/in_accel_x_en; echo 4096 >buffer/length
	echo 1 >buffer/enable; cat /dev/iio:device0 >/tmp/samples 2>/dev/null </dev/null &' >/dev/null
there 'rk-agent output list'

printf '\n== a limit switch stops the motors (here: the power key of the virtual machine)\n'
blob estop_gpio '-DSWITCH="gpio/name:9030000.pl061/line3/rising"'
show rk deploy "$out/estop_gpio.rkb" robot
robot qmp system_powerdown
show rk events limit_switch_triggered safety_events --host robot --count 1 --timeout 20
there 'rk-agent output list'

printf '\n== samples of a saturated accelerometer never reach user space\n'
blob imu_clip -DRAIL=200
show rk deploy "$out/imu_clip.rkb" robot
sleep 2
show rk map dump imu_clip counters --host robot
read_before=$(there 'stat -c %s /tmp/samples')
sleep 2
read_after=$(there 'stat -c %s /tmp/samples')
echo "user space read $((read_after - read_before)) bytes in 2 s: all samples are beyond the threshold of 200"

printf '\n== how long threads wait for a processor\n'
blob sched_latency "${bound[@]}"
show rk deploy "$out/sched_latency.rkb" robot
sleep 5
show rk map dump sched_latency wait_us_log2 --host robot --nonzero

printf '\n== the threshold was wrong: replaced while the robot runs, counters kept\n'
blob imu_clip -DRAIL=1000000
show rk deploy "$out/imu_clip.rkb" robot
sleep 2
show rk map dump imu_clip counters --host robot
read_last=$(there 'stat -c %s /tmp/samples')
echo "user space read $((read_last - read_after)) bytes since"
[ "$read_last" -gt "$read_after" ] && [ "$read_after" = "$read_before" ] || {
	echo "demo-robot.sh: the filter did not filter" >&2
	exit 1
}
show rk status --host robot
