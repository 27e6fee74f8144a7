# SPDX-License-Identifier: MIT
# A device goes while a program is attached to it, with its buffer at rest and while it runs: a
# program that waits filters the device that comes back from the first scan on; it can be detached
# while it waits; nothing is left behind. By store_to a device that goes while its buffer runs keeps rkbpf_iio loaded, and nothing else.
# parallel: no
# modules: configfs iio-trig-hrtimer
# seconds: 240
. "${0%/*}/lib.sh"
imu=/sys/bus/iio/devices/iio:device0
config=/sys/kernel/config/iio
word() { value "$1" words "$2"; }

plug() {
	mkdir $config/devices/dummy/imu || fail "no simulated device"
	echo rk >$imu/trigger/current_trigger || fail trigger
	echo 1 >$imu/scan_elements/in_accel_x_en || fail channel
	echo 4096 >$imu/buffer/length || fail length
}
unplug() { rmdir $config/devices/dummy/imu || fail unplug; }
run() { echo 1 >$imu/buffer/enable || fail enable; }
# PROGRAM COUNT: which part stands still? Of the trigger, the kernel counts interrupts, which go on
# where only the program sees no scan. If it sees them once ftrace has written its instruction again,
# the kernel ran what was there before.
still() {
	rk-agent status
	for turn in 1 2; do grep _consumer /proc/interrupts; sleep 1; done
	seen=$(word "$1" 0)
	echo 0 >/proc/sys/kernel/ftrace_enabled && echo 1 >/proc/sys/kernel/ftrace_enabled
	sleep 1
	fail "scans stay at $seen, not $2; after ftrace wrote anew: $(word "$1" 0)"
}
# PROGRAM COUNT: until so many of its scans came; half a minute is a hundred times what they take.
wait_for() {
	turn=0
	until [ "$(word "$1" 0)" -ge "$2" ] 2>/dev/null; do
		turn=$((turn + 1))
		[ $turn -lt 300 ] || still "$@"
		sleep 0.1
	done
}

# STATE [DO]: the device goes and, after DO, comes back.
again() {
	[ "$1" = runs ] || echo 0 >$imu/buffer/enable || fail disable
	unplug
	rmmod iio_dummy && modprobe iio_dummy || fail "device module"
	[ -z "${2-}" ] || $2
	plug
}
detach() { rk-agent detach "$id" || fail detach; }

# WAY STATE
gone() {
	plug
	id=$(load iio_half.rkb)
	rk-agent attach "$id" || fail "$1 $2: attach"
	run
	wait_for "$id" 20
	again $2
	seen=$(word "$id" 0)
	run
	wait_for "$id" $((seen + 20))
	[ "$(dd if=/dev/iio:device0 bs=2 count=5 2>/dev/null | hexdump -v -e '/2 "%d "')" = "1 3 5 7 9 " ] ||
		fail "$1 $2: scans of the new device were not filtered"
	again $2 detach
	seen=$(word "$id" 0)
	run
	sleep 0.5
	[ "$(word "$id" 0)" = "$seen" ] || fail "$1 $2: a detached program runs"
	other=$(load iio_volt.rkb)
	rk-agent attach "$other" || fail "$1 $2: attach to the new device"
	rk-agent attach "$id" || fail "$1 $2: attach again"
	wait_for "$id" $((seen + 20))
	[ "$(count "$other" missed)" -ge 1 ] || fail "$1 $2: scans without its channel are not counted"
	for p in $id $other; do rk-agent detach "$p" && rk-agent unload "$p" || fail "$1 $2: unload"; done
	echo 0 >$imu/buffer/enable || fail disable
	sleep 0.5
	unplug
}

modprobe configfs && mount -t configfs none /sys/kernel/config || fail configfs
modprobe iio_dummy && modprobe iio-trig-hrtimer || fail "no simulated IIO"
mkdir $config/triggers/hrtimer/rk || fail trigger
start
rk-agent key add dev.pub || fail key
before=$(state)
for way in ftrace kprobe store_to; do
	modprobe rkbpf_iio iio_way=$way 2>/dev/null || continue
	gone $way rests
	rmmod rkbpf_iio || fail "$way: rmmod"
	modprobe rkbpf_iio iio_way=$way
	gone $way runs
	unchanged "$before" $way
	case $way in
	store_to) rmmod rkbpf_iio 2>/dev/null && fail "the module went, with a scan perhaps in it" ;;
	*) rmmod rkbpf_iio || fail "$way: rmmod" ;;
	esac
done
rmmod iio_dummy || fail "the device's module is held"
trap - EXIT
rm -rf "$tmp"
passed
