# SPDX-License-Identifier: MIT
# runs: workstation
# only: *-x86_64 *-aarch64
# An interlock obeys commands signed with a key that may: detach, unload, freeze and writes to its
# maps, each seen on the robot. Unsigned, forged, replayed and stale commands and those of another key
# or for another program are refused, and change nothing.
. "${0%/*}/here.sh"
value() { rk map get "$guard" limit 0; }
runs() { rk status "$guard" --json | jq .runs; }
trap 'rm -rf "$own"' EXIT
own=$(mktemp -d)
RK_KEYS=$own "$RK_BIN/rk" key generate safety >/dev/null 2>&1 || fail "key generate"
safety=$own/safety.sec dev=$RK_KEYS/dev.sec

there insmod /rkbpf.ko || fail insmod
there rk-agent key add /blobs/dev.pub || fail "key add"
there "cat >/tmp/safety.pub && rk-agent key add /tmp/safety.pub" <"$own/safety.pub" || fail "key add"
guard=$(rk load guard_1.rkb) && rk attach "$guard" || fail attach

# Nobody may command until it is said who.
refused 1 "signed commands alone" rk detach "$guard"
refused 4 "may not command" rk detach "$guard" --key "$safety"
refused 4 "may not command" rk detach "$guard" --key "$dev"
there rk-agent key allow /tmp/safety.pub command || fail "key allow"
there rk-agent seal && ! there rk-agent key allow /blobs/dev.pub command 2>/dev/null || fail "allowed after the seal"
refused 4 "may not command" rk detach "$guard" --key "$dev"
refused 4 "not of a trusted key" rk detach "$guard" --key "$RK_KEYS/stranger.sec"

# Its maps.
refused 1 "written by nobody" rk map set "$guard" limit 0 1000000
rk map set "$guard" limit 0 1000000 --key "$safety" || fail "map set"
[ "$(value)" -ge 1000000 ] || fail "not written: $(value)"
refused 1 "no such element" rk map set "$guard" limit 1 5 --key "$safety"

# Freeze and thaw of one interlock: its events pass by.
rk freeze "$guard" --key "$safety" || fail freeze
before=$(runs) && sleep 0.5 && [ "$(runs)" = "$before" ] || fail "it runs frozen"
rk status "$guard" | grep -q " paused interlock " || fail "$(rk status "$guard")"
rk thaw && [ "$(runs)" = "$before" ] || fail "a plain request thawed it"
rk thaw "$guard" --key "$safety" && sleep 0.3 || fail thaw
[ "$(runs)" -gt "$before" ] || fail "it stays frozen"

# One that was kept: changed, for a challenge that is used up, twice.
rk detach "$guard" --key "$safety" -o "$own/detach" || fail "-o"
for at in 10 90 150 260; do
	cp "$own/detach" "$own/forged"
	printf '\377' | dd of="$own/forged" bs=1 seek=$at conv=notrunc 2>/dev/null
	cmp -s "$own/detach" "$own/forged" && continue
	refused 4 "does not match" rk command "$own/forged"
done
head -c 271 "$own/detach" >"$own/short"
refused 1 "wrong size" rk command "$own/short"
rk status "$guard" | grep -q " attached " || fail "detached by a forged command"
rk map set "$guard" limit 0 5 --key "$safety" || fail "map set"
refused 4 "no challenge is open" rk command "$own/detach"
rk detach "$guard" --key "$safety" -o "$own/other" || fail "-o"
refused 4 "another challenge" rk command "$own/detach"
rk command "$own/other" || fail "the kept command"
rk status "$guard" | grep -q " detached " || fail "not detached"
stopped=$(value) && sleep 0.3 && [ "$(value)" = "$stopped" ] || fail "it runs detached"
there dmesg | grep -q "'guard': detached by a command of key" || fail "nothing in the log"
rk attach "$guard" || fail "attach again"
refused 4 "no challenge is open" rk command "$own/other"

# For this program alone: the next of the name is another payload and another id.
next=$(rk load guard_3.rkb) || fail load
rk unload "$guard" --key "$safety" -o "$own/unload" || fail "-o"
rk replace "$guard" "$next" && rk unload "$guard" || fail replace
refused 1 "no such program" rk command "$own/unload"
refused 4 "no challenge is open" rk command "$own/unload"
rk status "$next" | grep -q " attached " || fail "the next went, too"

# Unload takes it away whole.
refused 1 "attached" rk unload "$next"
rk unload "$next" --key "$safety" || fail unload
[ -z "$(rk status)" ] || fail "still there: $(rk status)"
passed
