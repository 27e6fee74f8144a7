# SPDX-License-Identifier: MIT
# The seal keeps the module's parts, whether they came before or after it: a sealed program that
# sends CAN frames from another hook would else lose what it calls.
# modules: rkbpf_can rkbpf_iio
. "${0%/*}/lib.sh"

start
modprobe rkbpf_can || fail "rkbpf_can"
rmmod rkbpf_can || fail "rkbpf_can stays before the seal"
modprobe rkbpf_can || fail "rkbpf_can again"
rk-agent seal || fail seal
rmmod rkbpf_can 2>/dev/null && fail "rkbpf_can was removed after the seal"
modprobe rkbpf_iio || fail "rkbpf_iio"
rmmod rkbpf_iio 2>/dev/null && fail "rkbpf_iio, loaded after the seal, was removed"
passed
