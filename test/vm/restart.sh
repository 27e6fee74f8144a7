# SPDX-License-Identifier: MIT
# Counters live in memory: after a restart an older version of a trusted key loads again, unless
# the counters were saved and raised.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
id=$(load tick.rkb)
rk-agent load old.rkb && fail "an older version"
rk-agent counters >/tmp/counters || fail save
rk-agent unload "$id" && finish
start
rk-agent counters raise /tmp/counters && fail "raised for a key that is not trusted"
rk-agent key add dev.pub || fail key
load old.rkb | grep -q '^[0-9]' || fail "documented: memory does not survive"
finish
start
rk-agent key add dev.pub || fail key
rk-agent counters raise /tmp/counters || fail raise
rk-agent load old.rkb 2>&1 | tee /tmp/said && grep -q "counter is lower" /tmp/said || fail "an older version after all"
load tick.rkb | grep -q '^[0-9]' || fail "the version itself"
finish
passed
