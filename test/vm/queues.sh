# SPDX-License-Identifier: MIT
# User space takes from the queue, the stack and the time series that a program fills.
. "${0%/*}/lib.sh"
expect() { [ "$1" = "$2" ] || fail "$3: $1, not $2"; }

start
rk-agent key add dev.pub || fail key
id=$(load queues.rkb)
rk-agent attach "$id" || fail attach
sleep 1
rk-agent detach "$id" || fail detach
expect "$(rk-agent map pop "$id" queue) $(rk-agent map pop "$id" queue)" "0 1" "oldest first; 8 and 9 found no room"
expect "$(rk-agent map pop "$id" stack) $(rk-agent map pop "$id" stack)" "7 6" "newest first"
for i in 2 3 4 5 6 7; do expect "$(rk-agent map pop "$id" queue)" $i queue; done
rk-agent map pop "$id" queue && fail "a pop of an empty queue"
rk-agent map pop "$id" series && fail "a pop of a time series"
rk-agent map series "$id" series 0 --window 1000000000000 >/tmp/even || fail series
cat /tmp/even
expect "$(awk '{ printf "%s ", $2 }' /tmp/even)" "8 6 4 2 " "even ones of the newest eight"
awk 'NR > 1 && $1 >= last { exit 1 } { last = $1 }' /tmp/even || fail "times are not newest first"
expect "$(rk-agent map series "$id" series 1 --window 1)" "" "nothing that new"
rk-agent map series "$id" queue 0 --window 1 && fail "a query of a queue"
rk-agent unload "$id" || fail unload
finish
passed
