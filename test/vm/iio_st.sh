# SPDX-License-Identifier: MIT
# A real driver (st_magn, a LIS3MDL behind the kernel's I2C stub), found by the driver's name: its
# scans are dropped while the register says saturation, whatever way is chosen; units are those that
# the driver shows in sysfs.
# modules: configfs iio-trig-hrtimer i2c-dev i2c-stub st_magn_i2c
# only: x86_64
# seconds: 240
. "${0%/*}/lib.sh"
word() { value "$1" words "$2"; }
# REGISTER VALUE: also where reads of several bytes look for it.
poke() {
	for at in $(($1)) $(($1 | 128)); do
		i2cset -y -f "$bus" 0x1e $(printf '0x%02x 0x%02x' $at $2) || fail i2cset
	done
}
# So that no half-written reading is within the limit.
saturate() { poke 0x29 0x7f; poke 0x28 0xff; }
# LOW BYTE: a reading of 0 to 255
relax() { poke 0x28 $1; poke 0x29 0; }
wait_for() { n=$(($(word "$id" $1) + 15)); until [ "$(word "$id" $1)" -ge $n ]; do sleep 0.1; done; }
size() { wc -c <$tmp/scans; }

modprobe i2c-dev && modprobe i2c-stub chip_addr=0x1e && modprobe st_magn_i2c || fail "no I2C stub"
for a in /sys/bus/i2c/devices/i2c-*; do
	case $(cat $a/name) in "SMBus stub"*) bus=${a##*-} ;; esac
done
poke 0x0f 0x3d
poke 0x2c 0x2a; poke 0x2d 0xff # z is -214
relax 100
echo lis3mdl 0x1e >/sys/bus/i2c/devices/i2c-$bus/new_device || fail "no magnetometer"
magn=/sys/bus/iio/devices/iio:device0
[ "$(cat $magn/name)" = lis3mdl ] || fail "not the magnetometer"
modprobe configfs && mount -t configfs none /sys/kernel/config && modprobe iio-trig-hrtimer || fail trigger
mkdir /sys/kernel/config/iio/triggers/hrtimer/rk || fail trigger
echo 100 >/sys/bus/iio/devices/trigger0/sampling_frequency || fail frequency
echo rk >$magn/trigger/current_trigger || fail "current trigger"
for c in x z; do echo 1 >$magn/scan_elements/in_magn_${c}_en || fail channel; done
echo 1024 >$magn/buffer/length
start
rk-agent key add dev.pub || fail key
for way in ftrace store_to kprobe; do
	modprobe rkbpf_iio iio_way=$way 2>/dev/null || continue
	relax 100
	id=$(load iio_st.rkb)
	rk-agent attach "$id" || fail "$way: attach"
	echo 1 >$magn/buffer/enable || fail enable
	cat /dev/iio:device0 >$tmp/scans &
	reader=$!
	until [ "$(word "$id" 0)" -ge 15 ] 2>/dev/null; do sleep 0.1; done
	saturate
	until [ "$(word "$id" 1)" -ge 5 ] 2>/dev/null; do sleep 0.1; done
	sleep 0.2
	before=$(size)
	wait_for 1
	[ "$(size)" = "$before" ] || fail "$way: a saturated scan was read"
	relax 200
	wait_for 0
	rk-agent detach "$id" || fail "$way: detach"
	echo 0 >$magn/buffer/enable
	sleep 0.3
	kill $reader
	wait $reader 2>/dev/null
	dump "$id" words
	hexdump -v -e '2/2 "%d " "\n"' $tmp/scans | sort | uniq -c
	hexdump -v -e '2/2 "%d " "\n"' $tmp/scans | awk '$2 != -214 || ($1 != 100 && $1 != 200) { exit 1 }' || fail "$way: values"
	[ "$(word "$id" 2)" = 200 ] && [ "$(word "$id" 5)" = "$(printf %u -214)" ] || fail "$way: event"
	[ "$(word "$id" 3)" = "$(awk '{ printf "%.0f", $1 * 1000000000 }' $magn/in_magn_x_scale)" ] || fail "$way: scale"
	[ "$(word "$id" 4)" = "$(awk '{ printf "%.0f", $1 * 1000 }' $magn/sampling_frequency)" ] || fail "$way: rate"
	rk-agent unload "$id" || fail "$way: unload"
	sleep 0.3
	rmmod rkbpf_iio || fail "$way: rmmod"
done
finish
passed
