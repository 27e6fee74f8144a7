# SPDX-License-Identifier: MIT
# runs: workstation
# modules: configfs iio_dummy iio-trig-hrtimer rkbpf_iio
# only: *-x86_64 *-aarch64
# A profile of a robot: a program for role:imu is built for the robot's own device and attaches there;
# one for a channel that the robot lacks is not built.
. "${0%/*}/here.sh"
export XDG_CONFIG_HOME=$PWD/config RK_KEYS=$PWD/../keys
target() { "$RK_BIN/rk" target "$@"; }
build() { "$RK_BIN/rkcc" build --target-profile arm --key "$RK_KEYS/dev.sec" "$@"; }

there 'modprobe configfs && mount -t configfs none /sys/kernel/config && modprobe iio_dummy &&
	mkdir /sys/kernel/config/iio/devices/dummy/imu; insmod /rkbpf.ko; modprobe rkbpf_iio' || fail robot
there rk-agent key add /blobs/dev.pub || fail key
release=$(there uname -r)
rm -rf config
refused 1 "no device 'name:gyro'" target add arm robot --role imu=name:gyro
target add arm robot --role imu=name:imu || fail add
target list | grep -q "^arm: robot, Linux $release " || fail list
target show arm | grep -q 'role    imu is name:imu' || fail show
sed 's|iio/name:imu/|iio/role:imu/|' "${0%/*}/iio_volt.bpf.c" >role.bpf.c
grep -q 'iio/role:imu/' role.bpf.c || fail "no role in the source"
build role.bpf.c -o role.rkb || fail build
rk load role.rkb >/dev/null && rk attach iio_volt || fail "attach to what the role stands for"
[ "$(rk status iio_volt --json | jq -r .section)" = iio/name:imu/in_voltage1-voltage2 ] || fail "$(rk status)"
rk detach iio_volt && rk unload iio_volt || fail unload
sed -i 's|in_voltage1-voltage2|in_voltage7|' role.bpf.c
build role.bpf.c -o other.rkb 2>said && fail "a channel that the robot lacks"
cat said
grep -q 'has no iio/name:imu/in_voltage7; near: iio/name:imu/in_voltage.*RKV0011' said || fail reason
[ ! -e other.rkb ] || fail "a blob all the same"
target remove arm && [ -z "$(target list)" ] || fail remove
rm -rf config role.bpf.c role.rkb said
passed
