#!/bin/bash
# SPDX-License-Identifier: MIT
# From a fresh Debian 12 to running programs: installs what is missing, builds, makes a key, then
# compiles, verifies, signs and runs the examples: recorded input, and a live timer of this machine.
# With --robot: on a virtual robot instead (demo-robot.sh).
set -eu
cd "$(dirname "$0")/.."
scripts/install.sh

echo "== building (a few minutes the first time)"
mkdir -p build/demo
if ! { cmake --preset default && cmake --build --preset default --target rk rkcc rkverify; } \
	>build/demo/build.log 2>&1; then
	tail -n 40 build/demo/build.log
	echo "demo.sh: the build failed; the whole log is in build/demo/build.log" >&2
	exit 1
fi

[ "${1-}" != --robot ] || exec scripts/demo-robot.sh

export PATH="$PWD/build/bin:$PATH" RK_KEYS="$PWD/build/demo/keys"
show() { # print a command as a person would type it, then run it
	printf '\n$ %s\n' "$*"
	"$@"
}
blob() { # build an example into build/demo
	show rkcc build "examples/$1.bpf.c" -o "build/demo/$1.rkb"
}

echo "== a key of this demo"
[ -f "$RK_KEYS/dev.sec" ] || show rk key generate dev

printf '\n== imu_clip: drop the samples at which an accelerometer saturated (recorded input)\n'
blob imu_clip
show rk run build/demo/imu_clip.rkb --replay examples/data/imu.csv --as iio_event

printf '\n== estop_gpio: a limit switch stops the motors\n'
blob estop_gpio
show rk run build/demo/estop_gpio.rkb --replay examples/data/gpio.csv --as gpio_event

printf '\n== motor_trace: every command of a motor: time, duty cycle, duty cycle before (ns)\n'
blob motor_trace
show rk run build/demo/motor_trace.rkb --replay examples/data/pwm.csv

printf '\n== the easy mistake: &evt for evt\n'
printf '\n$ rkcc build examples/mistakes/address_of_evt.bpf.c\n'
if rkcc build examples/mistakes/address_of_evt.bpf.c -o build/demo/never.rkb; then
	echo "demo.sh: an unsafe program was accepted" >&2
	exit 1
fi

printf '\n== loop_jitter: how late this machine wakes a 1 kHz loop, live for 5 seconds\n'
blob loop_jitter
show rk run build/demo/loop_jitter.rkb --live --for 5s --as timer_event >build/demo/jitter.txt
head -n 2 build/demo/jitter.txt
n=$(grep -c '^overruns #' build/demo/jitter.txt || true)
[ "$n" = 0 ] || { grep -m 3 '^overruns #' build/demo/jitter.txt; echo "... $n overruns in all"; }
sed -n '/^loop_jitter/,$p' build/demo/jitter.txt
