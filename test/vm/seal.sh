# SPDX-License-Identifier: MIT
# Keys are limited and sealed: what a key may not sign is refused, and after the seal nothing about
# keys changes and the module cannot be removed. Programs still come and go.
. "${0%/*}/lib.sh"

start
rk-agent key add dev.pub || fail key
rk-agent key limit stranger.pub && fail "a key that is not there was limited"
rk-agent key limit dev.pub timer || fail limit
rk-agent load tick.rkb 2>&1 | tee /tmp/said && grep -q "may not be used for this hook" /tmp/said || fail "hook allowed"
load switches.rkb | grep -q '^[0-9]' || fail "another hook is refused"
rk-agent key limit dev.pub || fail "limit taken off"
id=$(load tick.rkb)
rk-agent attach "$id" || fail attach
rk-agent counters >/tmp/counters || fail counters
rk-agent seal || fail seal
rk-agent info | grep -qx "sealed 1" || fail status
rk-agent seal && fail "sealed twice"
rk-agent key limit dev.pub && fail "limits changed after the seal"
rk-agent key add stranger.pub && fail "a key was added after the seal"
rk-agent counters raise /tmp/counters && fail "counters were raised after the seal"
rmmod rkbpf && fail "removed after the seal"
rk-agent detach "$id" && rk-agent unload "$id" || fail "programs come and go"
id=$(load tick.rkb)
rk-agent attach "$id" || fail "attach after the seal"
passed
