# SPDX-License-Identifier: MIT
# Channels of many formats are read right, wherever they lie in a scan; units as the driver says
# them; a program that drops all leaves nothing to read; devices where nothing can be dropped are
# refused with the reason.
# parallel: no
# modules: rk-iio-odd
. "${0%/*}/lib.sh"
module=/sys/module/rk_iio_odd/parameters
word() { value "$1" words "$2"; }

refused() {
	id=$(load "$1")
	said=$(rk-agent attach "$id" 2>&1) && fail "$1 was attached"
	case $said in *"$2"*) ;; *) fail "$1: $said" ;; esac
	rk-agent unload "$id" || fail unload
}
# CHANNEL...: only these are in a scan.
run() {
	echo 0 >$odd/buffer/enable
	for file in $odd/scan_elements/*_en; do echo 0 >$file; done
	for n in "$@"; do echo 1 >$odd/scan_elements/in_voltage${n}_en || fail "channel $n"; done
	echo 1 >$odd/buffer/enable || fail enable
}
push() { echo 1 >$module/push || fail push; }
# NAME WORD VALUE
is() { [ "$(word "$id" "$2")" = "$3" ] || fail "$1 is $(word "$id" "$2"), not $3"; }
# Unsigned decimals, as maps are shown.
minus() { printf '%u' -$1; }

modprobe rk-iio-odd || fail "no odd devices"
for device in /sys/bus/iio/devices/iio:device*; do [ "$(cat $device/name)" != odd ] || odd=$device; done
echo 64 >$odd/buffer/length || fail length
start
rk-agent key add dev.pub || fail key
before=$(state)
for way in ftrace store_to kprobe; do
	modprobe rkbpf_iio iio_way=$way 2>/dev/null || continue
	refused iio_bare.rkb "has no buffer"
	refused iio_dma.rkb "filled by hardware"
	id=$(load iio_odd.rkb) all=$(load iio_odd_scale.rkb)
	rk-agent attach "$id" || fail "$way: attach"
	run 0 1 2 3 4 5 6
	push
	dump "$id" words
	is "8 bits" 0 $(minus 128)
	is "big-endian, 12 of 16" 1 $(minus 2047)
	is "little-endian, unsigned" 2 4095
	is "24 of 32" 3 $(minus 2)
	is "32 bits, unsigned" 4 4294967295
	is "64 bits" 5 9223372036854775808
	is "10 of 16" 6 1023
	is value 8 $(minus 2047)
	is scale 9 $(minus 3000000500)
	is rate 10 12500
	is channel 11 1
	[ -z "$(word "$id" 12)" ] || fail "$way: a cached read failed"
	run 1 5
	push
	dump "$id" words
	is "first of two" 1 $(minus 2033)
	is "second of two" 5 $(minus 1099511627777)
	is "absent channels" 12 5
	is scans 13 2
	rk-agent attach "$all" || fail "$way: attach the other"
	push
	[ "$(count "$all" missed)" = 1 ] && [ "$(count "$all" runs)" = 0 ] || fail "$way: a scan without its channel"
	run 2 1
	push; push; push
	[ "$(word "$all" 0)" = 187500000 ] || fail "$way: scale"
	is "dropped scans, seen by the other program" 13 6
	for p in $id $all; do rk-agent detach "$p" && rk-agent unload "$p" || fail "$way: unload"; done
	push
	[ "$(dd if=/dev/${odd##*/} bs=64 count=1 2>/dev/null | wc -c)" = 4 ] || fail "$way: not the one forwarded scan"
	echo 0 >$odd/buffer/enable
	sleep 0.5
	unchanged "$before" $way
	rmmod rkbpf_iio || fail "$way: rmmod"
done
finish
passed
