# SPDX-License-Identifier: MIT
# runs: virtual robot
# A module whose self-test fails does not load, says which, and leaves nothing behind.
. "${0%/*}/lib.sh"

rkclient patch 'rkbpf self-test' 'rkbpf self-tesT' /rkbpf.ko /tmp/broken.ko || fail "no text of the self-test"
insmod /tmp/broken.ko && fail "a wrong hash was not noticed"
dmesg | grep "rkbpf: self-test of SHA-512 failed: the module does not start" || fail "no message"
[ ! -e /dev/rkbpf ] || fail "the device is there"
! grep -q '^rkbpf ' /proc/modules || fail "the module is there"
start
finish
passed
