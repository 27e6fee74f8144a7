# SPDX-License-Identifier: MIT
# A breakpoint by which the kernel patched the entry of iio_push_to_buffers() may be taken late, when
# a probe stands there: the scan goes on. QEMU keeps such breakpoints while scans hammer the entry.
# modules: configfs iio-trig-hrtimer
# needs: kprobes
# only: *x86_64
# seconds: 120
. "${0%/*}/lib.sh"
imu=/sys/bus/iio/devices/iio:device0
config=/sys/kernel/config/iio

modprobe configfs && mount -t configfs none /sys/kernel/config || fail configfs
modprobe iio_dummy && modprobe iio-trig-hrtimer || fail "no simulated IIO"
mkdir $config/triggers/hrtimer/rk $config/devices/dummy/imu || fail "no simulated device"
echo 10000 >/sys/bus/iio/devices/trigger0/sampling_frequency || fail frequency
echo rk >$imu/trigger/current_trigger || fail trigger
for channel in voltage0 voltage1-voltage2 accel_x; do
	echo 1 >$imu/scan_elements/in_${channel}_en || fail $channel
done
start
rk-agent key add dev.pub || fail key
modprobe rkbpf_iio iio_way=kprobe || fail way
before=$(state)
id=$(load iio_half.rkb)
taskset -p 2 $$ >/dev/null
for task in $(ps | awk '/irq\// { print $1 }'); do taskset -p 1 $task >/dev/null; done
for i in $(seq 40); do
	echo 1 >$imu/buffer/enable || fail enable
	rk-agent attach "$id" || fail attach
	sleep 0.1
	# No scans while the probe goes: nothing but a probe forgives a breakpoint that QEMU keeps.
	echo 0 >$imu/buffer/enable || fail disable
	rk-agent detach "$id" || fail detach
done
[ "$(count "$id" runs)" -ge 40 ] || fail "too few scans: this has shown nothing"
rk-agent unload "$id" || fail unload
unchanged "$before"
rmmod rkbpf_iio || fail "rmmod rkbpf_iio"
finish
passed
