# SPDX-License-Identifier: MIT
# A running program is replaced, and 200 times rolled back and forth, while its 1 kHz timer fires:
# every event is run by exactly one of the two, maps go on, and what does not fit is refused.
. "${0%/*}/lib.sh"
refused() { # TEXT ID WITH
	said=$(rk-agent replace "$2" "$3" 2>&1) && fail "replaced: $1"
	echo "$said"
	case $said in *"$1"*) ;; *) fail "said: $said" ;; esac
}

start
rk-agent key add dev.pub || fail key
empty=$(state)
old=$(load step_1.rkb)
rk-agent attach "$old" || fail attach
other=$(load step_2_other_hook.rkb)
refused "another hook" "$old" "$other"
wide=$(load step_3_wide.rkb)
refused "differs in type, size, flags or layout" "$old" "$wide"
refused "cannot replace itself" "$old" "$old"
refused "not running" "$other" "$wide"
rk-agent unload "$other" || fail "unload what was refused"
rk-agent rollback "$old" && fail "rolled back to nothing"

rk-agent events "$old" records --count 2500 --timeout 20 >/tmp/records &
sleep 0.3
new=$(load step_4.rkb)
rk-agent replace "$old" "$new" || fail replace
rk-agent status "$old" | grep -q " spare .* peer $new " || fail "state: $(rk-agent status "$old")"
rk-agent status "$new" | grep -q " attached .* peer $old " || fail "state: $(rk-agent status "$new")"
sleep 0.3
rkclient swap "$new" 200 || fail swap
wait $! || fail "events"
rk-agent detach "$new" || fail detach
head -n 3 /tmp/records
awk '{ v[$2]++ } END { print v[1] + 0, "by the old,", v[2] + 0, "by the new"; exit !(v[1] > 100 && v[2] > 100) }' \
	/tmp/records || fail "not both ran"
awk 'NR > 1 && $1 != last + 1 { exit 1 } { last = $1 }' /tmp/records || fail "an event was lost or doubled"
total=$(($(count "$old" runs) + $(count "$new" runs)))
[ "$(sum "$new" runs)" = $total ] || fail "runs $total, map $(sum "$new" runs)"
[ "$(sum "$old" runs)" = $total ] || fail "the map is not shared"

# Maps that do not agree begin anew where that is asked for.
rk-agent unload "$new" || fail unload
rk-agent attach "$old" || fail "attach again"
rk-agent replace "$old" "$wide" --reset-maps || fail "replace with new maps"
rk-agent unload "$old" || fail "the spare slot is not unloaded"
rk-agent rollback "$wide" && fail "rolled back to what is unloaded"
sleep 0.2
rk-agent detach "$wide" || fail detach
rk-agent unload "$wide" || fail unload
unchanged "$empty"
finish
passed
