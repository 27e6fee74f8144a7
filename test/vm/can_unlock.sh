# SPDX-License-Identifier: MIT
# A program that sends CAN frames wherever the kernel releases a spinlock stops no CPU: the queue of
# frames takes none of the kernel's locks, which a program may be probing. (arm64 inlines the release.)
# only: *x86_64
# needs: kprobes
# modules: can rkbpf_can
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
before=$(state)
modprobe rkbpf_can || fail modules
id=$(load can_unlock.rkb)
rk-agent attach "$id" || fail attach
for i in $(seq 100); do true | cat; done
rk-agent detach "$id" || fail detach
[ "$(count "$id" runs)" -ge 1000 ] || fail "the probe did not run"
dmesg | grep -q 'CAN frame 123 to interface 0: error -19' || fail "no frame reached the worker"
rk-agent unload "$id" || fail unload
unchanged "$before"
rmmod rkbpf_can || fail rmmod
finish
passed
