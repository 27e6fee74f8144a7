# SPDX-License-Identifier: MIT
# slow: yes
# seconds: 900
# Every single bit of a good image flipped in turn, and every shorter length: refused, without a trace.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
before=$(state)
rkclient bad tick.rkb 1 || fail "a damaged image was accepted"
unchanged "$before"
finish
passed
