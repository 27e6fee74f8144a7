# SPDX-License-Identifier: MIT
# Samples of an IIO device, read by user space, against a program's decisions, by each way to drop
# scans: exactly every second one is gone, none is lost or doubled, values are right; attach and
# detach while the buffer runs; cached reads; refusals; the part's module stays while it is needed.
# parallel: no
# modules: configfs iio-trig-hrtimer
# seconds: 240
. "${0%/*}/lib.sh"
imu=/sys/bus/iio/devices/iio:device0
config=/sys/kernel/config/iio
word() { value "$1" words "$2"; }

# FILE TEXT: attach refuses and says TEXT.
refused() {
	id=$(load "$1")
	said=$(rk-agent attach "$id" 2>&1) && fail "$1 was attached"
	case $said in *"$2"*) ;; *) fail "$1: $said" ;; esac
	rk-agent unload "$id" || fail unload
}

plug() {
	mkdir $config/devices/dummy/imu || fail "no simulated device"
	echo rk >$imu/trigger/current_trigger || fail trigger
	for channel in voltage0 voltage1-voltage2 accel_x; do
		echo 1 >$imu/scan_elements/in_${channel}_en || fail $channel
	done
	echo 4096 >$imu/buffer/length || fail length
}

# Everything that the buffer gives goes to a file; a line per scan: two voltages and the count.
record() {
	echo 1 >$imu/buffer/enable || fail enable
	cat /dev/iio:device0 >$tmp/scans &
	reader=$!
}
recorded() {
	sleep 0.2
	echo 0 >$imu/buffer/enable || fail disable
	kill $reader
	wait $reader 2>/dev/null
	hexdump -v -e '3/2 "%d " "\n"' $tmp/scans >$tmp/lines
	awk '$1 != 7 || $2 != -33 || NF != 3 { print "line " NR ": " $0; exit 1 }' $tmp/lines || fail "values"
}
# How many scans are missing between the first and the last; every gap is one even count.
missing() {
	awk 'NR > 1 { d = $3 - last; if (d != 1 && (d != 2 || $3 % 2 == 0)) { print "gap before line " NR; exit }
		gaps += d - 1 } { last = $3 } END { print gaps + 0 }' $tmp/lines
}

# WAY: does this kernel have it?
has() {
	case $1 in
	ftrace) grep -q ' register_ftrace_function$' /proc/kallsyms ;;
	kprobe) grep -q ' register_kprobe$' /proc/kallsyms ;;
	esac
}

half() {
	record
	sleep 0.5
	id=$(load iio_half.rkb)
	rk-agent attach "$id" || fail "$1: attach"
	lsmod | grep '^rkbpf_iio'
	rmmod rkbpf_iio 2>/dev/null && fail "$1: the module went under a program"
	until [ "$(word "$id" 0)" -ge 150 ] 2>/dev/null; do sleep 0.1; done
	rk-agent detach "$id" || fail "$1: detach"
	if [ "$1" = store_to ]; then
		rmmod rkbpf_iio 2>/dev/null && fail "the module went under a running buffer"
	else # while scans come
		rmmod rkbpf_iio && modprobe rkbpf_iio iio_way=$1 || fail "$1: the module again"
	fi
	sleep 0.5
	recorded
	rk-agent status "$id"
	dump "$id" words
	seen=$(word "$id" 0) dropped=$(word "$id" 1)
	echo "$1: $(wc -l <$tmp/lines) scans read, $seen seen, $dropped dropped, $(missing) missing"
	[ "${dropped:-0}" -ge 50 ] && [ "$(missing)" = "$dropped" ] || fail "$1: not the dropped scans are missing"
	half=$((seen / 2)) && [ "$dropped" = $half ] || [ "$dropped" = $((half + 1)) ] || fail "$1: not every second"
	[ -z "$(word "$id" 2)" ] || fail "$1: the program missed scans"
	[ "$(count "$id" runs)" = "$seen" ] || fail "$1: runs"
	[ "$(word "$id" 8)" = "$seen" ] && [ "$(word "$id" 9)" = "$seen" ] || fail "$1: cached reads"
	[ "$(word "$id" 5)" = 3000 ] && [ "$(word "$id" 7)" = 3 ] || fail "$1: event"
	rk-agent unload "$id" || fail "$1: unload"
}

clip() {
	rmdir $config/devices/dummy/imu && rmmod iio_dummy && modprobe iio_dummy || fail "$1: device module"
	plug
	record
	id=$(load iio_clip.rkb)
	rk-agent attach "$id" || fail "$1: attach"
	until [ "$(value "$id" counters 0)" -ge 250 ] 2>/dev/null; do sleep 0.1; done
	recorded
	dump "$id" counters
	[ "$(value "$id" counters 1)" = 100 ] || fail "$1: dropped"
	awk '$3 >= 100 && $3 < 200 { exit 1 }' $tmp/lines || fail "$1: a clipped scan was read"
	[ "$(awk 'NR > 1 && $3 != last + 1 { print last "-" $3 } { last = $3 }' $tmp/lines)" = 99-200 ] ||
		fail "$1: clipped otherwise"
	rk-agent detach "$id" && rk-agent unload "$id" || fail "$1: unload"
}

# A second program, which drops nothing, and a timer that reads what it sees.
others() {
	volt=$(load iio_volt.rkb) timer=$(load iio_timer.rkb)
	rk-agent attach "$timer" || fail "$1: timer"
	sleep 0.3
	record
	rk-agent attach "$volt" || fail "$1: attach"
	until [ "$(word "$volt" 0)" -ge 60 ] 2>/dev/null; do sleep 0.1; done
	rk-agent detach "$timer" && rk-agent detach "$volt" || fail "$1: detach"
	recorded
	dump "$volt" words; dump "$timer" words
	[ "$(missing)" = 0 ] || fail "$1: a scan was lost"
	[ "$(word "$volt" 5)" = 1 ] && [ "$(word "$volt" 2)" = 1344 ] || fail "$1: event"
	[ "$(word "$volt" 6)" = 7 ] || fail "$1: cached voltage"
	[ "$(word "$timer" 0)" -ge 5 ] && [ "$(word "$timer" 1)" -ge 5 ] && [ "$(word "$timer" 2)" -ge 5 ] || fail "$1: timer"
	[ -z "$(word "$timer" 3)" ] || fail "$1: a sample of the future"
	rk-agent unload "$volt" && rk-agent unload "$timer" || fail "$1: unload"
}

modprobe configfs && mount -t configfs none /sys/kernel/config || fail configfs
modprobe iio_dummy && modprobe iio-trig-hrtimer || fail "no simulated IIO"
mkdir $config/triggers/hrtimer/rk || fail trigger
echo 200 >/sys/bus/iio/devices/trigger0/sampling_frequency || fail frequency
start
rk-agent key add dev.pub || fail key
before=$(state)
refused iio_half.rkb "rkbpf_iio, which has this hook, is not loaded"
modprobe rkbpf_iio iio_way=magic 2>/dev/null && fail "loaded with a strange way"
for way in ftrace store_to kprobe; do
	if ! modprobe rkbpf_iio iio_way=$way; then
		has $way && fail "no way $way"
		echo "$way: not on this kernel"
		continue
	fi
	refused iio_half.rkb "no IIO device of this name"
	plug
	refused iio_none.rkb "no IIO device of this name"
	refused iio_channel.rkb "no such channel"
	refused iio_stamp.rkb "the timestamp is not a channel"
	half $way
	clip $way
	others $way
	unchanged "$before" "$way"
	rmdir $config/devices/dummy/imu || fail "$way: unplug"
	rmmod rkbpf_iio || fail "$way: rmmod"
done
finish
passed
