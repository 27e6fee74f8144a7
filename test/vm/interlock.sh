# SPDX-License-Identifier: MIT
# An interlock (fail action keep) is not detached, not frozen, its maps are not written; only a newer
# image of its own key and name takes its place. A tracing program beside it is frozen.
. "${0%/*}/lib.sh"
refused() { # TEXT COMMAND...: refused with that text
	text=$1
	shift
	said=$("$@" 2>&1) && fail "granted: $*"
	echo "$said"
	case $said in *"$text"*) ;; *) fail "$*: $said" ;; esac
}
bypassed() { count "$1" bypassed; }

start
rk-agent key add dev.pub || fail key
tick=$(load tick.rkb)
rk-agent attach "$tick" || fail attach
guard=$(load guard_1.rkb) twin=$(load guard_1.rkb) weak=$(load guard_2_weak.rkb) next=$(load guard_3.rkb)
refused "written by nobody" rk-agent map set "$guard" limit 0 7
rk-agent attach "$guard" || fail "attach the interlock"
refused "is an interlock" rk-agent detach "$guard"
refused "attached" rk-agent unload "$guard"
refused "written by nobody" rk-agent map set "$guard" limit 0 7
refused "weaker fail action" rk-agent replace "$guard" "$weak"
refused "weaker fail action" rk-agent replace "$guard" "$weak" --reset-maps

rk-agent freeze || fail freeze
rk-agent info | grep -qx "frozen 1" || fail "status"
runs=$(count "$tick" runs) checks=$(count "$guard" runs)
sleep 0.5
[ "$(count "$tick" runs)" = "$runs" ] || fail "a tracing program ran frozen"
[ "$(bypassed "$tick")" -ge 100 ] || fail "bypassed $(bypassed "$tick")"
[ "$(count "$guard" runs)" -ge $((checks + 10)) ] || fail "the interlock was frozen"
rk-agent thaw || fail "end of freeze"
sleep 0.2
[ "$(count "$tick" runs)" -gt "$runs" ] || fail "still frozen"

rk-agent replace "$guard" "$next" || fail "its next version"
refused "older version" rk-agent replace "$next" "$twin"
rk-agent rollback "$next" || fail rollback
rk-agent unload "$next" || fail "unload from the spare slot"
refused "is an interlock" rk-agent detach "$guard"
finish # before the seal, removing the module is the way out
passed
