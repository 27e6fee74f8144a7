# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# A policy of the boot file: what can act on an output is loaded with signatures of two trusted keys
# alone, what only looks with one. The policy comes before the first program and ends with the seal.
. "${0%/*}/here.sh"
trap 'rm -rf "$own"' EXIT
own=$(mktemp -d)
RK_KEYS=$own "$RK_BIN/rk" key generate safety >/dev/null 2>&1 || fail "key generate"
dev=$RK_KEYS/dev.sec stranger=$RK_KEYS/stranger.sec
sign() { "$RK_BIN/rk" sign "$@" 2>/dev/null; }

there insmod /rkbpf.ko || fail insmod
there "cat >/tmp/safety.pub" <"$own/safety.pub" || fail copy
there 'cat >/tmp/boot' <<-'END' || fail boot
	key add /blobs/dev.pub
	key add /tmp/safety.pub
	policy two-keys actuators
END
there rk-agent boot /tmp/boot || fail boot
there rk-agent info | grep -qx "two_keys 1" || fail "info does not tell"

refused 4 "two trusted keys on what drives outputs" rk load acts.rkb
[ -z "$(rk status)" ] || fail "loaded with one signature"
cp acts.rkb "$own/twice.rkb" && sign "$own/twice.rkb" --key "$dev" && fail "one key signed twice"
cp acts.rkb "$own/odd.rkb" && sign "$own/odd.rkb" --key "$stranger" || fail sign
refused 4 "two trusted keys" rk load "$own/odd.rkb"
cp acts.rkb "$own/two.rkb" && sign "$own/two.rkb" --key "$own/safety.sec" || fail sign
cp "$own/two.rkb" "$own/forged.rkb"
printf '\377\377' | dd of="$own/forged.rkb" bs=1 seek=130 conv=notrunc 2>/dev/null
refused 4 "does not match" rk load "$own/forged.rkb"
id=$(rk load "$own/two.rkb") && rk attach "$id" || fail "two signatures"
sleep 0.5
[ "$(rk map get "$id" refused 0)" -ge 5 ] || fail "it does not run"
tick=$(rk load tick.rkb) && rk attach "$tick" || fail "a program that only looks needs one key"

there rk-agent policy two-keys all 2>&1 | grep -q "before the first one" || fail "made stricter beside programs"
rk detach "$tick" && rk unload "$tick" && rk detach "$id" && rk unload "$id" || fail unload
there rk-agent policy two-keys some 2>/dev/null && fail "a strange policy"
there rk-agent policy two-keys all || fail policy
refused 4 "two trusted keys" rk load tick.rkb
there rk-agent seal || fail seal
there rk-agent policy two-keys none 2>/dev/null && fail "lifted after the seal"
refused 4 "two trusted keys" rk load tick.rkb
refused 4 "two trusted keys" rk load acts.rkb
rk load "$own/two.rkb" >/dev/null || fail "two signatures under 'all'"
passed
