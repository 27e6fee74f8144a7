# SPDX-License-Identifier: MIT
# A filtered device beside its source: user space reads both at once; the source's stream is whole,
# the filtered one lacks exactly what the program dropped and is equal otherwise. Attach and detach
# while both run; a source that goes and comes; the module goes while a buffer runs, not while a
# file is open.
# parallel: no
# modules: configfs iio-trig-hrtimer
# seconds: 240
. "${0%/*}/lib.sh"
devices=/sys/bus/iio/devices
imu=$devices/iio:device0
config=/sys/kernel/config/iio
word() { value "$1" words "$2"; }

# NAME: the number of the device.
number() {
	for d in $devices/iio:device*; do
		[ "$(cat $d/name 2>/dev/null)" != "$1" ] || echo ${d##*device}
	done
}
find_filtered() {
	until n=$(number imu-filtered) && [ -n "$n" ]; do sleep 0.1; done
	filtered=$devices/iio:device$n
}
plug() {
	mkdir $config/devices/dummy/imu || fail "no simulated device"
	echo rk >$imu/trigger/current_trigger || fail trigger
}
# DEVICE CHANNEL...: these alone.
enable() {
	device=$1 && shift
	for file in $device/scan_elements/*_en; do echo 0 >$file || fail "$file"; done
	for channel in "$@"; do echo 1 >$device/scan_elements/in_${channel}_en || fail $channel; done
	echo 4096 >$device/buffer/length || fail length
	echo 1 >$device/buffer/enable || fail "$device: enable"
}
disable() { echo 0 >$1/buffer/enable || fail disable; }
# FILE: scans of two voltages, the count and a time stamp, one a line, stamps as two halves.
lines() { hexdump -v -e '4/2 "%d " 2/4 "%u " "\n"' $tmp/$1 >$tmp/$1.lines; }
# FILE: how many scans are missing between the first and the last.
missing() { awk 'NR > 1 { gaps += $3 - last - 1 } { last = $3 } END { print gaps + 0 }' $tmp/$1.lines; }

# What the one shows of channels and scans, the other shows too.
same_attributes() {
	for file in in_voltage0_raw in_voltage0_scale in_voltage0_offset in_accel_x_raw in_accel_x_calibbias \
		in_voltage-voltage_scale in_sampling_frequency scan_elements/in_accel_x_type scan_elements/in_accel_x_index \
		scan_elements/in_voltage1-voltage2_type scan_elements/in_timestamp_index; do
		[ -e $imu/$file ] && [ "$(cat $imu/$file)" = "$(cat $filtered/$file)" ] || fail "$file"
	done
	[ "$(cat $filtered/label)" = iio:device0 ] || fail label
	echo 1 >$filtered/in_accel_x_calibbias && fail "the filtered device was written"
	[ ! -e $filtered/trigger ] || fail "a trigger of its own"
}

both() {
	enable $imu voltage0 voltage1-voltage2 accel_x timestamp
	cat /dev/iio:device0 >$tmp/raw &
	raw=$!
	enable $filtered voltage0 voltage1-voltage2 accel_x timestamp
	cat /dev/${filtered##*/} >$tmp/filtered &
	reader=$!
	sleep 0.4
	id=$(load iio_half.rkb) other=$(load iio_other.rkb)
	rk-agent attach "$other" || fail "attach to the other device"
	rk-agent attach "$id" || fail attach
	until [ "$(word "$id" 0)" -ge 150 ] 2>/dev/null; do sleep 0.1; done
	rk-agent detach "$id" || fail detach
	sleep 0.4
	disable $filtered
	sleep 0.2
	disable $imu
	kill $raw $reader
	wait $raw $reader 2>/dev/null
	rk-agent detach "$other" && rk-agent unload "$other" || fail "the other program"
	lines raw; lines filtered
	seen=$(word "$id" 0) dropped=$(word "$id" 1)
	echo "$(wc -l <$tmp/raw.lines) raw, $(wc -l <$tmp/filtered.lines) filtered, $seen seen, $dropped dropped," \
		"missing $(missing raw) and $(missing filtered)"
	[ "$(missing raw)" = 0 ] || fail "the raw stream has gaps"
	[ "$(wc -l <$tmp/filtered.lines)" -ge 150 ] || fail "not before, while and after"
	[ "${dropped:-0}" -ge 75 ] && [ "$(missing filtered)" = "$dropped" ] || fail "not the dropped scans are missing"
	awk '$1 != 7 || $2 != -33' $tmp/raw.lines | grep . && fail values
	awk 'NR == FNR { raw[$0] = 1; next } !($0 in raw) { print; bad = 1 } END { exit bad }' \
		$tmp/raw.lines $tmp/filtered.lines || fail "a filtered scan that is not the source's"
	[ -z "$(word "$id" 2)" ] || fail "the program missed scans"
	[ "$(word "$id" 8)" = "$seen" ] && [ "$(word "$id" 9)" = "$seen" ] || fail "cached reads"
	[ "$(word "$id" 6)" = "" ] || fail "the event's device is not the source"
	rk-agent unload "$id" || fail unload
}

# Each device's readers have their own channels; a program sees those of the filtered device.
channels() {
	id=$(load iio_half.rkb)
	rk-agent attach "$id" || fail attach
	enable $imu voltage0
	sleep 0.3
	[ "$(count "$id" runs)" = 0 ] || fail "a program saw scans of the source"
	enable $filtered accel_x
	[ "$(dd if=/dev/${filtered##*/} bs=2 count=40 2>/dev/null | hexdump -v -e '/2 "%d\n"' | awk 'NR > 1 && $1 != last + 2 { print "gap" } { last = $1 }')" = "" ] ||
		fail "one channel of the filtered device"
	[ "$(dd if=/dev/iio:device0 bs=2 count=40 2>/dev/null | hexdump -v -e '/2 "%d\n"' | sort -u)" = 7 ] || fail "one channel of the source"
	disable $filtered
	missed=$(count "$id" missed)
	enable $filtered voltage0
	until [ "$(count "$id" missed)" -ge $((missed + 20)) ]; do sleep 0.1; done
	disable $filtered
	disable $imu
	echo >$imu/trigger/current_trigger
	echo 1 >$filtered/buffer/enable && fail "it runs, and its source has no trigger"
	echo rk >$imu/trigger/current_trigger || fail trigger
}

# A program stays; its device goes while the filtered one is read, and comes back.
gone() {
	enable $filtered accel_x
	: >$tmp/gone
	cat /dev/${filtered##*/} >$tmp/gone 2>/dev/null &
	reader=$!
	until [ "$(wc -c 2>/dev/null <$tmp/gone)" -ge 40 ] 2>/dev/null; do sleep 0.1; done
	rmdir $config/devices/dummy/imu || fail unplug
	until [ -z "$(number imu-filtered)" ]; do sleep 0.1; done
	wait $reader
	plug
	find_filtered
	enable $filtered accel_x
	[ "$(dd if=/dev/${filtered##*/} bs=2 count=20 2>/dev/null | hexdump -v -e '/2 "%d\n"' | awk '$1 % 2 == 0')" = "" ] ||
		fail "scans of the new device were not filtered"
	disable $filtered
	rk-agent detach "$id" && rk-agent unload "$id" || fail unload
}

# The source goes on.
removal() {
	enable $imu accel_x
	enable $filtered accel_x
	exec 5</dev/${filtered##*/}
	rmmod rkbpf_iio 2>/dev/null && fail "the module went under an open file"
	exec 5<&-
	rmmod rkbpf_iio || fail "the module, while the buffer runs"
	[ -z "$(number imu-filtered)" ] || fail "the filtered device stays"
	[ "$(cat $imu/buffer/enable)" = 1 ] || fail "the source stopped"
	[ "$(dd if=/dev/iio:device0 bs=2 count=200 2>/dev/null | hexdump -v -e '/2 "%d\n"' | awk 'NR > 1 && $1 != last + 1 { print "gap" } { last = $1 }')" = "" ] ||
		fail "the source's stream"
	disable $imu
}

modprobe configfs && mount -t configfs none /sys/kernel/config || fail configfs
modprobe iio_dummy && modprobe iio-trig-hrtimer || fail "no simulated IIO"
mkdir $config/triggers/hrtimer/rk || fail trigger
echo 200 >$devices/trigger0/sampling_frequency || fail frequency
plug
mkdir $config/devices/dummy/other || fail "no other device"
start
rk-agent key add dev.pub || fail key
before=$(state)
for round in 1 2; do
	modprobe rkbpf_iio proxy=name:nothing,name:imu || fail modprobe
	[ -n "$(number imu-filtered)" ] || fail "no filtered device at once"
	[ -z "$(number other-filtered)" ] || fail "one that nobody asked for"
	find_filtered
	same_attributes
	both
	channels
	gone
	removal
	unchanged "$before" "round $round"
done
finish
passed
