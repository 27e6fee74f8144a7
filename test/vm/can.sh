# SPDX-License-Identifier: MIT
# CAN over vcan: classic, CAN FD, remote and error frames from user space are counted once each, by
# interface, id and mask; bpf_can_send answers each of 50 frames with one that user space sees; a
# program keeps rkbpf_can, loses its interface when that goes, and has it again when it comes back.
# modules: vcan can-raw rkbpf_can
. "${0%/*}/lib.sh"

# TEXT FILE: attach refuses and says TEXT.
refused() {
	id=$(load "$2")
	said=$(rk-agent attach "$id" 2>&1) && fail "$2 was attached"
	echo "$said"
	case $said in *"$1"*) ;; *) fail "$2: $said" ;; esac
	rk-agent unload "$id" || fail unload
}

send() { rkcan send vcan0 "$@" || fail "send $*"; }

# PROGRAM KEY NUMBER
expect() {
	n=$(value "$1" seen "$2")
	[ "${n:-0}" = "$3" ] || fail "program $1 counted ${n:-0} of $2, not $3"
}

bus_up() { ip link add vcan0 type vcan && ip link set vcan0 mtu 72 && ip link set vcan0 up; }

start
rk-agent key add dev.pub || fail key
before=$(state)
refused "rkbpf_can" can_all.rkb
modprobe vcan && modprobe can-raw && modprobe rkbpf_can || fail modules
refused "no network interface" can_none.rkb
refused "no CAN interface" can_lo.rkb
bus_up || fail "no bus"
all=$(load can_all.rkb) one=$(load can_id.rkb) some=$(load can_mask.rkb) errors=$(load can_errors.rkb)
send 5 0x123 8
for id in $all $one $some $errors; do rk-agent attach "$id" || fail "attach $id"; done
rmmod rkbpf_can 2>/dev/null && fail "rkbpf_can went from under its programs"
send 300 0x123 8
send 200 0x123 64
send 50 0x40000123 4
send 40 0x20000004 8
for id in $all $one $some $errors; do dump "$id" seen; done
expect "$all" 0 300; expect "$all" 1 200; expect "$all" 2 50; expect "$all" 3 0
expect "$one" 0 500
expect "$some" 0 550
expect "$errors" 0 40
send 10 0x12f 8
send 10 0x130 8
send 10 0x80000123 8
expect "$one" 0 500
expect "$some" 0 570
expect "$errors" 0 40
for id in $all $one $some $errors; do
	rk-agent status "$id" | grep -q ' skips 0 drops 0 missed 0 ' || fail "statistics"
done

# The interface goes and comes back.
ip link del vcan0 || fail "the bus stayed"
bus_up || fail "no bus again"
send 7 0x123 8
expect "$one" 0 507
for id in $all $one $some $errors; do rk-agent detach "$id" || fail "detach $id"; done
send 7 0x123 8
expect "$one" 0 507
for id in $all $one $some $errors; do rk-agent unload "$id" || fail "unload $id"; done

# Answers.
echo=$(load can_echo.rkb)
rk-agent attach "$echo" || fail attach
rkcan dump vcan0 100 >$tmp/frames &
sleep 1
for i in $(seq 50); do send 1 0x200 8; done
wait
rk-agent detach "$echo" || fail detach
dump "$echo" seen
expect "$echo" 0 50; expect "$echo" 2 50; expect "$echo" 3 0
[ "$(grep -c '^98daf110 8 0000000000000000$' $tmp/frames)" = 50 ] || fail "answers: $(cat $tmp/frames)"
rk-agent unload "$echo" || fail unload
unchanged "$before"
rmmod rkbpf_can || fail "rmmod rkbpf_can"
refused "rkbpf_can" can_all.rkb
finish
passed
