# SPDX-License-Identifier: MIT
# Keys are limited and sealed: what a key may not sign is refused, and after the seal nothing about
# keys changes and the module cannot be removed. Programs still come and go.
. "${0%/*}/lib.sh"
timer_hook=$((1 << 5))

start
rk-agent key add dev.pub || fail key
rkclient limit stranger.key 0 0 && fail "a key that is not there was limited"
rkclient limit dev.key $timer_hook 0 || fail limit
rk-agent load tick.rkb 2>&1 | tee /tmp/said && grep -q "may not be used for this hook" /tmp/said || fail "hook allowed"
load switches.rkb | grep -q '^[0-9]' || fail "another hook is refused"
rkclient limit dev.key 0 0 || fail "limit taken off"
id=$(load tick.rkb)
rk-agent attach "$id" || fail attach
rkclient counters save /tmp/counters || fail counters
rkclient seal || fail seal
rkclient status | grep -q "^sealed 1" || fail status
rkclient seal && fail "sealed twice"
rkclient limit dev.key 0 0 && fail "limits changed after the seal"
rk-agent key add stranger.pub && fail "a key was added after the seal"
rkclient counters raise /tmp/counters && fail "counters were raised after the seal"
rmmod rkbpf && fail "removed after the seal"
rk-agent detach "$id" && rk-agent unload "$id" || fail "programs come and go"
id=$(load tick.rkb)
rk-agent attach "$id" || fail "attach after the seal"
passed
